//! The parts of the way that a request takes: what is measured of each.

/// Something that is measured of one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// From the arrival of its first bytes until a task of the server is woken.
    Waking,
    /// From there until that task is on a processor.
    Running,
    /// From there, or where nobody is woken from the arrival, until the copy begins: the call
    /// that has slept returns, and a model that was told of readiness makes the call that receives.
    Asking,
    /// All copies from the kernel to the server.
    Copying,
    /// All that is left until the last call that has copied returns. Of a large request this is
    /// above all what the server does while more of it arrives.
    Rest,
    /// All of these: from the arrival of its first bytes to the return of the last call.
    Whole,
    /// Processor time in the calls that have copied, from the arrival on.
    Calls,
    /// How many pieces were copied.
    Pieces,
    /// Of the whole, until the woken task is on a processor.
    WakingShare,
    /// Of the whole, the copies.
    CopyingShare,
    /// Of the calls' processor time, the copies.
    CopyingOfCalls,
    /// What the client sees, while the tracepoints are on.
    RoundTripTraced,
    /// What the client sees, while they are off.
    RoundTrip,
    /// How much longer a round trip takes with tracepoints: of each quarter of the requests.
    Tracing,
}

impl Part {
    /// All, as they stand in a table.
    pub(crate) const ALL: [Self; 14] = [
        Self::Waking,
        Self::Running,
        Self::Asking,
        Self::Copying,
        Self::Rest,
        Self::Whole,
        Self::Calls,
        Self::Pieces,
        Self::WakingShare,
        Self::CopyingShare,
        Self::CopyingOfCalls,
        Self::RoundTripTraced,
        Self::RoundTrip,
        Self::Tracing,
    ];

    /// The word that stands for it in a key.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Waking => "waking",
            Self::Running => "running",
            Self::Asking => "asking",
            Self::Copying => "copying",
            Self::Rest => "rest",
            Self::Whole => "whole",
            Self::Calls => "calls",
            Self::Pieces => "pieces",
            Self::WakingShare => "waking-share",
            Self::CopyingShare => "copying-share",
            Self::CopyingOfCalls => "copying-of-calls",
            Self::RoundTripTraced => "round-trip-traced",
            Self::RoundTrip => "round-trip",
            Self::Tracing => "tracing",
        }
    }

    /// What its numbers count.
    pub(crate) fn unit(self) -> &'static str {
        match self {
            Self::Pieces => "pieces",
            Self::WakingShare | Self::CopyingShare | Self::CopyingOfCalls => "%",
            _ => "µs",
        }
    }

    /// The part with this key.
    pub(crate) fn named(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.key() == key)
    }
}
