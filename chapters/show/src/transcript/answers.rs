//! Whether a call returned because of what happened just before it: then both share a row.

use recording::{Call, Deed, Event, Flow, Moment, Subject};

/// Whether this call returned because of what the client did just before.
pub(crate) fn answers(call: &Call, previous: Option<&Event>) -> bool {
    let (who, deed) = match previous {
        Some(Event::Client { who, deed }) => (who, deed),
        Some(Event::Kernel(moment)) => return is_for(*moment, call),
        _ => return false,
    };
    let client = Some(Subject::Client(*who));
    let about = call.about();
    let is_news = match (call.flow(), deed) {
        (Flow::In, Deed::Connects) if about == Some(Subject::Listener) => {
            call.outcome.made() == client
        }
        (Flow::In, _) => about.is_none() || about == client || !call.kind.is_of_connection(),
        (Flow::None, _) => about == client,
        (Flow::Out | Flow::End, _) => false,
    };
    deed.is_act() && is_news && !call.outcome.is_nothing()
}

/// Whether the kernel did this for the call that is told next.
fn is_for(moment: Moment, call: &Call) -> bool {
    match moment {
        Moment::Wakes { .. }
        | Moment::Copies { .. }
        | Moment::Moves { .. }
        | Moment::Arms { .. }
        | Moment::Completes { .. } => true,
        Moment::Waits { who, .. } => call.about() == Some(who) && call.outcome.errno().is_some(),
        Moment::Arrives { .. } | Moment::Queues { .. } | Moment::HasWork { .. } => false,
    }
}
