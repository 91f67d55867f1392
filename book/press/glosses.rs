//! Words of the glossary explain themselves where a page links to them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use regex::{Captures, Regex};

const GLOSSARY: &str = "glossary.html";

static ENTRY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?s)<dt id="([^"]+)">.*?</dt>\s*<dd>(.*?)</dd>"#).expect("it is correct")
});
static TAG: LazyLock<Regex> = LazyLock::new(|| Regex::new("<[^>]*>").expect("it is correct"));
static LINK: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r##"<a href="glossary\.html#([^"]+)">"##).expect("it is correct"));

/// What each word means, by its id in the glossary.
#[derive(Debug)]
pub struct Glosses(BTreeMap<String, String>);

impl Glosses {
    /// Those of the glossary that mdBook has made; none if the book has no glossary.
    #[must_use]
    pub fn read(html: &Path) -> Self {
        Self::of(&fs::read_to_string(html.join(GLOSSARY)).unwrap_or_default())
    }

    /// Those of this page.
    #[must_use]
    pub fn of(page: &str) -> Self {
        let entry = |found: Captures<'_>| (found[1].to_owned(), plain(&found[2]));
        Self(ENTRY.captures_iter(page).map(entry).collect())
    }

    /// A page whose links to words are described by what these mean; the glossary itself is
    /// described by none.
    #[must_use]
    pub fn explain(&self, path: &Path, page: &str) -> String {
        if path.ends_with(GLOSSARY) {
            return page.to_owned();
        }
        let mut used = BTreeSet::new();
        let page = LINK.replace_all(page, |link: &Captures<'_>| {
            let word = &link[1];
            if !self.0.contains_key(word) {
                return link[0].to_owned();
            }
            used.insert(word.to_owned());
            format!("<a href=\"glossary.html#{word}\" aria-describedby=\"gloss-{word}\">")
        });
        let meaning = |word: &String| format!("<p id=\"gloss-{word}\">{}</p>\n", self.0[word]);
        let meanings: String = used.iter().map(meaning).collect();
        let all = format!("<div hidden>\n{meanings}</div>\n</main>");
        if used.is_empty() { page.into_owned() } else { page.replacen("</main>", &all, 1) }
    }
}

/// The words without tags, in one line; what has to be escaped stays so.
fn plain(html: &str) -> String {
    TAG.replace_all(html, "").split_whitespace().collect::<Vec<_>>().join(" ")
}
