//! What a recording shows of a request between its arrival and the call that takes it.

use guide::{
    Recording, line_to_show,
    recording::{Arrival, Call, Context, Event, How, Moment, Outcome, Subject, Task},
};

/// A client's bytes arrive, a task that waited is woken, and they are copied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Lane {
    /// In which call the task slept.
    pub(crate) sleeps_in: &'static str,
    /// What kind of task was woken.
    pub(crate) woken: &'static str,
    /// By what.
    pub(crate) how: &'static str,
    /// In whose time the bytes were copied.
    pub(crate) copies: &'static str,
    pub(crate) beside: Beside,
}

/// What stands beside the call that takes the bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Beside {
    /// A line of this file.
    Line(String),
    /// The name of a function.
    Function,
    /// Nothing.
    Nothing,
}

impl Lane {
    /// The first request of which all was seen, in this order: a task waits, the bytes arrive, the task is
    /// woken, the bytes are copied, and the call that took them returns.
    pub(crate) fn of(recording: &Recording) -> Option<Self> {
        (0..recording.events.len()).find_map(|start| of_request(recording, start))
    }
}

/// The request whose bytes arrive in this event, if it is that.
fn of_request(recording: &Recording, start: usize) -> Option<Lane> {
    let Event::Kernel(Moment::Arrives { who, what: Arrival::Bytes(_) }) = recording.events[start]
    else {
        return None;
    };
    let (before, after) = recording.events.split_at(start);
    let next = |event: &&Event| matches!(event, Event::Kernel(Moment::Arrives { .. }));
    let until =
        after.iter().skip(1).position(|event| next(&event)).map_or(after.len(), |at| at + 1);
    let after = &after[..until];
    let (task, how) = after.iter().find_map(woken)?;
    let waits = before.iter().chain(after).rev().find_map(|event| waits(event, task))?;
    let copied = after.iter().position(|event| copy(event, who).is_some())?;
    let context = copy(&after[copied], who)?;
    let call = after[copied..].iter().find_map(|event| takes(event, who))?;
    let kind = |task: usize| match recording.tasks[task] {
        Task::Server => "the server",
        Task::Thread { .. } => "a thread",
        Task::Child => "a process",
    };
    let copies = match context {
        Context::Task(by) if by == task => "itself",
        Context::Task(by) => kind(by),
        Context::Worker => "the kernel",
    };
    let beside = beside(recording, call);
    Some(Lane { sleeps_in: waits.kind.name(), woken: kind(task), how, copies, beside })
}

fn woken(event: &Event) -> Option<(usize, &'static str)> {
    let Event::Kernel(Moment::Wakes { task, how: Some(how) }) = event else { return None };
    let how = match how {
        How::Socket => "socket",
        How::Poll => "poll",
        How::Epoll => "epoll",
        How::Signal => "signal",
        How::Ring => "ring",
    };
    Some((*task, how))
}

fn waits(event: &Event, task: usize) -> Option<&Call> {
    match event {
        Event::Call(call) if call.by == task && call.outcome == Outcome::Waits => Some(call),
        _ => None,
    }
}

fn copy(event: &Event, of: Subject) -> Option<Context> {
    match event {
        Event::Kernel(Moment::Copies { who, context, .. }) if *who == of => *context,
        _ => None,
    }
}

/// The call that has taken a client's bytes.
fn takes(event: &Event, who: Subject) -> Option<&Call> {
    event.returned().filter(|call| call.kind.takes() && call.about() == Some(who))
}

fn beside(recording: &Recording, call: &Call) -> Beside {
    let Some(frame) = line_to_show(recording.frames(call)) else { return Beside::Nothing };
    let Some(place) = &frame.place else { return Beside::Function };
    let name = place.file.rsplit('/').next().unwrap_or(&place.file);
    Beside::Line(name.to_owned())
}
