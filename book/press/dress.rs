//! What mdBook's pages lack: colours for what programs print, and a way to scroll without a mouse.
//!
//! A wide block scrolls inside itself. A browser lets the arrow keys scroll what has the focus, so
//! each such block can have it, and has a name for those who do not see it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use anyhow::{Context, Result};
use regex::{Captures, Regex};

use crate::output::{escape, painted, unescape};
use crate::transcript::columns;
use crate::twice::from_row;

static OUTPUT: LazyLock<Regex> = LazyLock::new(|| {
    let mark = r"(?:<!-- from row (\d+) -->\s*)?";
    Regex::new(&format!(r#"(?s){mark}<pre><code class="language-text">(.*?)</code></pre>"#))
        .expect("it is correct")
});
static LISTING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"<pre><code class="(language-(?:rust|python|console)[^"]*)">"#)
        .expect("it is correct")
});

/// Dresses every page in `html`.
pub fn pages(html: &Path) -> Result<()> {
    for path in files(html)? {
        let text = fs::read_to_string(&path).context("a page cannot be read")?;
        fs::write(&path, dressed(&text)).context("a page cannot be written")?;
    }
    Ok(())
}

fn files(html: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(html).context("the folder of the pages cannot be read")?;
    let paths = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    let is_page = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "html");
    Ok(paths.into_iter().filter(is_page).collect())
}

/// A page of mdBook's with all that it lacks.
#[must_use]
pub fn dressed(page: &str) -> String {
    let page = OUTPUT.replace_all(page, |found: &Captures<'_>| {
        let text = unescape(&found[2]);
        let from = found.get(1).and_then(|row| row.as_str().parse().ok()).unwrap_or(1);
        output(&from_row(from, &text))
    });
    let listing = format!(r#"<pre><code class="$1" {}>"#, scrolls("Listing"));
    let page = LISTING.replace_all(&page, &listing);
    let table = format!(r#"<div class="table-wrapper" {}>"#, scrolls("Table"));
    page.replace(r#"<div class="table-wrapper">"#, &table)
}

/// mdBook's script paints every block that names a language, and this one is painted.
fn output(text: &str) -> String {
    let scrolls = scrolls(&label(text));
    let class = r#"class="output hljs nohighlight""#;
    format!(
        "<pre><code {class} {scrolls}><span class=\"sheet\">{}</span></code></pre>",
        painted(text)
    )
}

fn label(text: &str) -> String {
    let mut lines = text.lines();
    let title = lines.next().unwrap_or_default();
    let is_transcript = lines.next().is_some_and(|line| columns(line).is_some());
    if is_transcript {
        format!("Transcript: {title}")
    } else {
        "What the program prints".to_owned()
    }
}

fn scrolls(label: &str) -> String {
    format!(r#"tabindex="0" role="group" aria-label="{}""#, escape(label))
}
