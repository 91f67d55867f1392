//! Where everything stands on the line: the columns and their widths.

use recording::Recording;

use crate::{
    paint::{Paint, Tone},
    transcript::{
        WIDTH,
        labels::Labels,
        row::{Arrow, Cell, Folded, Mood, Row, Said},
    },
};

/// The row's number and the space after it.
const NUMBER: usize = 5;

/// The shortest arrow, with the space after it.
const ARROW: usize = 5;

/// The widest that one client's column may be.
const MOST: usize = 32;

/// The widest that the cast's columns may be together.
const CAST: usize = 46;

/// The columns of a transcript.
#[derive(Debug)]
pub(crate) struct Layout<'recording> {
    recording: &'recording Recording,
    labels: &'recording Labels,
    /// Where each client's column begins, and after the last one where the server's begins.
    starts: Vec<usize>,
    /// The room that a client's words have.
    most: usize,
}

impl<'recording> Layout<'recording> {
    /// Finds the columns' widths.
    pub(crate) fn of(
        recording: &'recording Recording,
        labels: &'recording Labels,
        rows: &[Row],
    ) -> Self {
        let most = MOST.min(CAST / recording.cast.len().max(1));
        let mut starts = vec![NUMBER];
        let mut start = NUMBER;
        for (who, name) in recording.cast.iter().enumerate() {
            let cells = rows.iter().filter_map(|row| row.left.as_ref());
            let texts = cells.filter(|cell| cell.who == who).map(|cell| cell.words.within(most));
            let widest = texts.map(|text| text.chars().count()).max().unwrap_or(0);
            start += widest.max(name.len()) + 2;
            starts.push(start);
        }
        if let Some(server) = starts.last_mut() {
            *server += ARROW;
        }
        Self { recording, labels, starts, most }
    }

    /// Writes the table.
    pub(crate) fn write(&self, rows: &[Row], paint: Paint) -> String {
        let mut lines = vec![self.heading(paint)];
        let mut number = 1;
        for row in rows {
            lines.push(match &row.folded {
                Some(folded) => folded_line(number, folded, paint),
                None => self.line(number, row, paint),
            });
            number += row.folded.as_ref().map_or(1, |folded| folded.rows);
        }
        lines.iter().map(|line| format!("{}\n", line.trim_end())).collect()
    }

    fn heading(&self, paint: Paint) -> String {
        let mut line = " ".repeat(NUMBER);
        for (who, name) in self.recording.cast.iter().enumerate() {
            let gap = " ".repeat(self.starts[who + 1] - self.starts[who] - name.len());
            line += &(paint.apply(Tone::Client(who), name) + &gap);
        }
        if self.recording.traced {
            line += &paint.apply(Tone::Bold, "server");
        }
        line
    }

    fn line(&self, number: usize, row: &Row, paint: Paint) -> String {
        let number = paint.apply(Tone::Dim, &format!("{number:>3}"));
        let left = match &row.left {
            Some(cell) => self.cell(cell, paint),
            None => " ".repeat(self.server() - NUMBER),
        };
        format!("{number}  {left}{}", self.call(row, paint))
    }

    fn server(&self) -> usize {
        self.starts.last().copied().unwrap_or(NUMBER)
    }

    /// A client's words, and an arrow that runs across the other clients' columns.
    fn cell(&self, cell: &Cell, paint: Paint) -> String {
        let start = self.starts[cell.who];
        let words = cell.words.within(self.most);
        let length = self.server() - start - words.chars().count();
        let line = |length: usize| "─".repeat(length);
        let arrow = match cell.arrow {
            Arrow::ToServer => format!(" {}▶ ", line(length - 3)),
            Arrow::ToClient => format!(" ◀{} ", line(length - 3)),
            Arrow::None => " ".repeat(length),
        };
        let text = paint.apply(Tone::Client(cell.who), &(words + &arrow));
        " ".repeat(start - NUMBER) + &text
    }

    fn call(&self, row: &Row, paint: Paint) -> String {
        let Some(Said { by, words, .. }) = &row.right else { return String::new() };
        let tone = match row.mood {
            Mood::Works => Tone::Plain,
            Mood::Waits => Tone::Dim,
            Mood::Fails => Tone::Red,
        };
        let label = if self.labels.are_needed() {
            format!("{:<width$}  ", self.labels.of_task(*by), width = self.labels.width())
        } else {
            String::new()
        };
        let room = WIDTH - self.server() - label.len();
        paint.apply(Tone::Bold, &label) + &paint.apply(tone, &cut(words, room))
    }
}

/// Rows from `first` on that are told in one, across all columns.
fn folded_line(first: usize, folded: &Folded, paint: Paint) -> String {
    let numbers = format!("{first}-{}", first + folded.rows - 1);
    let line = format!("{numbers:>3}  {}", folded.words);
    paint.apply(Tone::Dim, &cut(&line, WIDTH))
}

/// Cuts a line that is too long: in its list of arguments, so that its outcome stays.
fn cut(text: &str, room: usize) -> String {
    let length = text.chars().count();
    if length <= room {
        return text.to_owned();
    }
    let (call, outcome) = text.rfind(')').map_or((text, ""), |bracket| text.split_at(bracket));
    let left = room.saturating_sub(outcome.chars().count() + 1);
    call.chars().take(left).chain(['…']).chain(outcome.chars()).take(room).collect()
}
