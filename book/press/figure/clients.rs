//! When each client is there, and when it waits for an answer.

use recording::{Call, Deed, Event, Flow, Subject};

use super::{scene::Scene, tasks::place};

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
pub(super) fn spans(scene: &Scene) -> Vec<Span> {
    (0..scene.recording.cast.len()).flat_map(|client| of(scene, client)).collect()
}

fn of(scene: &Scene, client: usize) -> Vec<Span> {
    let end = place(scene.steps.len()) - 1;
    let mut spans = Vec::new();
    let (mut here, mut waits) = (None, None);
    for (step, events) in scene.steps.iter().enumerate() {
        let at = place(step);
        for event in events {
            let answered = event.returned().is_some_and(|call| answers(call, client))
                && !scene.hears_later(step, client);
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
                _ if answered || hears(event, client) => {
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

/// Whether the server sends this client something.
pub(super) fn answers(call: &Call, client: usize) -> bool {
    call.about() == Some(Subject::Client(client)) && call.flow() == Flow::Out
}

/// Whether the client hears something, or that nothing will come any more.
fn hears(event: &Event, client: usize) -> bool {
    let is_heard = |deed: &Deed| matches!(deed, Deed::Hears(_) | Deed::HearsEnd | Deed::HearsReset);
    matches!(event, Event::Client { who, deed } if *who == client && is_heard(deed))
}
