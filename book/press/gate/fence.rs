//! A block of code on a page.

use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};

use super::{Include, Page};

/// What stands between two fences, or indented by four.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fence {
    /// The word after the opening fence; none if there is no word, or no fence.
    pub language: Option<String>,
    /// The line of the opening fence, from 1.
    pub line: usize,
    /// What the author typed between the fences.
    pub body: String,
}

impl Fence {
    pub(super) fn all(page: &Page) -> Vec<Self> {
        let mut fences = Vec::new();
        let mut open: Option<Self> = None;
        for (event, range) in page.events() {
            match event {
                Event::Start(Tag::CodeBlock(kind)) => {
                    let line = page.line_at(range.start);
                    open = Some(Self { language: language(&kind), line, body: String::new() });
                }
                Event::Text(text) => {
                    if let Some(fence) = &mut open {
                        fence.body.push_str(&text);
                    }
                }
                Event::End(TagEnd::CodeBlock) => fences.extend(open.take()),
                _ => {}
            }
        }
        fences
    }

    /// The includes in the body, with the lines of the page that they are on.
    #[must_use]
    pub fn includes(&self) -> Vec<Include> {
        let on_the_page = |include: Include| Include { line: include.line + self.line, ..include };
        Include::all(&self.body).into_iter().map(on_the_page).collect()
    }

    /// The first line with something that is no include: its number on the page, and the words.
    #[must_use]
    pub fn typed(&self) -> Option<(usize, String)> {
        let lines = self.without_includes();
        let mut lines = (self.line + 1..).zip(lines.lines());
        lines.find(|(_, line)| !line.trim().is_empty()).map(|(at, line)| (at, line.to_owned()))
    }

    /// The body with nothing but the ends of lines in the place of its includes.
    fn without_includes(&self) -> String {
        let mut body = self.body.clone();
        for include in Include::all(&self.body).into_iter().rev() {
            let ends = "\n".repeat(self.body[include.place.clone()].matches('\n').count());
            body.replace_range(include.place, &ends);
        }
        body
    }
}

fn language(kind: &CodeBlockKind<'_>) -> Option<String> {
    let CodeBlockKind::Fenced(words) = kind else { return None };
    let word = words.split([',', ' ']).next()?;
    (!word.is_empty()).then(|| word.to_owned())
}
