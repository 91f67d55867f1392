//! The book as the rules see it: its pages, and the repository that they show.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use mdbook_driver::builtin_renderers::MarkdownRenderer;
use tempfile::TempDir;

use super::Page;
use crate::html;

/// The pages that SUMMARY.md lists.
#[derive(Debug)]
pub struct Book {
    /// The folder that has `book`, `chapters` and `tests` in it.
    pub repository: PathBuf,
    /// The pages, in the order of SUMMARY.md.
    pub pages: Vec<Page>,
    /// The built HTML: not in the repository, which may be read-only.
    html: TempDir,
}

impl Book {
    /// Reads and builds the pages of the book in `repository`, and writes nothing there.
    pub fn read(repository: &Path) -> Result<Self> {
        let html = TempDir::new().context("there is no folder for temporary files")?;
        let loaded = html::build_into(html.path(), &repository.join("book"))?;
        let (shown, _) = loaded
            .preprocess_book(&MarkdownRenderer::new())
            .context("mdBook cannot put the includes in")?;
        let pages = loaded.book.chapters().zip(shown.chapters());
        let pages = pages.filter_map(|(typed, shown)| {
            let (path, text) = (typed.path.clone()?, typed.content.clone());
            Some(Page { path, text, shown: shown.content.clone() })
        });
        let pages = pages.collect();
        Ok(Self { repository: repository.to_owned(), pages, html })
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
        let path = self.html.path().join(page.path.with_extension("html"));
        std::fs::read_to_string(path).unwrap_or_default()
    }
}
