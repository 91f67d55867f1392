//! The rings of a server: what each call asks of them, and each completion that it brought.

use std::{collections::HashMap, io};

use recording::{Call, Kind, Operation, Outcome, Subject, Submission};
use rustix::process::Pid;

use crate::{
    decode::{
        call::{Entered, Shape, descriptor},
        entry::submits,
        exit::{KEPT, errno},
        interest::token,
        ring::{Completion, Ring, layout::Entry},
        view::View,
    },
    inject::cut::Before,
    stops::{memory::Memory, registers::Registers},
};

/// Whom a request is about; of one that changes an epoll list, the token is remembered as well.
fn subject(entry: &Entry, view: &mut View<'_>) -> Option<Subject> {
    if entry.operation() != Operation::EpollCtl {
        return view.names.of(view.process, entry.descriptor());
    }
    let who = view.names.of(view.process, entry.listed());
    if let Some((token, who)) = token(entry.address(), view).zip(who) {
        view.names.register(view.process, entry.descriptor(), token, who);
    }
    who
}

/// Every ring of every process, by its descriptor.
#[derive(Debug, Default)]
pub(crate) struct Rings(HashMap<(Pid, i32), Ring>);

impl Rings {
    /// Whether this is the mmap(2) of a part of a ring.
    pub(crate) fn are_mapped_by(&self, process: Pid, registers: &Registers) -> bool {
        let file = descriptor(registers.arguments()[4]);
        registers.number() == libc::SYS_mmap && self.0.contains_key(&(process, file))
    }

    /// Reads what a call asks a ring for, under which numbers.
    pub(crate) fn enters(
        &mut self,
        call: &mut Entered,
        view: &mut View<'_>,
    ) -> Vec<(u64, Submission)> {
        let ring = self.0.get_mut(&(view.process, call.descriptor()));
        let Some(ring) = ring.filter(|_| call.shape == Shape::Ring) else { return Vec::new() };
        let count = descriptor(call.arguments[1]).unsigned_abs();
        let requests = ring.submitted(view.memory, count, |entry| subject(entry, view));
        submits(call, requests.iter().map(|(_, asks)| *asks).collect());
        requests
    }

    /// Has one of the requests of a call fail with an error; what stood in memory.
    pub(crate) fn refuse(
        &mut self,
        call: &Entered,
        process: Pid,
        memory: &Memory,
        refused: (u64, i32),
    ) -> io::Result<Before> {
        let count = descriptor(call.arguments[1]).unsigned_abs();
        let ring = self.0.get_mut(&(process, call.descriptor()));
        ring.map_or(Ok(Before::default()), |ring| ring.refuse(memory, count, refused))
    }

    /// The completions of a ring that have not been told yet, also while the call still waits for more.
    pub(crate) fn news(&mut self, call: &Entered, view: &mut View<'_>) -> Vec<Call> {
        let ring = self.0.get_mut(&(view.process, call.descriptor()));
        let ring = ring.filter(|_| call.shape == Shape::Ring);
        let completions = ring.map(|ring| ring.completed(view.memory));
        completions.into_iter().flatten().map(|each| told(each, view)).collect()
    }

    /// Whether there are fewer completions than a call has waited for.
    pub(crate) fn are_short(&self, call: &Entered, process: Pid, memory: &Memory) -> bool {
        let ring = self.0.get(&(process, call.descriptor()));
        ring.is_none_or(|ring| u64::from(ring.filled(memory)) < call.arguments[2])
    }

    /// Follows a call that made or mapped a ring, and tells what one that entered it has brought.
    pub(crate) fn leaves(&mut self, call: &Entered, result: i64, view: &mut View<'_>) -> Vec<Call> {
        let process = view.process;
        match call.shape {
            Shape::Make if call.number == libc::SYS_io_uring_setup => {
                let ring = Ring::new(view.memory, call.arguments[1]);
                let file = descriptor(result.cast_unsigned());
                self.0.extend(ring.map(|ring| ((process, file), ring)));
            }
            Shape::Map if call.number == libc::SYS_io_uring_register => {
                if let Some(ring) = self.0.get_mut(&(process, call.descriptor())) {
                    ring.register(view.memory, call.arguments[1], call.arguments[2]);
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

fn told(completion: Completion, view: &mut View<'_>) -> Call {
    let Completion { of, address, .. } = completion;
    let (operation, cancels) = (of.operation, of.cancels);
    let outcome = outcome(&completion, view);
    let length = outcome.bytes().unwrap_or(0).min(KEPT);
    let bytes = view.memory.bytes(address, length).unwrap_or_default();
    let call = Call::new(view.by, Kind::Completion { operation, cancels });
    Call { subject: of.subject, outcome, bytes, ..call }
}

fn outcome(completion: &Completion, view: &mut View<'_>) -> Outcome {
    let Completion { of, result, releases, .. } = *completion;
    match releases {
        Some(Some(copied)) => return Outcome::Released { copied },
        Some(None) => return Outcome::Number(0),
        None => {}
    }
    match (of.operation, usize::try_from(result)) {
        (_, Err(_)) => Outcome::Failed(errno(result.into())),
        (Operation::Accept | Operation::AcceptMultishot, Ok(_)) => {
            Outcome::Made(view.names.of(view.process, result).unwrap_or(Subject::File))
        }
        (operation, Ok(count)) if operation.moves_bytes() => Outcome::Bytes(count),
        (_, Ok(count)) => Outcome::Number(count),
    }
}
