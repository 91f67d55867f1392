//! What lies in the kernel, and has not been taken: of each client a connection, bytes, an end.

use recording::{Arrival, Call, Event, Moment, Outcome, Subject};

use super::{held, legend::Sign, scene::Scene, tasks::place};

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
    /// As it is written into its box, and what that means; nothing if nothing lies there.
    fn label(self) -> Option<(Sign, String)> {
        let count = self.bytes;
        match self {
            Self { part: true, .. } => Some((Sign::Lies, "…".to_owned())),
            Self { bytes: 1.., connection: true, .. } => Some((Sign::New, format!("new {count}"))),
            Self { bytes: 1.., .. } => Some((Sign::Lies, count.to_string())),
            Self { end: true, .. } => Some((Sign::End, "FIN".to_owned())),
            Self { connection: true, .. } => Some((Sign::New, "new".to_owned())),
            _ => None,
        }
    }
}

/// Whose box something lies in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whose {
    Client(usize),
    /// The signals that nobody has taken.
    Signals,
    /// A page of the file that the server has open.
    File,
}

/// What lies in a box from one place to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stay {
    pub(super) whose: Whose,
    pub(super) sign: Sign,
    pub(super) label: String,
    /// How many bytes these are, if they came from a client.
    pub(super) bytes: usize,
    pub(super) from: i32,
    pub(super) to: i32,
}

/// All stays of a scene.
pub(super) fn stays(scene: &Scene) -> Vec<Stay> {
    let clients = (0..scene.recording.cast.len()).flat_map(|client| of(scene, client));
    clients.chain(held::stays(scene)).collect()
}

/// What lies there of one client.
fn of(scene: &Scene, client: usize) -> Vec<Stay> {
    let (mut was, mut since, mut stays) = (Lying::default(), 0, Vec::new());
    let stay = |what: Lying, from, to| {
        let said = what.label();
        let whose = Whose::Client(client);
        said.map(|(sign, label)| Stay { whose, sign, label, bytes: what.bytes, from, to })
    };
    for (step, events) in scene.steps.iter().enumerate() {
        let is = events.iter().fold(was, |is, event| after(is, event, client));
        if is.label() != was.label() {
            stays.extend(stay(was, since, place(step)));
            since = place(step);
        }
        was = is;
    }
    stays.extend(stay(was, since, place(scene.steps.len()) - 1));
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

/// Of whom something lies there, between these places.
pub(super) fn holders(stays: &[Stay], from: i32, to: i32) -> Vec<Whose> {
    let mut found = Vec::new();
    for stay in stays.iter().filter(|stay| stay.from < to && from < stay.to) {
        if !found.contains(&stay.whose) {
            found.push(stay.whose);
        }
    }
    found
}

/// Which column each of them has: one of its own if they are few, else one in which nothing of
/// another lies at the same time.
pub(super) fn columns(stays: &[Stay], holders: &[Whose]) -> Vec<(Whose, i32)> {
    let mut columns: Vec<(Whose, i32)> = Vec::new();
    let meet = |one: Whose, other: Whose| {
        let of = |whose: Whose| stays.iter().filter(move |stay| stay.whose == whose);
        of(one).any(|stay| of(other).any(|also| stay.from < also.to && also.from < stay.to))
    };
    let clients = holders.iter().filter(|whose| matches!(whose, Whose::Client(_))).count();
    for whose in holders {
        let shares = clients > FEW && matches!(whose, Whose::Client(_));
        let is_free = |column: &i32| {
            shares && columns.iter().all(|(other, taken)| taken != column || !meet(*other, *whose))
        };
        let next = columns.iter().map(|(_, column)| column + 1).max().unwrap_or(0);
        columns.push((*whose, (0..next).find(is_free).unwrap_or(next)));
    }
    columns
}
