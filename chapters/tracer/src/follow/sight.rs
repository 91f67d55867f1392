//! What tracepoints have seen, in the words of a recording, and of which kind it is.

use recording::{Arrival, Context, Event, How, Moment};

/// Something that was seen.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sight {
    /// How many events there were when it happened.
    pub(crate) place: usize,
    pub(crate) moment: Moment,
}

/// Whether both are wake-ups of one task, or copies of one client.
pub(super) fn is_alike(one: &Moment, other: &Moment) -> bool {
    match (one, other) {
        (Moment::Wakes { task, .. }, Moment::Wakes { task: other, .. }) => task == other,
        (Moment::Copies { who, .. }, Moment::Copies { who: other, .. }) => who == other,
        _ => false,
    }
}

pub(super) fn how(moment: &Moment) -> Option<How> {
    if let Moment::Wakes { how, .. } = moment { *how } else { None }
}

pub(super) fn copy(moment: &Moment) -> Option<(usize, Context)> {
    if let Moment::Copies { bytes, context: Some(context), .. } = moment {
        Some((*bytes, *context))
    } else {
        None
    }
}

pub(super) fn is_arrival(event: &Event) -> bool {
    matches!(event, Event::Kernel(Moment::Arrives { .. }))
}

pub(super) fn is_wake(moment: &Moment) -> bool {
    matches!(moment, Moment::Wakes { .. })
}

pub(super) fn is_copy(moment: &Moment) -> bool {
    matches!(moment, Moment::Copies { .. })
}

/// What comes before the wake-up that it leads to.
pub(super) fn is_ahead(moment: &Moment) -> bool {
    matches!(moment, Moment::Queues { .. } | Moment::HasWork { .. })
}

/// What a ring does in a call of the server.
pub(super) fn is_of_ring(moment: &Moment) -> bool {
    matches!(moment, Moment::Arms { .. } | Moment::Completes { .. })
}

/// How many bytes have arrived, if any have.
pub(super) fn arrived(moment: &Moment) -> Option<usize> {
    match moment {
        Moment::Arrives { what: Arrival::Bytes(bytes), .. } => Some(*bytes),
        _ => None,
    }
}
