//! Two sequences beside each other: which of the one belongs to which of the other.
//!
//! It is the longest common subsequence, in which a pair may also be worth less than one that is
//! the same: so a call that asks for something else stands beside its like, and not below it.

/// What stands beside each other: the places in both sequences.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pair {
    /// These two belong together.
    Both(usize, usize),
    /// The first sequence alone has it.
    Left(usize),
    /// The second sequence alone has it.
    Right(usize),
}

impl Pair {
    /// The place in the first sequence.
    #[must_use]
    pub const fn left(self) -> Option<usize> {
        match self {
            Self::Both(left, _) | Self::Left(left) => Some(left),
            Self::Right(_) => None,
        }
    }

    /// The place in the second sequence.
    #[must_use]
    pub const fn right(self) -> Option<usize> {
        match self {
            Self::Both(_, right) | Self::Right(right) => Some(right),
            Self::Left(_) => None,
        }
    }
}

/// Pairs two sequences of these lengths, so that the sum of `worth` is the greatest. Two that are
/// worth nothing are never a pair.
///
/// ```
/// use show::align::{Pair::{Both, Left, Right}, align};
///
/// let (one, other) = ("abcd".as_bytes(), "axcde".as_bytes());
/// let pairs = align(4, 5, |left, right| u32::from(one[left] == other[right]));
/// assert_eq!(pairs, [Both(0, 0), Left(1), Right(1), Both(2, 2), Both(3, 3), Right(4)]);
/// ```
///
/// It takes memory for each of the first with each of the second.
#[must_use]
pub fn align(left: usize, right: usize, worth: impl Fn(usize, usize) -> u32) -> Vec<Pair> {
    let best = best(left, right, &worth);
    let (mut one, mut other, mut pairs) = (0, 0, Vec::new());
    while one < left && other < right {
        let pair = first(&best, one, other, worth(one, other));
        one += usize::from(!matches!(pair, Pair::Right(_)));
        other += usize::from(!matches!(pair, Pair::Left(_)));
        pairs.push(pair);
    }
    pairs.extend((one..left).map(Pair::Left));
    pairs.extend((other..right).map(Pair::Right));
    pairs
}

/// How the best pairing of what is left begins.
fn first(best: &[Vec<u32>], one: usize, other: usize, worth: u32) -> Pair {
    let sum = best[one][other];
    if worth > 0 && sum == worth + best[one + 1][other + 1] {
        Pair::Both(one, other)
    } else if sum == best[one + 1][other] {
        Pair::Left(one)
    } else {
        Pair::Right(other)
    }
}

/// The greatest sum for what is left of both, from each place on.
fn best(left: usize, right: usize, worth: &impl Fn(usize, usize) -> u32) -> Vec<Vec<u32>> {
    let mut best = vec![vec![0; right + 1]; left + 1];
    for one in (0..left).rev() {
        for other in (0..right).rev() {
            let without = best[one + 1][other].max(best[one][other + 1]);
            let with = match worth(one, other) {
                0 => 0,
                worth => worth + best[one + 1][other + 1],
            };
            best[one][other] = with.max(without);
        }
    }
    best
}
