//! The rings of a server in words: one line for the call, and one for each completion it brought.

use std::collections::HashMap;

use rustix::process::Pid;

use crate::{
    recording::{COMPLETED, Call, Flow},
    trace::{
        call::{Entered, Shape, descriptor},
        decode::{ENOUGH, View, error},
        registers::Registers,
        ring::{Completion, Request, Ring},
    },
};

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
        call.words = requests.iter().map(words).collect::<Vec<_>>().join(", ");
        call.subject = None;
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
            Shape::Map => {
                if let Some(ring) = self.0.get_mut(&(process, descriptor(call.arguments[4]))) {
                    ring.map(call.arguments[5], result.cast_unsigned());
                }
            }
            Shape::Ring => {
                let ring = self.0.get_mut(&(process, call.descriptor()));
                let completions = ring.map(|ring| ring.completed(&view.memory));
                return completions.into_iter().flatten().map(|each| told(each, view)).collect();
            }
            _ => {}
        }
        Vec::new()
    }
}

fn words(request: &Request) -> String {
    match &request.who {
        Some(who) => format!("{} {who}", request.name),
        None => request.name.to_owned(),
    }
}

fn told(completion: Completion, view: &mut View<'_>) -> Call {
    let Completion { request, result } = completion;
    let subject = request.who;
    let count = usize::try_from(result);
    let (flow, result) = match (request.name, count) {
        (_, Err(_)) => (Flow::None, error(result.into())),
        ("accept", Ok(_)) => (Flow::In, view.names.of(view.process, result).unwrap_or_default()),
        ("recv" | "read", Ok(count)) => (Flow::In, count.to_string()),
        ("send" | "write", Ok(count)) => (Flow::Out, count.to_string()),
        ("close" | "shutdown", Ok(_)) => (Flow::End, "0".to_owned()),
        (_, Ok(count)) => (Flow::None, count.to_string()),
    };
    let moved = matches!(request.name, "recv" | "read" | "send" | "write");
    let length = count.unwrap_or(0).min(if moved { ENOUGH } else { 0 });
    Call {
        name: format!("{COMPLETED}{}", request.name),
        arguments: subject.clone().unwrap_or_default(),
        subject,
        result,
        flow,
        data: view.memory.bytes(request.address, length).unwrap_or_default(),
        ..Call::default()
    }
}
