//! What the pages light up beside a row: the lines of code that were at work in its call, and, if it
//! waits, the row in which it returns.
//!
//! Numbers of lines move with the code, so a line is named by its text, and by which of the equal
//! lines of its file it is. The book's press reads what is written here.

use std::fs;

use guide::{
    Cause, Recording, Setup, causes,
    recording::{Frame, Place},
};

use crate::root;

/// What lets a server of the book start in a process of its own; and the core, which is compiled with
/// optimization, so that some of its frames are not there.
const LEFT_OUT: [&str; 3] = ["chapters/play/", "core/", "tests/"];

/// The trail of a scene, as it is stored in `tests/lines`.
pub(crate) fn trail(recording: &Recording, setup: Setup) -> String {
    let causes = causes(recording, setup);
    let mut chains: Vec<(String, Vec<usize>)> = Vec::new();
    for cause in causes.iter().filter(|cause| !cause.frames.is_empty()) {
        let chain = chain(cause.frames);
        match chains.iter_mut().find(|(known, _)| *known == chain) {
            Some((_, rows)) => rows.push(cause.row),
            None => chains.push((chain, vec![cause.row])),
        }
    }
    let chains = chains.iter().filter(|(chain, _)| !chain.is_empty()).map(with_rows);
    chains.chain(causes.iter().filter_map(returns)).collect()
}

fn with_rows((chain, rows): &(String, Vec<usize>)) -> String {
    let rows: Vec<String> = rows.iter().map(ToString::to_string).collect();
    format!("rows {}\n{chain}", rows.join(" "))
}

fn returns(cause: &Cause<'_>) -> Option<String> {
    Some(format!("row {} returns in {}\n", cause.row, cause.returns?))
}

/// The lines of this workspace, the innermost first, without those that are left out.
fn chain(frames: &[Frame]) -> String {
    let places = frames.iter().filter_map(|frame| frame.place.as_ref());
    let is_ours = |place: &&Place| !LEFT_OUT.iter().any(|folder| place.file.starts_with(folder));
    places.filter(is_ours).filter_map(line).collect()
}

fn line(place: &Place) -> Option<String> {
    let text = fs::read_to_string(root().join(&place.file)).ok()?;
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let last = usize::try_from(place.line).ok()?;
    let own = *lines.get(last.checked_sub(1)?)?;
    let which = lines[..last].iter().filter(|line| **line == own).count();
    Some(format!("  {} {which} {own}\n", place.file))
}
