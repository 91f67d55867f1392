//! Exercise 1: pause longer after each round in which nothing came, up to a limit.

use std::time::Duration;

/// How long to pause after a round. `before` is the pause after the round before it, and zero if
/// there was none. Your part: this pauses as step 3 does.
pub(crate) fn pause(moved: bool, before: Duration) -> Duration {
    _ = before;
    if moved { Duration::ZERO } else { Duration::from_millis(10) }
}
