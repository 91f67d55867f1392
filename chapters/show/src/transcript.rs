//! The transcript: a recording as a table that a person would want to read.
//!
//! ```text
//!      alice                     server
//!  1   connect ────────────────▶ accept4(listener) = alice
//!  2                             recvfrom(alice) … waits
//!  3   "PING\r\n" ─────────────▶ recvfrom(alice) = 6
//!  4   "+PONG\r\n" ◀──────────── sendto(alice) = 7
//! ```

mod answers;
pub(crate) mod causes;
mod cut;
pub(crate) mod growing;
pub(crate) mod labels;
mod layout;
pub(crate) mod lines;
pub(crate) mod pieces;
mod repeats;
mod row;
mod rows;
mod sends;
mod setup;

use recording::{Frame, Recording};

pub use labels::Labels;
pub use setup::Setup;

use crate::{
    paint::Paint,
    transcript::{
        lines::{Choice, Lines},
        pieces::Piece,
        row::Row,
    },
};

/// What a reader is told where the kernel does not let the server be traced.
pub const UNTRACED: &str = "The server's calls cannot be seen: this kernel or container forbids \
    ptrace(2), or another tracer is at work.";

/// No line is longer than this.
pub const WIDTH: usize = 100;

/// Writes a recording as a table of at most 100 columns.
#[must_use]
pub fn transcript(recording: &Recording, setup: Setup, paint: Paint) -> String {
    transcript_with_lines(recording, setup, paint, &|_| None)
}

/// Writes a recording as [`transcript`] does, and beside each call the line of code that made it.
#[must_use]
pub fn transcript_with_lines(
    recording: &Recording,
    setup: Setup,
    paint: Paint,
    choice: Choice<'_>,
) -> String {
    let labels = Labels::of(recording);
    let rows = all_rows(recording, &labels, setup);
    let lines = Lines::of(recording, &rows, choice);
    let table = layout::Layout::of(recording, &labels, &rows, lines).write(&rows, paint);
    let table: String = table.iter().map(|line| format!("{line}\n")).collect();
    if recording.traced { table } else { format!("{table}{UNTRACED}\n") }
}

/// The lines of a transcript, the first of which is its heading; and of each the function that made
/// its call, if that is known.
#[must_use]
pub fn rows<'recording>(
    recording: &'recording Recording,
    setup: Setup,
    paint: Paint,
    choice: Choice<'_>,
) -> Vec<(String, Option<&'recording Frame>)> {
    let labels = Labels::of(recording);
    let rows = all_rows(recording, &labels, setup);
    let layout = layout::Layout::of(recording, &labels, &rows, Lines::default());
    let frames = rows.iter().map(|row| lines::frame(recording, row, choice));
    layout.write(&rows, paint).into_iter().zip([None].into_iter().chain(frames)).collect()
}

fn all_rows(recording: &Recording, labels: &Labels, setup: Setup) -> Vec<Row> {
    let rows = repeats::collapse(rows::rows(recording, labels));
    if setup == Setup::Folded { setup::fold(rows) } else { rows }
}

/// A transcript piece by piece.
#[must_use]
pub fn pieces(recording: &Recording, setup: Setup) -> Vec<Piece> {
    let labels = Labels::of(recording);
    pieces::pieces(&all_rows(recording, &labels, setup), &labels, &recording.cast)
}
