//! A tiny repository with a book in it that keeps every rule, for tests to break.

use std::fs;
use std::path::Path;

use press::gate::{self, Book};
use tempfile::TempDir;

/// The page of the sample's only chapter.
pub(crate) const CHAPTER: &str = "book/src/01-sockets.md";

/// The page that is no chapter.
pub(crate) const GLOSSARY: &str = "book/src/glossary.md";

/// The source that the chapter shows.
pub(crate) const SOURCE: &str = "chapters/01-sockets/src/main.rs";

/// The recording that the chapter shows.
pub(crate) const SNAPSHOT: &str = "tests/snapshots/run.snap";

const FILES: [(&str, &str); 6] = [
    (
        "book/book.toml",
        "[book]\ntitle = 'Sample'\n[build]\nbuild-dir = 'html'\n[output.html.playground]\nrunnable = false\n",
    ),
    (
        "book/src/SUMMARY.md",
        "# Summary\n\n- [1. Sockets](01-sockets.md)\n- [Glossary](glossary.md)\n",
    ),
    (
        CHAPTER,
        "# 1. Sockets\n\n\
         ```rust\n{{#include ../../chapters/01-sockets/src/main.rs:answer}}\n```\n\n\
         ```text\n{{#include ../../tests/snapshots/run.snap:4:}}\n```\n\n\
         See [socket](glossary.md#socket).\n\n\
         ## Sources\n\n- recv(2)\n",
    ),
    (GLOSSARY, "# Glossary\n\n## Socket\n\n```console\n$ cargo run -p chapter-1\n```\n"),
    (
        SOURCE,
        "fn main() {}\n// ANCHOR: answer\nfn answer() {}\n// ANCHOR_END: answer\nfn rest() {}\n",
    ),
    (SNAPSHOT, "---\nsource: tests/run.rs\n---\nrecv(alice) = 6\n"),
];

/// The repository; it goes away with this value.
#[derive(Debug)]
pub(crate) struct Sample {
    folder: TempDir,
}

impl Sample {
    /// A repository whose book keeps every rule.
    pub(crate) fn sound() -> Self {
        let sample = Self { folder: TempDir::new().unwrap() };
        FILES.into_iter().fold(sample, |sample, (path, text)| sample.with(path, text))
    }

    /// The same with the file at `path` written anew.
    pub(crate) fn with(self, path: &str, text: &str) -> Self {
        let path = self.folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    /// The same with `old` replaced by `new` in the file at `path`.
    pub(crate) fn edited(self, path: &str, old: &str, new: &str) -> Self {
        let text = fs::read_to_string(self.folder.path().join(path)).unwrap();
        assert!(text.contains(old), "the sample has no {old:?} in {path}");
        self.with(path, &text.replace(old, new))
    }

    /// The folder that has `book` in it.
    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    /// What the gate says.
    pub(crate) fn faults(&self) -> Vec<String> {
        let book = Book::read(self.folder.path()).unwrap();
        gate::faults(&book).iter().map(ToString::to_string).collect()
    }
}

#[test]
fn a_sound_book_has_no_faults() {
    assert_eq!(Sample::sound().faults(), [""; 0]);
}

#[test]
fn a_check_writes_nothing_beside_the_pages() {
    let sample = Sample::sound();
    let names = || fs::read_dir(sample.folder.path().join("book")).unwrap().count();
    let before = names();
    assert_eq!(sample.faults(), [""; 0]);
    assert_eq!(names(), before);
}
