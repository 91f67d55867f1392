//! When each client is there, and when it waits for an answer.

use recording::{Call, Deed, Event, Flow, Subject};

use super::{
    scene::Scene,
    stay::{Stay, Whose},
    tasks::place,
};

/// A client is there, or waits, from one place to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) client: usize,
    /// It has sent something and heard nothing since; else it is only there.
    pub(super) waits: bool,
    pub(super) from: i32,
    pub(super) to: i32,
}

/// The spans of all clients.
pub(super) fn spans(scene: &Scene, stays: &[Stay]) -> Vec<Span> {
    (0..scene.recording.cast.len()).flat_map(|client| of(scene, stays, client)).collect()
}

fn of(scene: &Scene, stays: &[Stay], client: usize) -> Vec<Span> {
    let end = place(scene.steps.len()) - 1;
    let mut spans = Vec::new();
    let (mut here, mut waits) = (None, None);
    for (step, events) in scene.steps.iter().enumerate() {
        let at = place(step);
        for event in events {
            let answered = event.returned().is_some_and(|call| answers(call, client))
                && !scene.hears_later(step, client);
            let has_unread = stays.iter().any(|stay| is_unread(stay, client, at));
            match event {
                Event::Client { who, deed: Deed::Connects | Deed::HearsNothing }
                    if *who == client =>
                {
                    here = here.or(Some(at));
                }
                Event::Client { who, deed: Deed::Sends(_) } if *who == client => {
                    here = here.or(Some(at));
                    waits = waits.or(Some(at));
                }
                Event::Client { who, deed: Deed::Closes | Deed::Resets } if *who == client => {
                    let (start, since) = (here.take(), waits.take());
                    spans.extend(start.map(|from| Span { client, waits: false, from, to: at }));
                    spans.extend(since.map(|from| Span { client, waits: true, from, to: at }));
                }
                _ if ends(event, client) || !has_unread && (answered || hears(event, client)) => {
                    let since = waits.take();
                    spans.extend(since.map(|from| Span { client, waits: true, from, to: at }));
                }
                _ => {}
            }
        }
    }
    spans.extend(here.map(|from| Span { client, waits: false, from, to: end }));
    spans.extend(waits.map(|from| Span { client, waits: true, from, to: end }));
    spans
}

/// Whether bytes of this client lie in the kernel then: it waits for an answer to these too.
fn is_unread(stay: &Stay, client: usize, at: i32) -> bool {
    let is_there = stay.from <= at && at < stay.to;
    stay.whose == Whose::Client(client) && stay.bytes > 0 && is_there
}

/// Whether the server sends this client something.
pub(super) fn answers(call: &Call, client: usize) -> bool {
    call.about() == Some(Subject::Client(client)) && call.flow() == Flow::Out
}

/// Whether the client hears something.
fn hears(event: &Event, client: usize) -> bool {
    matches!(event, Event::Client { who, deed: Deed::Hears(_) } if *who == client)
}

/// Whether the client hears that nothing will come any more.
fn ends(event: &Event, client: usize) -> bool {
    let is_end = |deed: &Deed| matches!(deed, Deed::HearsEnd | Deed::HearsReset);
    matches!(event, Event::Client { who, deed } if *who == client && is_end(deed))
}
