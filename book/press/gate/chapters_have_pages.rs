//! Rule: every chapter that runs can be read, and every page can be reached.

use std::fs;
use std::path::{Path, PathBuf};

use super::page::is_numbered;
use super::{Book, Fault};

pub(super) fn check(book: &Book) -> Vec<Fault> {
    let chapters = names(&book.repository.join("chapters")).into_iter();
    let pages_of_chapters = chapters.filter(|name| is_numbered(name)).map(|name| name + ".md");
    let pages_of_source = names(&book.source()).into_iter().filter(|name| name.ends_with(".md"));

    let mut expected: Vec<String> = pages_of_chapters.chain(pages_of_source).collect();
    expected.sort();
    expected.dedup();
    expected.retain(|page| page != "SUMMARY.md" && book.page(Path::new(page)).is_none());
    expected.iter().map(|page| fault(page)).collect()
}

fn fault(page: &str) -> Fault {
    Fault {
        file: "book/src/SUMMARY.md".to_owned(),
        line: 1,
        what: format!("`{page}` is not listed"),
        way_out: "write the page and list it here".to_owned(),
    }
}

fn names(folder: &PathBuf) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.file_name().into_string().ok()).collect()
}
