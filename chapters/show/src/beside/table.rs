//! The table of two recordings: of at most 100 columns, like a transcript.

use crate::{
    beside::{Beside, Sign},
    paint::{Paint, Tone},
    transcript::{
        WIDTH,
        pieces::{Piece, Side},
    },
    wrap::wrap,
};

/// A row's number, and the space beside it.
const NUMBER: usize = 4;

/// The sign, and the space on both sides.
const SIGN: usize = 3;

/// What the server and the kernel do stands below what made them do it.
const INDENT: usize = 2;

/// The words of one side.
const ROOM: usize = (WIDTH - 2 * NUMBER - SIGN) / 2;

/// Writes the table, with the names of both recordings above it.
#[must_use]
pub fn table(names: [&str; 2], rows: &[Beside], paint: Paint) -> String {
    let [left, right] = names.map(cut);
    let heading = format!("{:NUMBER$}{left:<ROOM$}   {right}", "");
    let lines = rows.iter().flat_map(|row| lines(row, paint)).map(|line| line + "\n");
    let table: String =
        [paint.apply(Tone::Bold, &heading) + "\n"].into_iter().chain(lines).collect();
    format!("{table}\n{}\n", summary(rows))
}

/// A name, if there is room for it, or else its end: of a path that is the file.
fn cut(name: &str) -> String {
    let length = name.chars().count();
    if length <= ROOM {
        return name.to_owned();
    }
    let end: String = name.chars().skip(length - ROOM + 1).collect();
    format!("…{end}")
}

fn lines(row: &Beside, paint: Paint) -> Vec<String> {
    let [left, right] = [&row.left, &row.right].map(|piece| Half::of(piece.as_ref()));
    let height = left.lines.len().max(right.lines.len());
    let lines = (0..height).map(|line| {
        let sign = if line == 0 { row.sign().letter() } else { ' ' };
        let [before, after] = [&left, &right].map(|half| half.number(line, paint));
        let [left, right] = [&left, &right].map(|half| half.text(line, paint));
        format!("{before} {left} {sign} {right} {after}").trim_end().to_owned()
    });
    lines.collect()
}

/// One side of a row, which may have several lines.
#[derive(Debug, Default)]
struct Half {
    number: String,
    tone: Option<Tone>,
    lines: Vec<String>,
}

impl Half {
    fn of(piece: Option<&Piece>) -> Self {
        let half = |piece: &Piece| {
            let (number, tone) = (piece.row.to_string(), Some(piece.tone));
            Self { number, tone, lines: words(piece) }
        };
        piece.map(half).unwrap_or_default()
    }

    fn number(&self, line: usize, paint: Paint) -> String {
        let number = if line == 0 { self.number.as_str() } else { "" };
        paint.apply(Tone::Dim, &format!("{number:>3}"))
    }

    fn text(&self, line: usize, paint: Paint) -> String {
        let text = self.lines.get(line).map_or("", String::as_str);
        paint.apply(self.tone.unwrap_or(Tone::Plain), &format!("{text:<ROOM$}"))
    }
}

/// The words of a piece, in as many lines as they take.
fn words(piece: &Piece) -> Vec<String> {
    let lines = wrap(&piece.text, ROOM - 2 * INDENT).into_iter().enumerate();
    lines.map(|(line, text)| indented(piece.side, line, &text)).collect()
}

/// What goes on in the next line stands a little further in.
fn indented(side: Side, line: usize, text: &str) -> String {
    let outer = if side == Side::Client { 0 } else { INDENT };
    let indent = outer + if line == 0 { 0 } else { INDENT };
    " ".repeat(indent) + &text.chars().take(ROOM - indent).collect::<String>()
}

/// How much of it is the same.
fn summary(rows: &[Beside]) -> String {
    let count = |sign| rows.iter().filter(|row| row.sign() == sign).count();
    let [same, differs] = [Sign::Same, Sign::Differs].map(count);
    let [left, right] = [Sign::Left, Sign::Right].map(count);
    if differs + left + right == 0 {
        return format!("All {same} rows are the same.");
    }
    format!(
        "Rows: {same} the same, {differs} different (|), {left} only left (<), {right} only right (>)."
    )
}
