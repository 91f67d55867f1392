//! Which line of code a reader is shown of a call: of all functions that were at work, the one that
//! a teacher would point at.

use std::path::{Component, Path};

use io_models::MODELS;
use recording::{Frame, Place};

/// The innermost function of a chapter or of a model: what these call does the same for all of
/// them. Without any, the innermost function of the server.
#[must_use]
pub fn line_to_show(frames: &[Frame]) -> Option<&Frame> {
    let taught = |frame: &&Frame| frame.place.as_ref().is_some_and(is_taught);
    frames.iter().find(taught).or_else(|| frames.first())
}

/// Whether a place is in what a page is about: `models/src/epoll.rs`, `chapters/*/src/s1_level.rs`,
/// and no package that all chapters share.
fn is_taught(place: &Place) -> bool {
    let path = Path::new(&place.file).with_extension("");
    let names: Vec<_> = path.components().filter_map(name).collect();
    match names[..] {
        ["models", "src", model] => MODELS.iter().any(|known| known.name == model),
        ["chapters", chapter, ..] => chapter.starts_with(|first: char| first.is_ascii_digit()),
        _ => false,
    }
}

fn name(component: Component<'_>) -> Option<&str> {
    component.as_os_str().to_str()
}

/// What a reader is told who has asked for lines, where no call has one.
#[must_use]
pub fn no_lines(chains: &[Vec<Frame>]) -> Option<&'static str> {
    let mut frames = chains.iter().flatten().peekable();
    if frames.peek().is_none() {
        return Some(NO_NAMES);
    }
    frames.all(|frame| frame.place.is_none()).then_some(ONLY_FUNCTIONS)
}

const NO_NAMES: &str = "(No lines: the server names neither lines nor functions. Build it with \
    debug information, `-g`.)";

const ONLY_FUNCTIONS: &str = "(No lines, but functions: the server has no debug information, `-g`. Of a \
    script in an interpreter, these are the interpreter's.)";
