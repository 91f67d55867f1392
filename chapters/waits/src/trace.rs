//! `waits trace`: a script is played once, and what happened is shown; of two servers, beside each
//! other.

use std::io::Write;

use guide::{
    Detail, Failure, Paint, Played, Recording, Script, Target, beside, line_to_show, permitted,
    play_in_detail,
    recording::json::{Document, Scene},
    remark, transcript_with_lines,
};

use crate::arguments::Manner;

/// Shows a server.
pub(crate) fn trace(
    script: &Script,
    manner: Manner,
    target: &Target,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let manner = allowed(manner);
    let played = played(script, manner, target)?;
    if manner.json {
        document(script, &[(target, &played)]).write(out)?;
    } else {
        show(script, manner, &played, out)?;
    }
    ended(played)
}

/// Shows two servers beside each other.
pub(crate) fn against(
    script: &Script,
    manner: Manner,
    targets: &[Target; 2],
    out: &mut impl Write,
) -> Result<(), Failure> {
    let manner = allowed(manner);
    let [one, other] = targets;
    let (left, right) = (played(script, manner, one)?, played(script, manner, other)?);
    if manner.json {
        document(script, &[(one, &left), (other, &right)]).write(out)?;
    } else {
        let rows = beside::beside(&left.recording, &right.recording, manner.setup);
        let names = [one, other].map(ToString::to_string);
        let table = beside::table(names.each_ref().map(String::as_str), &rows, Paint::of_stdout());
        write!(out, "{}\n{table}", script.title)?;
    }
    ended(left).and_then(|()| ended(right))
}

/// As much of it as the kernel permits. A program may leave out what it does not want.
pub(crate) fn allowed(manner: Manner) -> Manner {
    let detail = permitted(manner.detail);
    Manner { detail: Detail { kernel: detail.kernel || manner.json, ..detail }, ..manner }
}

pub(crate) fn played(script: &Script, manner: Manner, target: &Target) -> Result<Played, Failure> {
    let played = play_in_detail(target, script, manner.fault, manner.detail);
    let played = played.map_err(Failure::Scene)?;
    if let Some(Err(why)) = &played.tracepoints {
        remark(why);
    }
    played.left_whole.iter().for_each(remark);
    Ok(played)
}

fn show(
    script: &Script,
    manner: Manner,
    played: &Played,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let (recording, paint) = (&played.recording, Paint::of_stdout());
    let text = transcript_with_lines(recording, manner.setup, paint, &line_to_show);
    write!(out, "{}\n{text}", script.title)?;
    if let Some(remark) = no_lines(manner, recording) {
        writeln!(out, "{remark}")?;
    }
    Ok(())
}

/// What a reader is told who has asked for lines where there are none.
pub(crate) fn no_lines(manner: Manner, recording: &Recording) -> Option<&'static str> {
    let is_asked = manner.detail.lines && recording.traced;
    is_asked.then(|| guide::no_lines(&recording.chains)).flatten()
}

/// What was played, for a program: a scene for each server.
fn document(script: &Script, all: &[(&Target, &Played)]) -> Document {
    let scenes = (1..).zip(all).map(|(step, (target, played))| Scene {
        step,
        name: target.to_string(),
        title: script.title.to_owned(),
        recording: played.recording.clone(),
        asides: Vec::new(),
    });
    let names = all.iter().map(|(target, _)| target.to_string()).collect::<Vec<_>>();
    Document::of_server(&names.join(", "), scenes.collect())
}

/// What was shown is shown, also of a scene that did not go as its script says.
pub(crate) fn ended(played: Played) -> Result<(), Failure> {
    played.trouble.map_or(Ok(()), |trouble| Err(Failure::Scene(trouble)))
}
