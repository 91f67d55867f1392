//! The book as the rules see it: its pages, and the repository that they show.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use mdbook_driver::MDBook;

use super::Page;

/// The pages that SUMMARY.md lists.
#[derive(Debug)]
pub struct Book {
    /// The folder that has `book`, `chapters` and `tests` in it.
    pub repository: PathBuf,
    /// The pages, in the order of SUMMARY.md.
    pub pages: Vec<Page>,
}

impl Book {
    /// Reads the pages of the book in `repository`.
    pub fn read(repository: &Path) -> Result<Self> {
        let loaded =
            MDBook::load(repository.join("book")).context("mdBook cannot load the pages")?;
        let pages = loaded.book.chapters().filter_map(|chapter| {
            Some(Page { path: chapter.path.clone()?, text: chapter.content.clone() })
        });
        Ok(Self { repository: repository.to_owned(), pages: pages.collect() })
    }

    /// The folder of the pages.
    #[must_use]
    pub fn source(&self) -> PathBuf {
        self.repository.join("book/src")
    }

    /// The page at `path`, counted from [`Book::source`].
    #[must_use]
    pub fn page(&self, path: &Path) -> Option<&Page> {
        self.pages.iter().find(|page| page.path == path)
    }

    /// The built HTML of `page`; empty when there is none.
    #[must_use]
    pub fn html(&self, page: &Page) -> String {
        let path = self.repository.join("book/html").join(page.path.with_extension("html"));
        std::fs::read_to_string(path).unwrap_or_default()
    }
}
