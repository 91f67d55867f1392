//! `--html`: what was played, as one page that stands alone, for a browser. Two servers stand beside
//! each other there, row by row, and below that each for itself.

use std::{fs, path::Path};

use guide::{Failure, Played, Script, Target, html::Page, html::Scene, source, write_page};

use crate::{
    arguments::Manner,
    trace::{allowed, ended, no_lines, played},
};

/// Plays the script against each of these, and writes the page.
pub(crate) fn write(
    script: &Script,
    manner: Manner,
    targets: &[Target],
    file: &Path,
) -> Result<(), Failure> {
    let manner = allowed(manner);
    let all = targets.iter().map(|target| Ok((target, played(script, manner, target)?)));
    let all = all.collect::<Result<Vec<_>, Failure>>()?;
    let title = targets.iter().map(ToString::to_string).collect::<Vec<_>>().join(" and ");
    let scenes: Vec<_> =
        (1..).zip(&all).map(|(at, shown)| scene(at, shown, script, manner)).collect();
    write_page(file, Page { title: &title, scenes: &scenes, aligned: true }, &read)?;
    all.into_iter().try_for_each(|(_, played)| ended(played))
}

fn scene<'played>(
    at: usize,
    (target, played): &'played (&Target, Played),
    script: &'played Script,
    manner: Manner,
) -> Scene<'played> {
    let recording = &played.recording;
    Scene {
        name: format!("scene-{at}"),
        server: target.to_string(),
        title: script.title,
        recording,
        setup: manner.setup,
        remark: no_lines(manner, recording).map(str::to_owned),
    }
}

/// The text of a file: the server was built here, or is a model of the book.
fn read(file: &str) -> Option<String> {
    fs::read_to_string(file).ok().or_else(|| source(file))
}
