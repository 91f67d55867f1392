//! The rings of a server in words: one line for the call, and one for each completion it brought.

use std::collections::HashMap;

use rustix::process::Pid;

use crate::{
    recording::{COMPLETED, Call, Flow},
    trace::{
        call::{Entered, Shape, descriptor},
        decode::{ENOUGH, View, error, with_limit},
        memory::Memory,
        registers::Registers,
        ring::{Completion, Request, Ring},
        task::Traced,
    },
};

/// What stands between two requests.
const LINKS: [char; 3] = [' ', ',', '→'];

/// Every ring of every process, by its descriptor.
#[derive(Debug, Default)]
pub(crate) struct Rings(HashMap<(Pid, i32), Ring>);

impl Rings {
    /// Whether this is the mmap(2) of a part of a ring.
    pub(crate) fn are_mapped_by(&self, process: Pid, registers: &Registers) -> bool {
        let file = descriptor(registers.arguments()[4]);
        registers.number() == libc::SYS_mmap && self.0.contains_key(&(process, file))
    }

    /// Puts into words what a call asks a ring for.
    pub(crate) fn enters(&mut self, call: &mut Entered, view: &mut View<'_>) {
        let ring = self.0.get_mut(&(view.process, call.descriptor()));
        let Some(ring) = ring.filter(|_| call.shape == Shape::Ring) else { return };
        let count = descriptor(call.arguments[1]).unsigned_abs();
        let name = |number| view.names.of(view.process, number);
        let requests = ring.submitted(&view.memory, count, name);
        let words = requests.iter().map(words).collect::<String>();
        call.words = with_limit(words.trim_end_matches(LINKS).to_owned(), call);
        call.subject = None;
    }

    /// What a ring has completed and nobody has told yet, also while the call still waits for more.
    pub(crate) fn news(&mut self, call: &Entered, view: &mut View<'_>) -> Vec<Call> {
        let ring = self.0.get_mut(&(view.process, call.descriptor()));
        let ring = ring.filter(|_| call.shape == Shape::Ring);
        let completions = ring.map(|ring| ring.completed(&view.memory));
        completions.into_iter().flatten().map(|each| told(each, view)).collect()
    }

    /// Whether there is anything that nobody has told yet.
    pub(crate) fn have_news(&self, call: &Entered, task: &Traced) -> bool {
        let ring = self.0.get(&(task.process, call.descriptor()));
        ring.is_some_and(|ring| ring.has_news(&Memory::of(task.task)))
    }

    /// Follows a call that made or mapped a ring, and tells what one that entered it has brought.
    pub(crate) fn leaves(&mut self, call: &Entered, result: i64, view: &mut View<'_>) -> Vec<Call> {
        let process = view.process;
        match call.shape {
            Shape::Make if call.name == "io_uring_setup" => {
                let ring = Ring::new(&view.memory, call.arguments[1]);
                let file = descriptor(result.cast_unsigned());
                self.0.extend(ring.map(|ring| ((process, file), ring)));
            }
            Shape::Map if call.name == "io_uring_register" => {
                if let Some(ring) = self.0.get_mut(&(process, call.descriptor())) {
                    ring.register(&view.memory, call.arguments[1], call.arguments[2]);
                }
            }
            Shape::Map => {
                if let Some(ring) = self.0.get_mut(&(process, descriptor(call.arguments[4]))) {
                    ring.map(call.arguments[5], result.cast_unsigned());
                }
            }
            Shape::Ring => return self.news(call, view),
            _ => {}
        }
        Vec::new()
    }
}

fn words(request: &Request) -> String {
    let link = if request.linked { " → " } else { ", " };
    format!("{request}{link}")
}

fn told(completion: Completion, view: &mut View<'_>) -> Call {
    let Completion { request, result, address } = completion;
    let subject = request.who;
    let count = usize::try_from(result);
    let (flow, result) = match (request.name, count) {
        (_, Err(_)) => (Flow::None, error(result.into())),
        ("accept" | "accept_multishot", Ok(_)) => {
            (Flow::In, view.names.of(view.process, result).unwrap_or_default())
        }
        ("recv" | "recv_multishot" | "read", Ok(count)) => (Flow::In, count.to_string()),
        ("send" | "write", Ok(count)) => (Flow::Out, count.to_string()),
        ("close" | "shutdown", Ok(_)) => (Flow::End, "0".to_owned()),
        (_, Ok(count)) => (Flow::None, count.to_string()),
    };
    let moved = matches!(request.name, "recv" | "recv_multishot" | "read" | "send" | "write");
    let length = count.unwrap_or(0).min(if moved { ENOUGH } else { 0 });
    Call {
        name: format!("{COMPLETED}{}", request.name),
        arguments: subject.clone().unwrap_or_default(),
        subject,
        result,
        flow,
        data: view.memory.bytes(address, length).unwrap_or_default(),
        ..Call::default()
    }
}
