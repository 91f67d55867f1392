//! `waits fingerprint`: which model a server is, by what it does.

use std::io::Write;

use fingerprint::{Scene, fingerprint};
use guide::{Failure, Script, Target};

use crate::progress::Progress;

/// Plays a small repertoire, and says what was seen.
pub(crate) fn identify(
    script: Option<&Script>,
    json: bool,
    target: &Target,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let progress = Progress::of_stderr();
    let seen = fingerprint(target, script, |done, next| {
        progress.bar(done, Scene::ALL.len(), next);
    });
    progress.clear();
    let seen = seen.map_err(Failure::Scene)?;
    let written = if json { seen.write_json(out) } else { write!(out, "{seen}") };
    written.map_err(Failure::Io)
}
