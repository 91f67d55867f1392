//! One column for all clients, of whom nobody knows who will come: each has its name in the row.

use recording::Recording;

use crate::transcript::{
    labels::Labels,
    layout::{ARROW, Layout, NUMBER},
    lines::Lines,
    row::Cell,
};

/// The room of a column that all clients share: by itself, and beside the kernel's.
const SHARED: usize = 30;
const SHARED_BESIDE: usize = 24;

/// The room of the kernel's column beside it.
const KERNEL: usize = 20;

impl<'recording> Layout<'recording> {
    /// Columns for clients of which nobody knows who will come.
    pub(crate) fn shared(
        recording: &'recording Recording,
        labels: &'recording Labels,
        (has_kernel, width): (bool, usize),
        lines: Lines,
    ) -> Self {
        let most = if has_kernel { SHARED_BESIDE } else { SHARED };
        let middle = NUMBER + most + ARROW;
        let kernel = has_kernel.then_some(middle);
        let server = kernel.map_or(middle, |kernel| kernel + KERNEL + ARROW);
        let (starts, shares) = (Vec::new(), true);
        let layout =
            Self { recording, labels, starts, kernel, server, most, room: 0, lines, shares, width };
        let room = width - server - layout.lines.least();
        Self { room: room.saturating_sub(layout.label()), ..layout }
    }

    /// A client's name and its words.
    pub(super) fn named(&self, cell: &Cell) -> String {
        let name = self.recording.cast.get(cell.who).map_or("somebody", String::as_str);
        let room = self.most.saturating_sub(name.chars().count() + 1);
        format!("{name} {}", cell.words.within(room)).trim_end().to_owned()
    }
}
