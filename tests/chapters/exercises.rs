//! Exercises: each solution passes, and each stub fails with a hint, as a newcomer sees it.
//!
//! A reader that works on one must not be told that the book is broken: what depends on the stubs is
//! looked at only where they are as they came.

use std::{path::Path, process::Command};

use guide::{Author, Chapter, Exercise};
use libtest_mimic::{Failed, Trial};

use crate::{
    CHAPTERS, matches_snapshot, nothing_may_be_skipped,
    passing::passes,
    program::{program, report},
    root,
    scenes::lack,
};

pub(crate) fn trials() -> Vec<Trial> {
    let chapters = CHAPTERS.iter().filter(|chapter| !chapter.exercises.is_empty());
    let trials = chapters.filter(|chapter| lack(chapter).is_none()).flat_map(of);
    trials.chain([files()]).collect()
}

/// A file that is not there is untouched for ever: git would say so, and the reader's is another.
fn files() -> Trial {
    passes("exercise::each_file_is_there", || {
        for chapter in CHAPTERS {
            for (index, exercise) in chapter.exercises.iter().enumerate() {
                let stem = format!("e{}_{}.rs", index + 1, exercise.name.replace('-', "_"));
                let (file, solution) = (Path::new(exercise.file), exercise.solution_file());
                assert_eq!(file.file_name().unwrap(), stem.as_str(), "{}", exercise.file);
                assert!(root().join(file).is_file(), "{}: no such file", exercise.file);
                assert!(root().join(&solution).is_file(), "{solution}: no such file");
            }
        }
    })
}

fn of(chapter: &'static Chapter) -> Vec<Trial> {
    let solutions = chapter.exercises.iter().map(|exercise| solution(chapter.number, exercise));
    solutions.chain([as_it_comes(chapter)]).collect()
}

fn as_it_comes(chapter: &'static Chapter) -> Trial {
    let number = chapter.number;
    Trial::test(format!("exercise::{number}-as-it-comes"), move || {
        if nothing_may_be_skipped() || are_untouched(chapter) {
            return fails(number);
        }
        println!("skipped: the stubs of chapter {number} (they are being worked on)");
        Ok(())
    })
}

fn solution(number: u32, exercise: &'static Exercise) -> Trial {
    let name = format!("exercise::{number}-{}::solution_passes", exercise.name);
    Trial::test(name, move || {
        let examined = exercise.examine(number, Author::Book).unwrap();
        examined.flaw.map_or(Ok(()), |flaw| Err(format!("{flaw:#?}").into()))
    })
}

/// A hint is not shown before it is asked for.
fn are_not_shown(hints: &str, text: &str) {
    for hint in hints.split("\n\n").skip(1).filter_map(|exercise| exercise.split_once('\n')) {
        assert!(!text.contains(hint.1.trim()), "it is shown before it is asked for: {hint:?}");
    }
}

fn fails(number: u32) -> Result<(), Failed> {
    let output = |word| program(&format!("chapter-{number}")).arg(word).output().unwrap();
    let text = report(&output("exercise"));
    if !text.contains("\n0 of ") {
        return Err(
            "an exercise passes: well done. In the book's repository, its stub must fail".into()
        );
    }
    matches_snapshot(&format!("{number}-exercise"), &text);
    let hints = report(&output("hint"));
    are_not_shown(&hints, &text);
    matches_snapshot(&format!("{number}-hint"), &hints);
    Ok(())
}

/// Whether the stubs are those of the repository. Git knows; without it, nobody does.
fn are_untouched(chapter: &Chapter) -> bool {
    let files = chapter.exercises.iter().map(|exercise| exercise.file);
    let mut git = Command::new("git");
    git.args(["diff", "--quiet", "HEAD", "--"]).args(files).current_dir(root());
    git.output().is_ok_and(|output| output.status.success())
}
