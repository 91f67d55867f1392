//! Where everything stands on the line: the columns and their widths.

mod shared;

use recording::Recording;

use crate::{
    paint::{Paint, Tone},
    transcript::{
        WIDTH,
        cut::cut,
        labels::Labels,
        lines::Lines,
        row::{Arrow, Cell, Folded, Row, Said},
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

/// The narrowest that one client's column may be made for the sake of the calls.
const LEAST: usize = 12;

/// So much of a call stays, however long the names beside it are.
const CALL: usize = 20;

/// The columns of a transcript.
#[derive(Debug)]
pub(crate) struct Layout<'recording> {
    recording: &'recording Recording,
    labels: &'recording Labels,
    /// Where each client's column begins.
    starts: Vec<usize>,
    /// Where the kernel's column begins, if it has one.
    kernel: Option<usize>,
    /// Where the server's column begins.
    server: usize,
    /// The room that a client's words have.
    most: usize,
    /// The room that what the server does has.
    room: usize,
    lines: Lines,
    /// Whether all clients share one column, where each has its name.
    shares: bool,
    /// No line is longer than this.
    width: usize,
}

impl<'recording> Layout<'recording> {
    /// Finds the columns' widths.
    pub(crate) fn of(
        recording: &'recording Recording,
        labels: &'recording Labels,
        rows: &[Row],
        lines: Lines,
    ) -> Self {
        let most = MOST.min(CAST / recording.cast.len().max(1));
        let layout = Self::with(most, recording, labels, rows);
        let least = lines.least();
        let layout = match layout.kernel {
            None if least == 0 => layout,
            // A call is worth more than the whole of a text.
            _ => layout.narrowed(rows, least),
        };
        let (room, widest) = (WIDTH.saturating_sub(layout.server + layout.label()), widest(rows));
        let lines = lines.within(room.saturating_sub(widest.min(CALL)));
        Self { room: widest.min(room.saturating_sub(lines.least())), lines, ..layout }
    }

    /// The same with narrower columns for the clients, if that is what the calls need, and this much
    /// beside them.
    fn narrowed(self, rows: &[Row], beside: usize) -> Self {
        let needed = self.label() + widest(rows) + beside;
        let with = |most| Self::with(most, self.recording, self.labels, rows);
        let mut narrower = (LEAST..=self.most).rev().map(with);
        let fits = |layout: &Self| layout.server + needed <= WIDTH;
        narrower.find(fits).unwrap_or_else(|| with(LEAST))
    }

    /// The columns, if a client's words have this much room at most.
    fn with(
        most: usize,
        recording: &'recording Recording,
        labels: &'recording Labels,
        rows: &[Row],
    ) -> Self {
        let mut starts = Vec::new();
        let mut start = NUMBER;
        for (who, name) in recording.cast.iter().enumerate() {
            let cells = rows.iter().filter_map(|row| row.left.as_ref());
            let texts = cells.filter(|cell| cell.who == who).map(|cell| cell.words.within(most));
            let widest = texts.map(|text| text.chars().count()).max().unwrap_or(0);
            starts.push(start);
            start += widest.max(name.len()) + 2;
        }
        let middle = if starts.is_empty() { start } else { start + ARROW };
        let moments = rows.iter().filter_map(|row| row.middle.as_deref());
        let widest = moments.map(|words| words.chars().count()).max();
        let kernel = widest.map(|_| middle);
        let server = widest.map_or(middle, |widest| middle + widest + ARROW);
        let (room, lines, shares, width) = (0, Lines::default(), false, WIDTH);
        Self { recording, labels, starts, kernel, server, most, room, lines, shares, width }
    }

    /// Writes the table.
    pub(crate) fn write(&self, rows: &[Row], paint: Paint) -> Vec<String> {
        let heading = [self.heading(paint).trim_end().to_owned()];
        heading.into_iter().chain(self.write_from(1, rows, paint)).collect()
    }

    /// Writes rows, the first of which has this number.
    pub(crate) fn write_from(&self, first: usize, rows: &[Row], paint: Paint) -> Vec<String> {
        let mut lines = Vec::new();
        let mut number = first;
        for (index, row) in rows.iter().enumerate() {
            lines.push(match &row.folded {
                Some(folded) => folded_line(number, folded, paint),
                None => self.line(number, row, paint) + &self.code(index, row, paint),
            });
            number += row.count();
        }
        lines.iter().map(|line| line.trim_end().to_owned()).collect()
    }

    pub(crate) fn heading(&self, paint: Paint) -> String {
        let mut line = " ".repeat(NUMBER);
        if self.shares {
            let end = self.kernel.unwrap_or(self.server);
            line += &paint.apply(Tone::Bold, &format!("{:<1$}", "clients", end - NUMBER));
        }
        for (who, name) in self.cast().enumerate() {
            let gap = " ".repeat(self.end(who) - self.starts[who] - name.len());
            line += &(paint.apply(Tone::Client(who), name) + &gap);
        }
        if let Some(kernel) = self.kernel {
            line += &paint.apply(Tone::Bold, "kernel");
            line += &" ".repeat(self.server - kernel - "kernel".len());
        }
        if self.recording.traced {
            line += &paint.apply(Tone::Bold, "server");
        }
        line
    }

    /// Where a client's column ends.
    fn end(&self, who: usize) -> usize {
        let next = self.starts.get(who + 1).copied();
        next.or(self.kernel).unwrap_or(self.server)
    }

    /// The clients that have columns of their own.
    fn cast(&self) -> impl Iterator<Item = &str> {
        let cast = self.recording.cast.iter().filter(|_| !self.shares);
        cast.map(String::as_str)
    }

    fn line(&self, number: usize, row: &Row, paint: Paint) -> String {
        let number = format!("{number:>3}");
        let gap = " ".repeat(NUMBER.saturating_sub(number.len()).max(1));
        let number = paint.apply(Tone::Dim, &number) + &gap;
        let middle = row.middle.as_deref().zip(self.kernel);
        let end = middle.map_or(self.server, |(_, kernel)| kernel);
        let left = match &row.left {
            Some(cell) => self.cell(cell, end, paint),
            None => " ".repeat(end - NUMBER),
        };
        let middle = middle.map(|(words, start)| self.moment(words, start, row.right.is_some()));
        format!("{number}{left}{}{}", middle.unwrap_or_default(), self.call(row, paint))
    }

    /// What the kernel does, and an arrow to the call that returns for it.
    fn moment(&self, words: &str, start: usize, has_call: bool) -> String {
        let room = self.server - start - ARROW;
        let words = if self.shares && has_call { cut(words, room) } else { words.to_owned() };
        let length = (self.server - start).saturating_sub(words.chars().count());
        if has_call { format!("{words} {}▶ ", "─".repeat(length - 3)) } else { words }
    }

    /// A client's words, and an arrow that runs across all columns before `end`.
    fn cell(&self, cell: &Cell, end: usize, paint: Paint) -> String {
        let start = self.starts.get(cell.who).copied().unwrap_or(NUMBER);
        let words = if self.shares { self.named(cell) } else { cell.words.within(self.most) };
        let length = end - start - words.chars().count();
        let line = |length: usize| "─".repeat(length);
        let arrow = match cell.arrow {
            Arrow::ToServer => format!(" {}▶ ", line(length - 3)),
            Arrow::ToClient => format!(" ◀{} ", line(length - 3)),
            Arrow::None => " ".repeat(length),
        };
        let text = paint.apply(Tone::Client(cell.who), &(words + &arrow));
        " ".repeat(start - NUMBER) + &text
    }

    /// The width of a task's label, and the space after it.
    fn label(&self) -> usize {
        if self.labels.are_needed() { self.labels.width() + 2 } else { 0 }
    }

    fn call(&self, row: &Row, paint: Paint) -> String {
        let Some(Said { by, words, .. }) = &row.right else { return String::new() };
        let label = format!("{:<width$}", self.labels.of_task(*by), width = self.label());
        let label = if self.labels.are_needed() { label } else { String::new() };
        paint.apply(Tone::Bold, &label)
            + &paint.apply(row.mood.tone(), &cut(words.trim_end(), self.room))
    }

    /// The line of code that made the call, and the gap before it.
    fn code(&self, index: usize, row: &Row, paint: Paint) -> String {
        let used = self.server + self.label() + self.room;
        let Some(line) = self.lines.write(index, self.width.saturating_sub(used), paint) else {
            return String::new();
        };
        let gap = self.room - row.width().unwrap_or(0).min(self.room);
        " ".repeat(gap) + &line
    }
}

/// The width of the longest call.
fn widest(rows: &[Row]) -> usize {
    rows.iter().filter_map(Row::width).max().unwrap_or(0)
}

/// Rows from `first` on that are told in one, across all columns.
fn folded_line(first: usize, folded: &Folded, paint: Paint) -> String {
    let numbers = format!("{first}-{}", first + folded.rows - 1);
    let line = format!("{numbers:>3}  {}", folded.words);
    paint.apply(Tone::Dim, &cut(&line, WIDTH))
}
