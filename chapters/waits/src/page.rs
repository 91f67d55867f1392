//! `--html`: what was played, as one page that stands alone, for a browser.

use std::{fs, io, path::Path};

use guide::{
    Failure, Played, Script, Target,
    html::{Scene, page},
    line_to_show,
};

use crate::{
    arguments::Manner,
    trace::{NO_LINES, allowed, ended, name, played},
};

/// The workspace, where this program was built.
const WORKSPACE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

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
    let names: Vec<String> = targets.iter().map(name).collect();
    let scenes: Vec<_> =
        (1..).zip(&all).map(|(at, shown)| scene(at, shown, script, manner)).collect();
    let text = page(&names.join(" and "), &scenes, &line_to_show, &source);
    fs::write(file, text).map_err(|error| unwritten(file, &error))?;
    all.into_iter().try_for_each(|(_, played)| ended(played))
}

fn scene<'played>(
    at: usize,
    (target, played): &'played (&Target, Played),
    script: &'played Script,
    manner: Manner,
) -> Scene<'played> {
    let recording = &played.recording;
    let lacks = manner.detail.lines && recording.traced && recording.chains.is_empty();
    Scene {
        name: format!("scene-{at}"),
        server: name(target),
        title: script.title,
        recording,
        setup: manner.setup,
        remark: lacks.then(|| NO_LINES.to_owned()),
    }
}

/// The text of a file: the server was built here, or is a model of the book.
fn source(file: &str) -> Option<String> {
    let here = fs::read_to_string(file);
    here.or_else(|_| fs::read_to_string(Path::new(WORKSPACE).join(file))).ok()
}

fn unwritten(file: &Path, error: &io::Error) -> Failure {
    let sentence = format!("The page can't be written to {}: {error}.", file.display());
    Failure::Io(io::Error::new(error.kind(), sentence))
}
