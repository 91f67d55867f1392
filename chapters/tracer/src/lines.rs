//! Which line of code made each call: only if that is asked for, and never while a scene lasts.
//!
//! ```text
//!  at the call's entry     the stack, as addresses: a *trail*              `unwind`, `maps`
//!  after the scene         of each address the function and line           `frames`
//!                          those of the reader's own code: a *chain*       `source`
//! ```
//!
//! To read a program's debug information takes longer than a server's timers last; so only
//! addresses are noted while it runs.

mod frames;
mod image;
mod maps;
mod name;
mod section;
mod source;
mod tables;
mod unwind;

use std::{collections::HashMap, mem::take};

use recording::{Call, Event, Frame, Place};
use rustix::process::Pid;

use crate::{
    lines::{
        frames::{Found, Line},
        maps::{Code, Maps},
        source::{Sources, told},
        unwind::unwind,
    },
    stops::{
        memory::Memory,
        registers::{Numbered, Registers},
    },
};

/// The stacks of a server's calls.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    maps: HashMap<Pid, Maps>,
    /// Each stack once, in the order in which they were met.
    trails: Vec<Vec<Code>>,
    known: HashMap<Vec<Code>, usize>,
    /// The chain of each stack for which it was looked up.
    resolved: HashMap<usize, Option<usize>>,
    sources: Sources,
}

impl Lines {
    /// The number of the stack of a task that is about to make a call.
    pub(crate) fn walk(&mut self, process: Pid, memory: &Memory, registers: &Registers) -> usize {
        let maps = self.maps.entry(process).or_insert_with(|| Maps::of(process));
        let trail = unwind(Numbered::of(registers), memory, |address| maps.find(address));
        *self.known.entry(trail).or_insert_with_key(|trail| {
            self.trails.push(trail.clone());
            self.trails.len() - 1
        })
    }

    /// The process has become another program, or is a new one.
    pub(crate) fn forget(&mut self, process: Pid) {
        self.maps.remove(&process);
    }

    /// Puts a chain in the place of the number of the stack that this event has; it is added to
    /// `chains` if it is not there yet.
    pub(crate) fn resolve(&mut self, event: &mut Event, chains: &mut Vec<Vec<Frame>>) {
        let Some(call) = call(event) else { return };
        call.frames = take(&mut call.frames).and_then(|trail| {
            let (trails, sources) = (&self.trails, &mut self.sources);
            let resolved = self.resolved.entry(trail);
            *resolved.or_insert_with(|| place(chains, chain(&trails[trail], sources)))
        });
    }
}

fn call(event: &mut Event) -> Option<&mut Call> {
    if let Event::Call(call) = event { Some(call) } else { None }
}

/// Where a chain stands in the list; nowhere if it tells nothing.
fn place(chains: &mut Vec<Vec<Frame>>, chain: Vec<Frame>) -> Option<usize> {
    if chain.is_empty() {
        return None;
    }
    let known = chains.iter().position(|known| *known == chain);
    known.or_else(|| {
        chains.push(chain);
        Some(chains.len() - 1)
    })
}

/// The frames of a stack that are the reader's own code; without any, the functions outside of the C
/// library, as far as they have names.
fn chain(trail: &[Code], sources: &mut Sources) -> Vec<Frame> {
    let found = |code: &Code| code.image.frames().at(code.address);
    let own = trail.iter().flat_map(found).filter_map(|found| frame(found, sources));
    let own: Vec<_> = own.collect();
    if !own.is_empty() {
        return own;
    }
    let theirs = trail.iter().filter(|code| !code.image.is_c_library).flat_map(found);
    let named = theirs.filter(|found| !["", "_start"].contains(&found.function.as_str()));
    named.map(|found| Frame { function: found.function, place: None }).collect()
}

fn frame(found: Found, sources: &mut Sources) -> Option<Frame> {
    let line = found.line?;
    let text = sources.text(&line)?;
    let (file, Line { line, column, .. }) = (told(&line), line);
    Some(Frame { function: found.function, place: Some(Place { file, line, column, text }) })
}
