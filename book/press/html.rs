//! Makes the HTML with mdBook, and dresses it.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use mdbook_driver::MDBook;
use mdbook_driver::book::Chapter;

use crate::dress;
use crate::gate::Page;
use crate::shown::marked;

/// Builds the book whose `book.toml` is in `folder`; returns the folder of the HTML.
pub fn build(folder: &Path) -> Result<PathBuf> {
    let mut book = load(folder)?;
    print(&mut book)?;
    Ok(book.build_dir_for("html"))
}

/// Builds it into `html` and writes nothing else: the book itself may be read-only.
pub fn build_into(html: &Path, folder: &Path) -> Result<MDBook> {
    let mut book = load(folder)?;
    html.clone_into(&mut book.config.build.build_dir);
    print(&mut book)?;
    Ok(book)
}

/// The book is told to mdBook with marks for the press, and is afterwards what it was.
fn print(book: &mut MDBook) -> Result<()> {
    let repository = book.root.parent().context("the folder of the book has no parent")?.to_owned();
    let written = book.book.clone();
    book.book.for_each_chapter_mut(|chapter| mark(&repository, chapter));
    book.build().context("mdBook cannot build the pages")?;
    book.book = written;
    dress::pages(&repository, &book.build_dir_for("html"))
}

fn mark(repository: &Path, chapter: &mut Chapter) {
    let Some(path) = chapter.path.clone() else { return };
    let page = Page { path, text: chapter.content.clone(), shown: String::new() };
    chapter.content = marked(repository, &page);
}

fn load(folder: &Path) -> Result<MDBook> {
    MDBook::load(folder).context("mdBook cannot load the pages")
}
