//! Rule: a scene that begins as the one above it is shown from where it differs.
//!
//! `<!-- from row 15 -->` on the line before the block leaves the rows before out, and the press
//! puts one line in their place. They must stand in the transcript above. `<!-- from row 1 -->`
//! shows all of them on purpose.

use std::fs;

use super::{Book, Fault, Include, Page};
use crate::transcript::{Row, columns};
use crate::twice::{MARK, mark};

/// So many equal rows are not shown twice.
const MANY: usize = 10;

/// The first number of a row, in whose column it begins, and its words.
type Told = (usize, String, String);

/// A transcript of a page.
struct Scene {
    line: usize,
    rows: Vec<Told>,
    /// The row that it is shown from, if the page says so.
    from: Option<usize>,
}

pub(super) fn check(book: &Book, page: &Page) -> Vec<Fault> {
    let includes = page.includes();
    let scenes: Vec<_> = includes.iter().filter_map(|include| scene(book, page, include)).collect();
    let above = [None].into_iter().chain(scenes.iter().map(Some));
    let faults = scenes.iter().zip(above).filter_map(|(scene, above)| fault(page, scene, above));
    faults.chain(stray(page, &scenes)).collect()
}

fn scene(book: &Book, page: &Page, include: &Include) -> Option<Scene> {
    let path = page.folder(&book.source()).join(&include.path);
    let is_snapshot = path.extension().is_some_and(|extension| extension == "snap");
    let text = is_snapshot.then(|| fs::read_to_string(path).ok()).flatten()?;
    let (line, from) = (include.line, page.from_row(include.line));
    let rows = told(&text).filter(|rows| !rows.is_empty())?;
    Some(Scene { line, rows, from })
}

/// The rows below a snapshot's header, a title and a heading; else it is no transcript.
fn told(text: &str) -> Option<Vec<Told>> {
    let mut lines = text.lines().skip(4);
    let columns = columns(lines.next()?)?;
    let rows = lines.filter_map(Row::read);
    let told = |row: Row<'_>| (*row.numbers.start(), row.whose(&columns).to_owned(), row.words());
    Some(rows.map(told).collect())
}

fn fault(page: &Page, scene: &Scene, above: Option<&Scene>) -> Option<Fault> {
    let none = Vec::new();
    let before = above.map_or(&none, |above| &above.rows);
    let equal = scene.rows.iter().zip(before).take_while(|(row, other)| row == other).count();
    let differs = scene.rows.get(equal).map_or(0, |(number, ..)| *number);
    let Some(from) = scene.from else {
        let what = format!("the transcript begins with {equal} rows of the one above");
        let way_out = format!("write `<!-- from row {differs} -->` (or 1) above its block");
        return (equal >= MANY).then(|| page.fault(scene.line, what, &way_out));
    };
    let index = scene.rows.iter().position(|(number, ..)| *number == from);
    let what = match index {
        None => format!("there is no row {from} to begin with"),
        Some(index) if index > equal => format!("row {differs} is not in the transcript above"),
        Some(_) => return None,
    };
    Some(page.fault(scene.line, what, "correct the number in `<!-- from row -->`"))
}

/// A mark must stand directly above the block that it is about.
fn stray(page: &Page, scenes: &[Scene]) -> Option<Fault> {
    let marks = (1..).zip(page.text.lines()).filter(|(_, line)| line.contains(MARK));
    let is_stray = |line: usize| !scenes.iter().any(|scene| scene.line == line + 2);
    let (line, text) =
        marks.into_iter().find(|(line, text)| is_stray(*line) || mark(text).is_none())?;
    let what = format!("`{}` stands above no transcript", text.trim());
    Some(page.fault(line, what, "put it on the line before the block"))
}
