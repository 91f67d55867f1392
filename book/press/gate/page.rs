//! One page of the book, as its author wrote it.

use std::path::{Path, PathBuf};

use pulldown_cmark::{OffsetIter, Options, Parser};

use super::{Fault, Fence, Include, Link};
use crate::twice::mark;

/// A page and its text, before and after mdBook has touched it.
#[derive(Clone, Debug)]
pub struct Page {
    /// Where it is, counted from the folder of the pages.
    pub path: PathBuf,
    /// The Markdown, as its author wrote it.
    pub text: String,
    /// The Markdown after mdBook has put the includes in.
    pub shown: String,
}

impl Page {
    /// Whether this is a chapter: its name begins with a number, as its crate's folder does.
    #[must_use]
    pub fn is_chapter(&self) -> bool {
        self.path.to_str().is_some_and(is_numbered)
    }

    /// The folder that the page's links and includes start from, inside `source`.
    #[must_use]
    pub fn folder(&self, source: &Path) -> PathBuf {
        source.join(self.path.parent().unwrap_or(Path::new("")))
    }

    /// The page as mdBook shows it.
    #[must_use]
    pub fn as_shown(&self) -> Self {
        Self { text: self.shown.clone(), ..self.clone() }
    }

    /// The includes, in order.
    #[must_use]
    pub fn includes(&self) -> Vec<Include> {
        Include::all(&self.text)
    }

    /// The blocks of code, in order.
    #[must_use]
    pub fn fences(&self) -> Vec<Fence> {
        Fence::all(self)
    }

    /// The links, in order.
    #[must_use]
    pub fn links(&self) -> Vec<Link> {
        Link::all(self)
    }

    /// The row from which the transcript on this line is shown, if the page does not show it all.
    #[must_use]
    pub fn from_row(&self, line: usize) -> Option<usize> {
        // Above the include stands the fence, and above that the mark.
        self.text.lines().nth(line.checked_sub(3)?).and_then(mark)
    }

    /// The Markdown's events, with the extensions that mdBook has on.
    #[must_use]
    pub fn events(&self) -> OffsetIter<'_> {
        let extensions = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_GFM
            | Options::ENABLE_DEFINITION_LIST;
        Parser::new_ext(&self.text, extensions).into_offset_iter()
    }

    /// The line, from 1, that the byte at `offset` is on.
    pub(super) fn line_at(&self, offset: usize) -> usize {
        1 + self.text[..offset].matches('\n').count()
    }

    /// Something wrong on `line`, and the way out.
    #[must_use]
    pub fn fault(&self, line: usize, what: String, way_out: &str) -> Fault {
        let file = Path::new("book/src").join(&self.path).display().to_string();
        Fault { file, line, what, way_out: way_out.to_owned() }
    }
}

/// Whether `name` begins as `01-sockets` does.
pub(super) fn is_numbered(name: &str) -> bool {
    matches!(name.as_bytes(), [tens, ones, b'-', ..] if tens.is_ascii_digit() && ones.is_ascii_digit())
}
