//! What is measured: each figure has a key, which is a column of the samples, and a unit.

/// A number that a turn gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Figure {
    /// Requests that were answered in a second.
    Rate,
    /// Processor time of a request: of all tasks and children of the server.
    Cpu,
    /// System calls of a request.
    Calls,
    /// Switches of a request: how often a task gave up its core, or lost it.
    Switches,
    /// Memory of one more silent client, in the server's processes.
    Memory,
    /// The latency that half of the requests did not exceed.
    P50,
    /// That 90 % did not exceed.
    P90,
    /// That 99 % did not exceed.
    P99,
    /// That 99.9 % did not exceed.
    P999,
    /// Proof: the load's share of its core.
    Load,
    /// Proof: the server's share of its core.
    Server,
    /// Proof: what other processes took of these two cores, of the one where it was more.
    Others,
    /// Proof: how late, by its own fault, the load sent the request in the middle.
    Late50,
    /// And the one of which only 1 % were later.
    Late99,
    /// Proof: how often the turn was repeated because others disturbed it.
    Repeats,
}

impl Figure {
    pub(crate) const ALL: [Self; 15] = [
        Self::Rate,
        Self::Cpu,
        Self::Calls,
        Self::Switches,
        Self::Memory,
        Self::P50,
        Self::P90,
        Self::P99,
        Self::P999,
        Self::Load,
        Self::Server,
        Self::Others,
        Self::Late50,
        Self::Late99,
        Self::Repeats,
    ];

    /// Its column.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Rate => "rate",
            Self::Cpu => "cpu",
            Self::Calls => "calls",
            Self::Switches => "switches",
            Self::Memory => "memory",
            Self::P50 => "p50",
            Self::P90 => "p90",
            Self::P99 => "p99",
            Self::P999 => "p999",
            Self::Load => "load",
            Self::Server => "server-share",
            Self::Others => "others",
            Self::Late50 => "late50",
            Self::Late99 => "late99",
            Self::Repeats => "repeats",
        }
    }

    /// Over a column of a table.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Rate => "requests/s",
            Self::Cpu => "CPU µs",
            Self::Memory => "KiB a client",
            Self::P50 => "p50 µs",
            Self::P90 => "p90 µs",
            Self::P99 => "p99 µs",
            Self::P999 => "p99.9 µs",
            Self::Load => "load %",
            Self::Server => "server %",
            Self::Others => "others %",
            Self::Late50 => "late p50 µs",
            Self::Late99 => "late p99 µs",
            Self::Calls | Self::Switches | Self::Repeats => self.key(),
        }
    }

    /// Whether it tells of the server; the others tell how far to trust that.
    pub(crate) fn is_of_server(self) -> bool {
        self.place() <= Self::P999.place()
    }

    /// The lateness of the load that is a part of this latency.
    pub(crate) fn late(self) -> Option<Self> {
        match self {
            Self::P50 | Self::P90 => Some(Self::Late50),
            Self::P99 | Self::P999 => Some(Self::Late99),
            _ => None,
        }
    }

    pub(crate) fn place(self) -> usize {
        self as usize
    }
}
