//! A line with a terminal's colours, as HTML.

use crate::html::escape;

/// The columns of a row's number.
const NUMBER: usize = 5;

/// A piece of a line, with the code of its colour.
type Piece<'text> = (Option<&'text str>, String);

/// The line with a tag for each colour; the number of a row has one of its own.
pub(super) fn coloured(line: &str, is_row: bool) -> String {
    let mut pieces = pieces(line);
    let number = if is_row { take(&mut pieces) } else { String::new() };
    let rest: String = pieces.iter().map(|(code, text)| tagged(*code, text)).collect();
    if is_row { format!("<span class=\"row\">{}</span>{rest}", escape(&number)) } else { rest }
}

fn pieces(line: &str) -> Vec<Piece<'_>> {
    let mut parts = line.split("\x1b[");
    let plain = parts.next().unwrap_or_default();
    let piece = |part| {
        let (code, text): (&str, &str) = str::split_once(part, 'm').unwrap_or_default();
        ((code != "0").then_some(code), text.to_owned())
    };
    [(None, plain.to_owned())].into_iter().chain(parts.map(piece)).collect()
}

/// Takes the number off the front.
fn take(pieces: &mut [Piece<'_>]) -> String {
    let mut number = String::new();
    for (_, text) in pieces {
        let room = NUMBER - number.chars().count();
        let end = text.char_indices().nth(room).map_or(text.len(), |(end, _)| end);
        number.extend(text.drain(..end));
    }
    number
}

fn tagged(code: Option<&str>, text: &str) -> String {
    let text = escape(text);
    match code.map(class) {
        Some(class) if !text.is_empty() => format!("<span class=\"{class}\">{text}</span>"),
        _ => text,
    }
}

/// What a colour of [`crate::Paint`] says.
fn class(code: &str) -> &'static str {
    match code {
        "1" => "name",
        "31" => "fails",
        "36" => "client client-0",
        "33" => "client client-1",
        "35" => "client client-2",
        "32" => "client client-3",
        _ => "waits",
    }
}
