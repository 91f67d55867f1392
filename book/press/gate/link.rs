//! Where a page points to.

use pulldown_cmark::{Event, Tag};

use super::Page;

/// A link or an image, in Markdown or in HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The line of the page, from 1.
    pub line: usize,
    /// Where it points to, as written.
    pub target: String,
}

impl Link {
    pub(super) fn all(page: &Page) -> Vec<Self> {
        let mut links = Vec::new();
        for (event, range) in page.events() {
            let line = page.line_at(range.start);
            let targets = match event {
                Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                    vec![dest_url.to_string()]
                }
                Event::Html(html) | Event::InlineHtml(html) => in_html(&html),
                _ => vec![],
            };
            links.extend(targets.into_iter().map(|target| Self { line, target }));
        }
        links
    }

    /// Whether the link leaves the book.
    #[must_use]
    pub fn is_external(&self) -> bool {
        self.target.contains("://") || self.target.starts_with("mailto:")
    }
}

fn in_html(html: &str) -> Vec<String> {
    let attributes = ["href=\"", "src=\""].into_iter();
    let values = attributes.flat_map(|attribute| html.split(attribute).skip(1));
    values.filter_map(|value| Some(value.split_once('"')?.0.to_owned())).collect()
}
