//! A row of a transcript, as evidence.

use std::ptr;

use recording::{Call, Event};
use serde::Serialize;
use show::{Labels, Setup, Side, Words, pieces};

use crate::{scene::Scene, seen::Seen};

/// A call as `waits trace` shows it, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Quote {
    /// What it is quoted for; nothing, if the sentence beside it says that.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub why: &'static str,
    /// The scene that it happened in.
    pub scene: Scene,
    /// The number of its row; none if it is one of those by which the server sets itself up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<usize>,
    /// The row's words.
    pub text: String,
}

impl Quote {
    /// The row that tells this call of the scene.
    pub(crate) fn of(why: &'static str, seen: Seen<'_>, scene: Scene, call: &Call) -> Self {
        let words = words(seen, call);
        let rows = pieces(seen.recording, Setup::Folded).into_iter().rev();
        let mut rows =
            rows.filter(|piece| piece.side == Side::Server && tells(&piece.text, &words));
        // The first rows may be folded into one, so they are counted from the last.
        let row = rows.nth(later(seen, call)).map(|piece| piece.row);
        Self { why, scene, row, text: words.trim().to_owned() }
    }
}

/// How often the same call is told again after this one.
fn later(seen: Seen<'_>, call: &Call) -> usize {
    let calls = seen.recording.events.iter().rev().filter_map(|event| match event {
        Event::Call(call) => Some(call),
        _ => None,
    });
    calls.take_while(|other| !ptr::eq(*other, call)).filter(|other| *other == call).count()
}

/// The words for it, with the task that made it, if there are several.
fn words(seen: Seen<'_>, call: &Call) -> String {
    let (words, labels) = (Words::of(&seen.recording.cast), Labels::of(seen.recording));
    let outcome = match call.outcome.task() {
        Some(task) => labels.of_task(task).to_owned(),
        None => words.outcome(call),
    };
    let after = if call.has_returned() { format!("= {outcome}") } else { "… waits".to_owned() };
    let label = if labels.are_needed() { labels.of_task(call.by) } else { "" };
    let label = if label.is_empty() { String::new() } else { format!("{label}: ") };
    format!("{label}{} {after}", words.call(call))
}

/// Whether a row has these words, perhaps with a remark after them.
fn tells(row: &str, words: &str) -> bool {
    let rest = row.strip_prefix(words.trim_end());
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(" ("))
}
