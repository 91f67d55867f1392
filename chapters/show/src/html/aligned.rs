//! Two transcripts beside each other, row by row, as a table of a web page. It says in letters, and
//! not in colours alone, which rows differ, and can be read without a script.

use std::fmt::Write;

use crate::{
    beside::{Beside, Sign},
    html::escape,
    transcript::pieces::Piece,
};

/// One side of a row: its number, as HTML, and its words.
pub type Half = (String, String);

/// The table, with the names of both above it.
#[must_use]
pub fn table(names: [&str; 2], rows: &[(Sign, [Option<Half>; 2])]) -> String {
    let [one, other] = names.map(escape);
    let label = format!("{one} beside {other}");
    let rows: String = rows.iter().map(|(sign, halves)| row(*sign, halves)).collect();
    format!(
        "<div class=\"table-wrapper\" tabindex=\"0\" role=\"group\" aria-label=\"{label}\">\
         <table class=\"beside\">\n<thead><tr><th scope=\"col\">Row</th><th scope=\"col\">{one}</th>\
         <th scope=\"col\">Differs</th><th scope=\"col\">{other}</th><th scope=\"col\">Row</th></tr></thead>\n\
         <tbody>\n{rows}</tbody>\n</table></div>"
    )
}

fn row(sign: Sign, halves: &[Option<Half>; 2]) -> String {
    let (class, said) = match sign {
        Sign::Same => ("same", ""),
        Sign::Differs => ("differs", "differs"),
        Sign::Left => ("only-left", "only left"),
        Sign::Right => ("only-right", "only right"),
    };
    let number = |half: &Option<Half>| half.clone().map_or_else(String::new, |(row, _)| row);
    let words = |half: &Option<Half>| {
        half.as_ref().map_or(String::new(), |(_, words)| format!("<code>{}</code>", escape(words)))
    };
    let ([first, last], [one, other]) =
        (halves.each_ref().map(number), halves.each_ref().map(words));
    let mut html = String::new();
    writeln!(
        html,
        "<tr class=\"{class}\"><td>{first}</td><td>{one}</td><td>{said}</td><td>{other}</td><td>{last}</td></tr>"
    )
    .expect("a string takes all");
    html
}

/// The table of two recordings, whose numbers lead to the rows of the figures with these ids.
pub(super) fn linked(names: [&str; 2], ids: [&str; 2], rows: &[Beside]) -> String {
    let half = |piece: &Option<Piece>, id: &str| {
        piece.as_ref().map(|piece| (link(id, piece.row), piece.text.clone()))
    };
    let rows: Vec<_> = rows
        .iter()
        .map(|row| (row.sign(), [half(&row.left, ids[0]), half(&row.right, ids[1])]))
        .collect();
    table(names, &rows)
}

/// A row's number, which lights it up.
fn link(id: &str, row: usize) -> String {
    let id = escape(id);
    format!("<a class=\"row-link\" href=\"#{id}-row-{row}\" data-rows=\"{row}\">{row}</a>")
}
