//! What lies in the kernel of each client, and has not been taken: a connection, bytes, an end.

use recording::{Arrival, Call, Event, Moment, Outcome, Recording, Subject};

use super::{scene::Scene, tasks::place};

/// So many clients have a column each.
const FEW: usize = 2;

/// What lies there of one client.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Lying {
    pub(super) connection: bool,
    pub(super) bytes: usize,
    /// There is a part of a long text: how much differs from run to run.
    pub(super) part: bool,
    pub(super) end: bool,
}

impl Lying {
    /// As it is written into its box; nothing if nothing lies there.
    pub(super) fn label(self) -> Option<String> {
        match self {
            Self { part: true, .. } => Some("…".to_owned()),
            Self { bytes: 1.., .. } => Some(self.bytes.to_string()),
            Self { end: true, .. } => Some("FIN".to_owned()),
            Self { connection: true, .. } => Some("new".to_owned()),
            _ => None,
        }
    }
}

/// What lies there of a client from one place to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stay {
    pub(super) client: usize,
    pub(super) what: Lying,
    pub(super) from: i32,
    pub(super) to: i32,
}

/// All stays of a scene.
pub(super) fn stays(scene: &Scene) -> Vec<Stay> {
    let mut now = vec![(Lying::default(), 0); scene.recording.cast.len()];
    let mut stays = Vec::new();
    for (step, events) in scene.steps.iter().enumerate() {
        for (client, (was, since)) in now.iter_mut().enumerate() {
            let is = events.iter().fold(*was, |is, event| after(is, event, client));
            if is.label() != was.label() {
                stays.push(Stay { client, what: *was, from: *since, to: place(step) });
                *since = place(step);
            }
            *was = is;
        }
    }
    let end = place(scene.steps.len()) - 1;
    stays.extend(now.iter().enumerate().map(|(client, &(what, from))| Stay {
        client,
        what,
        from,
        to: end,
    }));
    stays.retain(|stay| stay.what.label().is_some());
    stays
}

fn after(is: Lying, event: &Event, client: usize) -> Lying {
    let subject = Subject::Client(client);
    match event {
        Event::Kernel(Moment::Arrives { who, what }) if *who == subject => match what {
            Arrival::Connection => Lying { connection: true, ..is },
            Arrival::Bytes(count) => Lying { bytes: is.bytes + count, ..is },
            Arrival::Part => Lying { part: true, ..is },
            Arrival::End | Arrival::Reset => Lying { end: true, ..is },
        },
        Event::Kernel(Moment::Copies { who, bytes, of, .. }) if *who == subject => {
            let all = *of == Some(*bytes);
            Lying { bytes: is.bytes.saturating_sub(*bytes), part: is.part && !all, ..is }
        }
        Event::Call(call) if call.outcome.made() == Some(subject) => {
            Lying { connection: false, ..is }
        }
        Event::Call(call) if takes_the_end(call, subject) => Lying { end: false, ..is },
        _ => is,
    }
}

fn takes_the_end(call: &Call, who: Subject) -> bool {
    let about_it = call.about() == Some(who) && call.has_returned();
    about_it && (call.outcome == Outcome::Bytes(0) || call.kind == recording::Kind::Close)
}

/// The clients of which something lies there, between these places.
pub(super) fn clients(recording: &Recording, stays: &[Stay], from: i32, to: i32) -> Vec<usize> {
    let lies = |client: &usize| {
        stays.iter().any(|stay| stay.client == *client && stay.from < to && from < stay.to)
    };
    (0..recording.cast.len()).filter(lies).collect()
}

/// Which column each of these clients has: one of its own if they are few, else one in which nothing
/// of another lies at the same time.
pub(super) fn columns(stays: &[Stay], clients: &[usize]) -> Vec<(usize, i32)> {
    let mut columns: Vec<(usize, i32)> = Vec::new();
    let meet = |one: usize, other: usize| {
        let of = |client: usize| stays.iter().filter(move |stay| stay.client == client);
        of(one).any(|stay| of(other).any(|also| stay.from < also.to && also.from < stay.to))
    };
    for client in clients {
        let is_free = |column: &i32| {
            clients.len() > FEW
                && columns.iter().all(|(other, taken)| taken != column || !meet(*other, *client))
        };
        let next = columns.iter().map(|(_, column)| column + 1).max().unwrap_or(0);
        columns.push((*client, (0..next).find(is_free).unwrap_or(next)));
    }
    columns
}
