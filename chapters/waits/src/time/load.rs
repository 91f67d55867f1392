//! What is measured: which server, asked for what, with which cores.

use lab::{Contender, Cores};

use crate::time::client::Question;

/// A server, and what it is asked.
#[derive(Debug)]
pub(crate) struct Load {
    pub(crate) server: Contender,
    /// As it stands in a key.
    pub(crate) size: &'static str,
    pub(crate) cores: Placement,
}

/// Where the client is: what it costs to wake the server depends on that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Placement {
    /// On the server's core: to wake is to put into a queue, and the server runs when the client
    /// sleeps.
    Shared,
    /// On a core of its own: to wake is to interrupt the server's core, which may be asleep itself.
    Apart,
}

impl Placement {
    pub(crate) const ALL: [Self; 2] = [Self::Shared, Self::Apart];

    /// How many cores there are.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Shared => "1",
            Self::Apart => "2",
        }
    }

    /// What it adds to a key.
    pub(crate) fn suffix(self) -> &'static str {
        match self {
            Self::Shared => "",
            Self::Apart => "_apart",
        }
    }

    /// As it is said.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Shared => "client and server on one core",
            Self::Apart => "a core each",
        }
    }

    fn of(self, cores: &Cores) -> Cores {
        match self {
            Self::Shared => cores.shared(),
            Self::Apart => *cores,
        }
    }
}

/// The sizes, and what they are called.
pub(crate) const SIZES: [(&str, &str); 2] = [("6", "6 bytes"), ("1m", "1 MiB")];

/// What a size is called.
pub(crate) fn title(size: &str) -> &str {
    SIZES.iter().find(|(known, _)| *known == size).map_or(size, |(_, title)| title)
}

/// The tables that there are: each size with each placement that this machine has.
pub(crate) fn tables(cores: &Cores) -> Vec<(&'static str, Placement)> {
    let placements =
        Placement::ALL.into_iter().filter(|place| cores.are_two() || *place == Placement::Shared);
    let tables = placements.flat_map(|placement| SIZES.map(|(size, _)| (size, placement)));
    tables.collect()
}

impl Load {
    pub(crate) fn question(&self) -> Question {
        if self.size == SIZES[0].0 { Question::small() } else { Question::large() }
    }

    /// The cores for it.
    pub(crate) fn cores(&self, all: &Cores) -> Cores {
        self.cores.of(all)
    }
}
