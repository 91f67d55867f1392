//! Exercise 1, solved: twice the pause before, between the first one and the longest.

use std::time::Duration;

const FIRST: Duration = Duration::from_micros(50);
const LONGEST: Duration = Duration::from_millis(10);

/// How long to pause after a round.
pub(crate) fn pause(moved: bool, before: Duration) -> Duration {
    if moved { Duration::ZERO } else { (2 * before).clamp(FIRST, LONGEST) }
}
