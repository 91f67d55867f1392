//! What a run that takes a while says meanwhile.

use std::io::{IsTerminal, Write, stderr};

/// Says on a terminal what is being done, over what was said before.
pub fn say(what: &str) {
    if stderr().is_terminal() {
        // Where it can't be said, the work goes on.
        write!(stderr(), "\r\x1b[K{what}").ok();
    }
}
