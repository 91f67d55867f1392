//! The rows of a transcript, taken apart: what a client does, what the kernel does, what the server
//! does, each for itself. So two recordings can be compared piece by piece.

use crate::{
    paint::Tone,
    transcript::{
        labels::Labels,
        row::{Arrow, Cell, Mood, Row, Said},
    },
};

/// Of a client's text, more than this stands in no piece.
const TEXT: usize = 28;

/// Something that happened, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The number of its row in the transcript.
    pub row: usize,
    /// Whose it is.
    pub side: Side,
    /// What happened.
    pub text: String,
    pub(crate) tone: Tone,
}

/// Whose a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// A client's.
    Client,
    /// The kernel's, between the two.
    Kernel,
    /// The server's.
    Server,
}

/// Takes rows apart, in the order in which things happened.
pub(crate) fn pieces(rows: &[Row], labels: &Labels, cast: &[String]) -> Vec<Piece> {
    let (mut pieces, mut number) = (Vec::new(), 1);
    for row in rows {
        pieces.extend(of_row(number, row, labels, cast).into_iter().flatten());
        number += row.count();
    }
    pieces
}

fn of_row(number: usize, row: &Row, labels: &Labels, cast: &[String]) -> [Option<Piece>; 4] {
    let left = row.left.as_ref().map(|cell| client(number, cell, cast));
    let middle = row.middle.as_deref();
    let middle = middle.map(|text| piece(number, Side::Kernel, text, Tone::Plain));
    let folded = row.folded.as_ref();
    let folded = folded.map(|all| piece(number, Side::Server, &all.words, Tone::Dim));
    let right = row.right.as_ref().map(|said| server(number, said, row.mood, labels));
    // What reaches a client is drawn beside the call that has sent it.
    match &row.left {
        Some(cell) if cell.arrow == Arrow::ToClient => [middle, folded, right, left],
        _ => [left, middle, folded, right],
    }
}

fn piece(row: usize, side: Side, text: &str, tone: Tone) -> Piece {
    Piece { row, side, text: text.trim_end().to_owned(), tone }
}

fn client(row: usize, cell: &Cell, cast: &[String]) -> Piece {
    let who = cast.get(cell.who).map_or("", String::as_str);
    let words = cell.words.within(TEXT);
    let text = match cell.arrow {
        Arrow::ToServer => format!("{who}: {words} ──▶"),
        Arrow::ToClient => format!("{who}: {words} ◀──"),
        Arrow::None => format!("{who}: {words}"),
    };
    piece(row, Side::Client, &text, Tone::Client(cell.who))
}

fn server(row: usize, said: &Said, mood: Mood, labels: &Labels) -> Piece {
    let label = labels.of_task(said.by);
    let label = if labels.are_needed() { format!("{label}: ") } else { String::new() };
    piece(row, Side::Server, &(label + &said.words), mood.tone())
}
