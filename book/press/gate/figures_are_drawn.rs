//! Rule: a figure is what its recording draws now, or its caption says that no recording did.

use std::fs;
use std::path::Path;

use super::{Book, Fault, Page};
use crate::figure::{FIGURES, FOLDER, Figure};

/// What a caption must say of a figure that no recording has drawn; the reason follows.
const BY_HAND: &str = "an idea, and no run: ";

const DRAW: &str = "draw it with `cargo run -p book -- figures`, and look at it";

/// The files of this book that are not what their recordings draw; those that nobody draws anew are
/// the pages' business.
pub(super) fn check_files(book: &Book) -> Vec<Fault> {
    let shown = |figure: &&Figure| {
        book.repository.join(figure.path()).exists()
            || figure.sources().iter().any(|source| book.repository.join(source).exists())
    };
    FIGURES.iter().filter(shown).filter_map(|figure| stale(book, figure)).collect()
}

fn stale(book: &Book, figure: &Figure) -> Option<Fault> {
    let path = figure.path();
    let fault = |what: String, way_out: &str| {
        let (file, way_out) = (path.display().to_string(), way_out.to_owned());
        Some(Fault { file, line: 1, what, way_out })
    };
    let drawn = match figure.draw(&book.repository) {
        Ok(drawn) => drawn,
        Err(why) => return fault(format!("it cannot be drawn: {why:#}"), "record the scene"),
    };
    match fs::read_to_string(book.repository.join(&path)) {
        Ok(stored) if stored == drawn => None,
        Ok(_) => fault("the figure is not what its recording draws".to_owned(), DRAW),
        Err(_) => fault("the figure is not drawn".to_owned(), DRAW),
    }
}

/// What a page includes from the folder of the figures.
pub(super) fn check(book: &Book, page: &Page) -> Vec<Fault> {
    let folder = book.repository.join(FOLDER);
    let by_hand = page.includes().into_iter().filter(|include| {
        let path = page.folder(&book.source()).join(&include.path);
        path.starts_with(&folder) && !is_drawn(&path)
    });
    let lines: Vec<&str> = page.text.lines().collect();
    by_hand
        .filter(|include| !caption(&lines, include.line).contains(BY_HAND))
        .map(|include| {
            let what = "a figure that no recording draws does not say so".to_owned();
            let way_out = format!(
                "draw it from one, or let its caption say that it shows “{BY_HAND}” and why"
            );
            page.fault(include.line, what, &way_out)
        })
        .collect()
}

fn is_drawn(path: &Path) -> bool {
    FIGURES.iter().any(|figure| path.ends_with(figure.path()))
}

/// The text from a line to the end of its figure.
fn caption(lines: &[&str], from: usize) -> String {
    let after = lines.iter().skip(from);
    after.take_while(|line| !line.contains("</figure>")).copied().collect::<Vec<_>>().join(" ")
}
