//! The table of errors says nothing that its manual pages do not have.

use std::{collections::HashMap, env, process::Command};

use nix::errno::Errno;
use socket_core::net::ERRORS;

/// Each row names the pages that have its error, as `name(section)` before a colon.
#[test]
fn each_row_is_on_the_pages_that_it_names() {
    let mut pages = HashMap::new();
    for (error, _, why) in ERRORS {
        let name = format!("{:?}", Errno::from_raw(error.raw_os_error()));
        for page in why.split("; ").flat_map(named) {
            let text = pages.entry(page).or_insert_with(|| text(page));
            let Some(text) = text else { return skipped(page) };
            assert!(has(text, &name), "{name} is not on the page {page}: {why}");
        }
    }
    assert!(pages.len() > 10, "the pages were looked for: {:?}", pages.keys());
}

/// The pages that a sentence names before its colon.
fn named(sentence: &str) -> impl Iterator<Item = &str> {
    let (pages, _) = sentence.split_once(": ").expect("a page, a colon, what it says");
    pages.split(", ")
}

fn text(page: &str) -> Option<String> {
    let (name, section) = page.strip_suffix(')')?.split_once('(')?;
    // Wide, so that no word is hyphenated.
    let wide = [("MANWIDTH", "1000"), ("MAN_KEEP_FORMATTING", ""), ("LC_ALL", "C")];
    let shown = Command::new("man").envs(wide).args(["-P", "cat", section, name]).output().ok()?;
    shown.status.success().then(|| String::from_utf8_lossy(&shown.stdout).into_owned())
}

fn has(text: &str, word: &str) -> bool {
    text.split(|letter: char| !letter.is_ascii_alphanumeric()).any(|found| found == word)
}

#[expect(clippy::print_stderr, reason = "a test says why it skips")]
fn skipped(page: &str) {
    let why = format!("skipped: no page {page} (man, and Debian's manpages-dev and liburing-dev)");
    assert!(env::var_os("WFB_REQUIRE_TOOLS").is_none_or(|value| value != "1"), "{why}");
    eprintln!("{why}");
}
