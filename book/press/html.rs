//! Makes the HTML with mdBook, and dresses it.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use mdbook_driver::MDBook;

use crate::dress;

/// Builds the book whose `book.toml` is in `folder`; returns the folder of the HTML.
pub fn build(folder: &Path) -> Result<PathBuf> {
    let book = load(folder)?;
    print(&book)?;
    Ok(book.build_dir_for("html"))
}

/// Builds it into `html` and writes nothing else: the book itself may be read-only.
pub fn build_into(html: &Path, folder: &Path) -> Result<MDBook> {
    let mut book = load(folder)?;
    html.clone_into(&mut book.config.build.build_dir);
    print(&book)?;
    Ok(book)
}

fn print(book: &MDBook) -> Result<()> {
    book.build().context("mdBook cannot build the pages")?;
    dress::pages(&book.build_dir_for("html"))
}

fn load(folder: &Path) -> Result<MDBook> {
    MDBook::load(folder).context("mdBook cannot load the pages")
}
