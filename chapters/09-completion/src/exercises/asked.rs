//! What a ring is asked for, read from a recording: which sends together, and how many of a client.

use std::collections::HashSet;

use guide::{
    Recording,
    recording::{Call, Event, Kind, Operation, Outcome, Subject},
};

/// Some call asks for the sends of two clients.
pub(super) fn sends_together(recording: &Recording) -> bool {
    let asks = |call: &Call| sends(call).collect::<HashSet<_>>().len() > 1;
    recording.returned().any(asks)
}

/// No client has two sends at a time: the next is asked for when the last is complete.
pub(super) fn one_send_each(recording: &Recording) -> bool {
    let (mut open, mut asleep) = (HashSet::new(), HashSet::new());
    recording.events.iter().all(|event| {
        let Event::Call(call) = event else { return true };
        if let Kind::Completion { operation: Operation::Send, .. } = call.kind {
            call.subject.iter().for_each(|client| _ = open.remove(client));
        }
        // A call that waits is told twice: what it asks for, it has asked for at its beginning.
        let is_told = asleep.remove(&call.by);
        if call.outcome == Outcome::Waits {
            asleep.insert(call.by);
        }
        is_told || sends(call).all(|client| open.insert(client))
    })
}

/// To whom a call asks to send.
fn sends(call: &Call) -> impl Iterator<Item = Subject> {
    let asked = match &call.kind {
        Kind::IoUringEnter(asked) => asked.as_slice(),
        _ => &[],
    };
    let sends = asked.iter().filter(|asked| asked.operation == Operation::Send);
    sends.filter_map(|asked| asked.subject)
}
