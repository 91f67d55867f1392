//! The transcript: a recording as a table that a person would want to read.
//!
//! ```text
//!      alice                     server
//!  1   connect ────────────────▶ accept4(listener) = alice
//!  2                             recvfrom(alice) … waits
//!  3   "PING\r\n" ─────────────▶ recvfrom(alice) = 6
//!  4   "+PONG\r\n" ◀──────────── sendto(alice) = 7
//! ```

pub(crate) mod labels;
mod layout;
mod repeats;
mod row;
mod rows;
mod sends;
mod setup;

use recording::Recording;

pub use setup::Setup;

use crate::paint::Paint;

/// What a reader is told where the kernel does not let the server be traced.
pub const UNTRACED: &str = "The server's calls cannot be seen: this kernel or container forbids \
    ptrace(2), or another tracer is at work.";

/// No line is longer than this.
pub const WIDTH: usize = 100;

/// Writes a recording as a table of at most 100 columns.
#[must_use]
pub fn transcript(recording: &Recording, setup: Setup, paint: Paint) -> String {
    let labels = labels::Labels::of(recording);
    let rows = repeats::collapse(rows::rows(recording, &labels));
    let rows = if setup == Setup::Folded { setup::fold(rows) } else { rows };
    let table = layout::Layout::of(recording, &labels, &rows).write(&rows, paint);
    if recording.traced { table } else { format!("{table}{UNTRACED}\n") }
}
