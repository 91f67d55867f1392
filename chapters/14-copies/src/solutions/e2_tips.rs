//! Exercise 2, solved: from the largest size down, as long as it wins in every round.

use crate::exam::Turn;

/// The smallest size from which on sendfile wins, if there is one.
pub(crate) fn tips(turns: &[Turn]) -> Option<usize> {
    let mut sizes: Vec<usize> = turns.iter().map(|turn| turn.size).collect();
    sizes.sort_unstable();
    sizes.dedup();
    let wins = |size: &usize| {
        turns.iter().filter(|turn| turn.size == *size).all(|turn| turn.sendfile < turn.send)
    };
    sizes.into_iter().rev().take_while(wins).last()
}
