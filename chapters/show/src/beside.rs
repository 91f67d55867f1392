//! Two recordings beside each other, row by row, with a sign where they differ, as in `diff -y`.
//!
//! ```text
//!      select                                       epoll
//!  3   alice: connect ──▶                           alice: connect ──▶                          3
//!  3   pselect6(alice readable) = alice readable  | epoll_wait(epoll) = alice readable          3
//!                                                 > epoll_ctl(add alice readable) = 0           4
//! ```

mod table;

use recording::Recording;

use crate::{
    align,
    transcript::{
        Setup, pieces,
        pieces::{Piece, Side},
    },
};

pub use table::table;

/// Calls by which a task waits for something of many: where one model makes one of them, another
/// model makes another.
const WAITS: [&str; 9] = [
    "poll",
    "ppoll",
    "select",
    "pselect6",
    "epoll_wait",
    "epoll_pwait",
    "epoll_pwait2",
    "io_uring_enter",
    "rt_sigtimedwait",
];

/// How the two sides of a row belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// They are the same.
    Same,
    /// They are alike, but not the same.
    Differs,
    /// Only the first recording has it.
    Left,
    /// Only the second recording has it.
    Right,
}

impl Sign {
    /// The sign that diff(1) gives it.
    #[must_use]
    pub const fn letter(self) -> char {
        match self {
            Self::Same => ' ',
            Self::Differs => '|',
            Self::Left => '<',
            Self::Right => '>',
        }
    }
}

/// One row: what stands beside what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beside {
    /// What the first recording has.
    pub left: Option<Piece>,
    /// What the second recording has.
    pub right: Option<Piece>,
}

impl Beside {
    /// How the two belong together.
    #[must_use]
    pub fn sign(&self) -> Sign {
        match (&self.left, &self.right) {
            (Some(left), Some(right)) if key(left) == key(right) => Sign::Same,
            (Some(_), Some(_)) | (None, None) => Sign::Differs,
            (Some(_), None) => Sign::Left,
            (None, Some(_)) => Sign::Right,
        }
    }
}

/// Puts two recordings beside each other.
#[must_use]
pub fn beside(left: &Recording, right: &Recording, setup: Setup) -> Vec<Beside> {
    let (left, right) = (pieces(left, setup), pieces(right, setup));
    let worth = |one: usize, other: usize| worth(key(&left[one]), key(&right[other]));
    let pairs = align::align(left.len(), right.len(), worth).into_iter();
    let rows = pairs.map(|pair| Beside {
        left: pair.left().map(|one| left[one].clone()),
        right: pair.right().map(|other| right[other].clone()),
    });
    rows.collect()
}

/// What two are worth as a pair, each by whose it is and its words: what a client does holds the two
/// together; a call stands beside its like.
#[must_use]
pub fn worth(left: (Side, &str), right: (Side, &str)) -> u32 {
    if left == right {
        return if left.0 == Side::Client { 16 } else { 8 };
    }
    let ((Side::Server, left), (Side::Server, right)) = (left, right) else { return 0 };
    match (name(left), name(right)) {
        (Some(one), Some(other)) if one == other => 3,
        (Some(one), Some(other)) if WAITS.contains(&one) && WAITS.contains(&other) => 2,
        // What they have set up is told in one row of each.
        (None, None) if left.starts_with('(') && right.starts_with('(') => 1,
        _ => 0,
    }
}

/// What a piece is compared by.
fn key(piece: &Piece) -> (Side, &str) {
    (piece.side, &piece.text)
}

/// The name of a call, if it is one.
fn name(text: &str) -> Option<&str> {
    let (before, _) = text.split_once('(')?;
    before.rsplit(' ').next().filter(|name| !name.is_empty())
}
