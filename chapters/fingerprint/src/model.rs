//! From facts to a model of the book: the nearest one, and its chapters.

use serde::Serialize;

use crate::{
    facts::{Facts, Kin},
    way::Way,
};

/// The models of the book, and the chapters that are about each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "`io_models::MODELS` has them under these names")]
pub enum Model {
    Blocking,
    Threads,
    Processes,
    Nonblocking,
    Select,
    Poll,
    Epoll,
    Sigio,
    Uring,
    Callbacks,
    Executor,
    Cores,
}

impl Model {
    /// The model that makes such calls; none if the book has no such model.
    #[must_use]
    pub fn of(facts: &Facts) -> Option<Self> {
        let own = facts.made_for_client || facts.way == Way::Receive;
        Some(match (own, facts.way) {
            (true, _) => match facts.kin {
                Kin::First => Self::Blocking,
                Kin::Threads => Self::Threads,
                Kin::Children => Self::Processes,
            },
            (false, Way::Ask) => Self::Nonblocking,
            (false, Way::Select) => Self::Select,
            (false, Way::Poll) => Self::Poll,
            (false, Way::Epoll) => Self::on_epoll(facts),
            (false, Way::Signal) => Self::Sigio,
            (false, Way::Ring) => Self::Uring,
            (false, Way::Receive | Way::Other) => return None,
        })
    }

    /// Four models wait in epoll_wait(2): they differ by what else is on its list.
    fn on_epoll(facts: &Facts) -> Self {
        if facts.listens_in_several {
            Self::Cores
        } else if facts.waker {
            Self::Executor
        } else if facts.timer || (facts.looks && !facts.edge) {
            Self::Callbacks
        } else {
            Self::Epoll
        }
    }

    /// Its name in the book.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Blocking => "blocking",
            Self::Threads => "threads",
            Self::Processes => "processes",
            Self::Nonblocking => "nonblocking",
            Self::Select => "select",
            Self::Poll => "poll",
            Self::Epoll => "epoll",
            Self::Sigio => "sigio",
            Self::Uring => "uring",
            Self::Callbacks => "callbacks",
            Self::Executor => "executor",
            Self::Cores => "cores",
        }
    }

    /// The chapters that are about it, the first one above all.
    #[must_use]
    pub const fn chapters(self, facts: &Facts) -> &'static [u8] {
        match self {
            Self::Blocking => &[1],
            Self::Threads => &[2],
            Self::Processes => &[3],
            Self::Nonblocking => &[4],
            Self::Select => &[5],
            Self::Poll => &[6],
            // Several threads, and how a client gets to the one that serves it: that is chapter 15's.
            Self::Epoll if facts.handed_over.is_some() => &[7, 15],
            Self::Epoll => &[7],
            Self::Sigio => &[8],
            Self::Uring => &[9],
            Self::Callbacks => &[10, 7],
            Self::Executor => &[11, 12, 7],
            Self::Cores => &[15, 7],
        }
    }
}
