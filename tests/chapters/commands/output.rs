//! Where standard output is full (full(4)), or nobody reads it any more: a sentence, or none.

use std::{fs::File, io, process::Stdio};

use libtest_mimic::Trial;

use crate::program::{program, report};

/// A package, and something that it tells.
const TOLD: [(&str, &[&str]); 10] = [
    ("chapter-1", &["--help"]),
    ("chapter-1", &["1"]),
    ("chapter-13", &["--help"]),
    ("chapter-13", &["--list"]),
    ("chapter-13", &["report", "../book/measured/lab"]),
    ("chapter-14", &["measure", "--help"]),
    ("chapter-15", &["measure", "--help"]),
    ("waits", &["--help"]),
    ("waits", &["trace", "--", "epoll"]),
    ("waits", &["time", "--help"]),
];

pub(crate) fn trials() -> Vec<Trial> {
    TOLD.into_iter().map(|(package, words)| trial(package, words)).collect()
}

fn trial(package: &'static str, words: &'static [&'static str]) -> Trial {
    Trial::test(format!("command::untold::{package}-{}", words.join("-")), move || {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let said = "can't be written to: No space left on device (os error 28)\nexit status 1\n";
        let report = told(package, words, full.into());
        assert!(report.ends_with(said) && report.lines().count() == 2, "{report}");
        let (_, unread) = io::pipe().unwrap();
        let report = told(package, words, unread.into());
        assert!(report.lines().count() <= 1, "{report}");
        Ok(())
    })
}

fn told(package: &str, words: &[&str], to: Stdio) -> String {
    report(&program(package).args(words).stdout(to).output().unwrap())
}
