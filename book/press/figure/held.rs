//! What lies in the kernel beside what clients have sent: signals in their queue, the page of a
//! file, and what was copied of it and sent, until its client reads.

use recording::{Call, Deed, Event, Flow, Kind, Moment, Outcome, Subject};

use super::{
    clients::answers,
    legend::Sign,
    scene::Scene,
    stay::{Stay, Whose},
    tasks::place,
};

/// All such stays of a scene.
pub(super) fn stays(scene: &Scene) -> Vec<Stay> {
    let clients = 0..scene.recording.cast.len();
    let sent = clients.flat_map(|client| sent(scene, client));
    sent.chain(signals(scene)).chain(page(scene)).collect()
}

/// Whether it copies from the server's memory, and does not lend a page.
pub(super) fn copies(call: &Call) -> bool {
    call.flow() == Flow::Out && !matches!(call.kind, Kind::Sendfile { .. } | Kind::Splice { .. })
}

/// Whether it reads the file.
pub(super) fn is_read(call: &Call) -> bool {
    call.subject == Some(Subject::File) && call.kind.takes()
}

/// What was sent to a client that reads only later.
fn sent(scene: &Scene, client: usize) -> Vec<Stay> {
    let mut stays = Vec::new();
    for (step, events) in scene.steps.iter().enumerate() {
        let call = events.iter().filter_map(Event::returned).find(|call| answers(call, client));
        let Some(call) = call.filter(|call| copies(call) && scene.hears_later(step, client)) else {
            continue;
        };
        let later = scene.steps.iter().skip(step).position(|events| hears(events, client));
        let (from, to) = (place(step), place(step + later.unwrap_or(1)));
        let label = text(&call.bytes);
        let whose = Whose::Client(client);
        stays.push(Stay { whose, sign: Sign::Sent, label, bytes: 0, from, to });
    }
    stays
}

fn hears(events: &[Event], client: usize) -> bool {
    let is = |event: &Event| matches!(event, Event::Client { who, deed: Deed::Hears(_) } if *who == client);
    events.iter().any(is)
}

/// The signals that tell of a socket, each from what it tells of until it is taken. A real-time
/// signal is queued once for each: so as many lie there as were not taken.
fn signals(scene: &Scene) -> Vec<Stay> {
    let taken = |events: &Vec<Event>| events.iter().filter_map(Event::returned).any(is_taken);
    let (mut stays, mut queued, mut since) = (Vec::new(), 0_usize, 0);
    if !scene.steps.iter().any(taken) {
        return stays;
    }
    for (step, events) in scene.steps.iter().enumerate() {
        let is = (queued + usize::from(arrives(events))).saturating_sub(usize::from(taken(events)));
        if is != queued {
            stays.push(queue(queued, since, place(step)));
            (queued, since) = (is, place(step));
        }
    }
    stays.push(queue(queued, since, place(scene.steps.len()) - 1));
    stays.retain(|stay| !stay.label.is_empty());
    stays
}

fn queue(count: usize, from: i32, to: i32) -> Stay {
    let label = "S".repeat(count);
    Stay { whose: Whose::Signals, sign: Sign::Signal, label, bytes: 0, from, to }
}

fn arrives(events: &[Event]) -> bool {
    events.iter().any(|event| matches!(event, Event::Kernel(Moment::Arrives { .. })))
}

fn is_taken(call: &Call) -> bool {
    matches!(call.outcome, Outcome::Signal { about: Some(_), .. })
}

/// The page of the file that a server sends, with what stands in it.
fn page(scene: &Scene) -> Vec<Stay> {
    let mut stays: Vec<Stay> = Vec::new();
    let end = place(scene.steps.len()) - 1;
    for (step, event) in (0..)
        .zip(&scene.steps)
        .flat_map(|(step, events)| events.iter().map(move |event| (step, event)))
    {
        let Some(bytes) = written(event) else { continue };
        let from = place(step);
        stays.iter_mut().rev().take(1).for_each(|stay| stay.to = from);
        let label = text(bytes);
        stays.push(Stay { whose: Whose::File, sign: Sign::Page, label, bytes: 0, from, to: end });
    }
    stays
}

/// What an event writes into the file.
fn written(event: &Event) -> Option<&[u8]> {
    match event {
        Event::FileChanges { bytes } => Some(bytes),
        Event::Call(call) if call.subject == Some(Subject::File) && call.kind.gives() => {
            Some(&call.bytes)
        }
        _ => None,
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim_end().to_owned()
}
