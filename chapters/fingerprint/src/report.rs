//! What was seen of a server, for a reader.

use std::fmt;

use show::{Cells, columns, wrap};

use crate::{
    facts::{Facts, Kin},
    fingerprint::Fingerprint,
    model::Model,
    noticed::Notice,
    quote::Quote,
    way::Way,
};

/// No line is longer than this.
const WIDTH: usize = 100;

/// Of a row, more than this is cut off.
const ROW: usize = 56;

impl fmt::Display for Fingerprint {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.model.map_or("none of the book's models", Model::name);
        lines(out, &format!("{name}: {}.{}", manner(self), chapters(self.chapters)))?;
        rows(out, &self.rows)?;
        if let Some(remark) = remark(self) {
            lines(out, remark)?;
        }
        for notice in &self.noticed {
            lines(out, &noticed(notice))?;
        }
        if !self.sound.is_empty() {
            lines(out, &format!("Tried, and sound: {}.", self.sound.join("; ")))?;
        }
        if let Some(why) = &self.left_whole {
            lines(out, why)?;
        }
        let scenes = self.scenes.iter().map(|scene| scene.name()).collect::<Vec<_>>().join(", ");
        let cost = self.facts.calls;
        lines(out, &format!("A request costs {cost} calls. Played {}: {scenes}.", self.asked))
    }
}

fn lines(out: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    wrap(text, WIDTH).iter().try_for_each(|line| writeln!(out, "{line}"))
}

/// The rows, each with what it is quoted for.
fn rows(out: &mut fmt::Formatter<'_>, rows: &[Quote]) -> fmt::Result {
    let cells = rows.iter().map(|Quote { scene, row, text, why }| {
        let number = row.map_or("set-up".to_owned(), |row| row.to_string());
        vec![format!("  {} {number:>6}", scene.name()), cut(text), why.to_string()]
    });
    out.write_str(&columns(&cells.collect::<Vec<_>>(), Cells::Words))
}

fn cut(text: &str) -> String {
    if text.chars().count() <= ROW {
        return text.to_owned();
    }
    text.chars().take(ROW - 1).chain(['…']).collect()
}

fn noticed(Notice { what, quote }: &Notice) -> String {
    let sentence = what.sentence();
    let Some(Quote { scene, row, text, .. }) = quote else { return sentence.to_owned() };
    let place = row.map_or(String::new(), |row| format!(" {row}"));
    format!("{} ({}{place}: {}).", sentence.trim_end_matches('.'), scene.name(), cut(text))
}

fn chapters(numbers: &[u8]) -> String {
    let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    match numbers.as_slice() {
        [] => String::new(),
        [one] => format!(" See chapter {one}."),
        [rest @ .., last] => format!(" See chapters {} and {last}.", rest.join(", ")),
    }
}

/// How it waits, in a sentence without its full stop.
fn manner(seen: &Fingerprint) -> String {
    let facts = &seen.facts;
    let Facts { waits_in, answer, kin, .. } = facts;
    let many = match (kin, answer) {
        (Kin::First, _) => "one task waits for all its clients".to_owned(),
        (Kin::Threads, 1) => "a thread waits for many clients".to_owned(),
        (Kin::Threads, _) => "threads wait for many clients each".to_owned(),
        (Kin::Children, 1) => "a process waits for many clients".to_owned(),
        (Kin::Children, _) => "processes wait for many clients each".to_owned(),
    };
    let made = if facts.made_for_client { ", made when it comes" } else { "" };
    match seen.model {
        Some(Model::Blocking) => format!("one task serves one client at a time, in {waits_in}"),
        Some(Model::Threads) => {
            format!("each client has a thread{made}, which waits in {waits_in}")
        }
        Some(Model::Processes) => {
            format!("each client has a process{made}, which waits in {waits_in}")
        }
        Some(Model::Cores) => {
            format!("tasks wait for many clients each in {waits_in}, {}", trigger(facts))
        }
        Some(Model::Nonblocking) => "one task asks all its clients again and again".to_owned(),
        _ if facts.way == Way::Epoll => format!("{many} in {waits_in}, {}", trigger(facts)),
        _ => format!("{many} in {waits_in}"),
    }
}

const fn trigger(facts: &Facts) -> &'static str {
    if facts.edge { "edge-triggered" } else { "level-triggered" }
}

/// What can't be told from outside, or by what it was told after all.
fn remark(seen: &Fingerprint) -> Option<&'static str> {
    let facts = &seen.facts;
    Some(match seen.model? {
        Model::Epoll if facts.woken_by.is_some() => {
            "Other threads may wake it, so it may be written as a loop of callbacks (chapter 10) or as \
             tasks on an executor (11, 12): its calls are those of chapter 7."
        }
        Model::Epoll => {
            "A loop of callbacks (chapter 10) or tasks on an executor (11, 12) can make the same \
             calls: ours would show by a timer or a waker on the list, and none is there."
        }
        Model::Callbacks if facts.timer => {
            "The timer on the list tells it from chapter 7: a loop that keeps time for others."
        }
        Model::Callbacks => {
            "The looks that do not wait tell it from chapter 7: calls are due before the next wait."
        }
        Model::Executor => {
            "The waker tells it from chapters 7 and 10: a descriptor that other threads write to, \
             and that nobody reads."
        }
        _ => return None,
    })
}
