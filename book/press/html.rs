//! Makes the HTML with mdBook.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use mdbook_driver::MDBook;

/// Builds the book whose `book.toml` is in `folder`; returns the folder of the HTML.
pub fn build(folder: &Path) -> Result<PathBuf> {
    let book = MDBook::load(folder).context("mdBook cannot load the pages")?;
    book.build().context("mdBook cannot build the pages")?;
    Ok(book.build_dir_for("html"))
}
