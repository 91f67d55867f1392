//! Was there a copy? What chapter 14 says of each way is held against the kernel's own word, and
//! against what is heard where the source has changed after the send.

use guide::{
    Fault, Step, Target, ordeal, play,
    recording::{Deed, Event, Outcome, Recording, Subject},
};
use libtest_mimic::{Failed, Trial};

use crate::scenes::lack;

/// A step's scene, and what has to be true of it.
type Case = (&'static str, usize, fn(&Recording) -> bool);

const CASES: &[Case] = &[
    ("copied", 0, |scene| heard(scene, "old\n") && words(scene).is_empty()),
    ("asked", 0, |scene| heard(scene, "old\n") && words(scene) == [true]),
    ("sendfile", 0, |scene| heard(scene, "new\n") && !reads(scene, is_file)),
    ("splice", 0, |scene| heard(scene, "new\n") && !reads(scene, |_| true)),
    ("mapped", 0, |scene| mapped(scene) == [(0, 5008)]),
    ("mapped", 1, |scene| mapped(scene) == [(4096, 912), (0, 912)]),
    ("ring", 0, |scene| heard(scene, "old\n") && words(scene) == [true]),
];

pub(crate) fn trials() -> Vec<Trial> {
    let chapter = &chapter_14::CHAPTER;
    if lack(chapter).is_some() {
        return Vec::new();
    }
    let verdicts = CASES.iter().map(|(name, scene, holds)| {
        Trial::test(format!("copies::{name}-{}", scene + 1), || fits(name, *scene, *holds))
    });
    let torture = chapter
        .steps
        .iter()
        .filter(|step| step.name != "moved")
        .map(|step| Trial::test(format!("copies::torture-{}", step.name), || bears_all(step)));
    verdicts.chain(torture).collect()
}

/// Whether a scene of a step is what it must be.
fn fits(name: &str, scene: usize, holds: fn(&Recording) -> bool) -> Result<(), Failed> {
    let chapter = &chapter_14::CHAPTER;
    let step = chapter.steps.iter().find(|step| step.name == name);
    let step = step.ok_or("the chapter has no such step")?;
    let target = Target::Known(chapter.server_name(step));
    let played = play(&target, &step.scripts[scene], Fault::None)?;
    let fits = played.trouble.is_none() && holds(&played.recording);
    if fits { Ok(()) } else { Err(format!("{:#?}", played.recording.events).into()) }
}

/// What the kernel moves may be short, and may fail, as what a program copies may.
fn bears_all(step: &Step) -> Result<(), Failed> {
    let target = Target::Known(chapter_14::CHAPTER.server_name(step));
    let report = ordeal(&target, &step.scripts[0], |_, _| ())?;
    assert!(report.faults > 2, "the server was spared: {} faults", report.faults);
    let mut findings = report.findings;
    // What ends a connection of a relay ends the other one too.
    findings.retain(|finding| step.name != "splice" || !is_an_end(finding.fault));
    assert!(findings.is_empty(), "{findings:#?}");
    Ok(())
}

/// Whether this is the first that Bob hears.
fn heard(scene: &Recording, text: &str) -> bool {
    let mut deeds = scene.events.iter().filter_map(|event| match event {
        Event::Client { deed: Deed::Hears(bytes), .. } => Some(bytes.as_slice()),
        _ => None,
    });
    deeds.next() == Some(text.as_bytes())
}

/// What the kernel has said of the memory of sends: whether it was copied.
fn words(scene: &Recording) -> Vec<bool> {
    let said = scene.returned().filter_map(|call| match call.outcome {
        Outcome::Released { copied } => Some(copied),
        _ => None,
    });
    said.collect()
}

/// What was mapped, and what was left.
fn mapped(scene: &Recording) -> Vec<(usize, usize)> {
    let said = scene.returned().filter_map(|call| match call.outcome {
        Outcome::Mapped { bytes, left } => Some((bytes, left)),
        _ => None,
    });
    said.collect()
}

/// Whether a call has brought bytes of such a thing into memory.
fn reads(scene: &Recording, is_such: fn(Subject) -> bool) -> bool {
    scene.returned().any(|call| call.kind.takes() && call.subject.is_some_and(is_such))
}

fn is_file(subject: Subject) -> bool {
    subject == Subject::File
}

fn is_an_end(fault: Fault) -> bool {
    matches!(fault, Fault::Fail { errno: libc::ECONNRESET | libc::ENOMEM, .. })
}
