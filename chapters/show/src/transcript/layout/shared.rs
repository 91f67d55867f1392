//! One column for all clients, of whom nobody knows who will come: each has its name in the row.

use recording::Recording;

use crate::transcript::{
    growing::Columns,
    labels::Labels,
    layout::{ARROW, Layout, NUMBER},
    lines::Lines,
    row::Cell,
};

/// The room of a column that all clients share, and that of the kernel's beside it: none, what it does,
/// or also how.
const ALONE: (usize, usize) = (30, 0);
const BESIDE: (usize, usize) = (24, 20);
const BESIDE_HOW: (usize, usize) = (20, 26);

impl<'recording> Layout<'recording> {
    /// Columns for clients of which nobody knows who will come.
    pub(crate) fn shared(
        recording: &'recording Recording,
        labels: &'recording Labels,
        columns: Columns,
        lines: Lines,
    ) -> Self {
        let Columns { kernel, how, width, .. } = columns;
        let (most, room) = match (kernel, how) {
            (false, _) => ALONE,
            (true, false) => BESIDE,
            (true, true) => BESIDE_HOW,
        };
        let middle = NUMBER + most + ARROW;
        let kernel = kernel.then_some(middle);
        let server = kernel.map_or(middle, |kernel| kernel + room + ARROW);
        let (starts, shares) = (Vec::new(), true);
        let layout =
            Self { recording, labels, starts, kernel, server, most, room: 0, lines, shares, width };
        let room = width - server - layout.lines.least();
        Self { room: room.saturating_sub(layout.label()), ..layout }
    }

    /// A client's name and its words, in the room that the column has: if that is not enough for a
    /// text, its length stays, and if not for that either, the name.
    pub(super) fn named(&self, cell: &Cell) -> String {
        let name = self.recording.cast.get(cell.who).map_or("somebody", String::as_str);
        let room = self.most.saturating_sub(name.chars().count() + 1);
        let words = [Some(cell.words.within(room)), cell.words.length()];
        let fits = |words: &String| words.chars().count() <= room;
        let words = words.into_iter().flatten().find(fits).unwrap_or_default();
        format!("{name} {words}").trim_end().chars().take(self.most).collect()
    }
}
