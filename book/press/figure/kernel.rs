//! What lies in the kernel of each client, and has not been taken: a connection, bytes, an end.

use recording::{Arrival, Call, Event, Moment, Outcome, Subject};

use super::{
    legend::Sign,
    scene::Scene,
    stay::{Stay, Whose},
    tasks::place,
};

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

/// What lies there of each client.
pub(super) fn stays(scene: &Scene) -> Vec<Stay> {
    (0..scene.recording.cast.len()).flat_map(|client| of(scene, client)).collect()
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
