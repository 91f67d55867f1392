//! Rule: nobody is left alone with an exercise: the program checks it, or its answer is folded
//! below it.

use super::{Book, Fault, Page};

pub(super) fn check(_: &Book, page: &Page) -> Vec<Fault> {
    if !page.is_chapter() {
        return vec![];
    }
    let without = exercises(&page.text).filter(|exercise| !exercise.is_answered());
    without.map(|exercise| fault(page, exercise.line)).collect()
}

fn fault(page: &Page, line: usize) -> Fault {
    let what = "nothing says what comes of this exercise".to_owned();
    page.fault(line, what, "fold its answer below it, in `<details class=\"answer\">`")
}

/// A numbered exercise: the line of its number, and its text.
struct Exercise {
    line: usize,
    text: String,
}

impl Exercise {
    fn is_answered(&self) -> bool {
        self.text.contains("-- exercise") || self.answer().is_some_and(|text| !text.is_empty())
    }

    /// What is folded, without its summary.
    fn answer(&self) -> Option<&str> {
        let (_, folded) = self.text.split_once("<details class=\"answer\">")?;
        let (folded, _) = folded.split_once("</details>")?;
        Some(folded.split_once("</summary>").map_or(folded, |(_, answer)| answer).trim())
    }
}

/// The items of the numbered lists in the section `## Exercises`. What stands between two of them
/// belongs to the first.
fn exercises(text: &str) -> impl Iterator<Item = Exercise> {
    let mut exercises = Vec::<Exercise>::new();
    let mut is_inside = false;
    for (index, line) in text.lines().enumerate() {
        if line.starts_with("## ") {
            is_inside = line.trim_end() == "## Exercises";
        }
        if is_inside && is_numbered(line) {
            exercises.push(Exercise { line: index + 1, text: String::new() });
        }
        if is_inside && let Some(exercise) = exercises.last_mut() {
            exercise.text += line;
            exercise.text.push('\n');
        }
    }
    exercises.into_iter()
}

/// Whether a line begins an item, as `1. ` does.
fn is_numbered(line: &str) -> bool {
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    digits > 0 && line[digits..].starts_with(". ")
}
