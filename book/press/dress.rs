//! What mdBook's pages lack: colours for what programs print, figures that can be gone through row by
//! row, words that explain themselves, and a way to scroll without a mouse.
//!
//! A wide block scrolls inside itself. A browser lets the arrow keys scroll what has the focus, so
//! each such block can have it, and has a name for those who do not see it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use anyhow::{Context, Result};
use regex::{Captures, Regex};
use show::html::{Hold, SCRIPT, STYLE, escape};

use crate::beside::tables;
use crate::glosses::Glosses;
use crate::output::unescape;
use crate::player::{Around, Listing, figure};
use crate::shown::{numbers, parts};
use crate::twice::from_row;
use crate::unused::folded;

/// A block of code, and what stands in comments before it.
static BLOCK: LazyLock<Regex> = LazyLock::new(|| {
    let hold = r"(?:<!-- hold from row (?<hold>\d+): (?<question>[^>]*?) -->\s*)?";
    let from = r"(?:<!-- from row (?<from>\d+) -->\s*)?";
    let folds = r"(?:<!-- all rows: [^>]*? -->\s*)?(?:<!-- leaves out (?<folds>[\d,-]+) -->\s*)?";
    let shows = r"(?:<!-- shows (?<shows>[^>]*?) -->\s*)?";
    let block = r#"<pre><code class="(?<class>language-[^"]*)">(?<text>.*?)</code></pre>"#;
    Regex::new(&format!("(?s){hold}{from}{folds}{shows}{block}")).expect("it is correct")
});
static ROW_LINK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?s)<a class="row-link"[^>]*>(.*?)</a>"#).expect("it is correct")
});

/// How mdBook writes a table.
const TABLE: &str = r#"<div class="table-wrapper">"#;

/// What opens its sidebar: a label that does what a button does, and does not say so.
const TOGGLE: &str = r#"<label id="mdbook-sidebar-toggle""#;

/// The page that has all others in it, for paper: nothing of it can be pressed.
const PRINT: &str = "print.html";

/// Dresses every page in `html`, and puts the player beside them.
pub fn pages(repository: &Path, html: &Path) -> Result<()> {
    fs::write(html.join("player.js"), SCRIPT).context("the player cannot be written")?;
    fs::write(html.join("player.css"), STYLE).context("the player's look cannot be written")?;
    let glosses = Glosses::read(html);
    for path in files(html)? {
        let text = fs::read_to_string(&path).context("a page cannot be read")?;
        let text = tables(repository, &text);
        let text = if path.ends_with(PRINT) {
            printed(&text)
        } else {
            glosses.explain(&path, &dressed(&text, repository))
        };
        fs::write(&path, text).context("a page cannot be written")?;
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
pub fn dressed(page: &str, repository: &Path) -> String {
    let listings: Vec<Listing> =
        BLOCK.captures_iter(page).filter_map(|block| listing(&block)).collect();
    let mut before = 0;
    let text = BLOCK.replace_all(page, |block: &Captures<'_>| {
        if is_output(block) {
            let around = Around { listings: &listings, before, hold: hold(block) };
            return figure(repository, id(block), &text(block), &around);
        }
        before += usize::from(listing(block).is_some());
        code(block, before)
    });
    with_player(&text)
        .replace(TABLE, &table())
        .replace(TOGGLE, &format!("{TOGGLE} role=\"button\""))
}

/// The same for paper: the text of the blocks in its colours.
fn printed(page: &str) -> String {
    let page = BLOCK.replace_all(page, |block: &Captures<'_>| {
        let around = Around { listings: &[], before: 0, hold: None };
        if is_output(block) {
            figure(Path::new(""), None, &text(block), &around)
        } else {
            code(block, 0)
        }
    });
    with_look(&ROW_LINK.replace_all(&page, "$1").replace(TABLE, &table()))
}

fn is_output(block: &Captures<'_>) -> bool {
    &block["class"] == "language-text"
}

/// What a program prints, from the row on that the page wants, without rows that it does not use.
fn text(block: &Captures<'_>) -> String {
    let from = number(block, "from").unwrap_or(1);
    let text = from_row(from, &unescape(&block["text"]));
    let unused = block.name("folds").map_or(Vec::new(), |rows| parts(rows.as_str()));
    folded(&unused, &text)
}

fn number(block: &Captures<'_>, name: &str) -> Option<usize> {
    block.name(name)?.as_str().parse().ok()
}

fn hold(block: &Captures<'_>) -> Option<Hold> {
    let question = unescape(block.name("question")?.as_str());
    Some(Hold { row: number(block, "hold")?, question })
}

fn id<'page>(block: &Captures<'page>) -> Option<&'page str> {
    block.name("shows").map(|shows| shows.as_str()).filter(|shows| !shows.contains(' '))
}

fn listing(block: &Captures<'_>) -> Option<Listing> {
    let (file, lines) = block.name("shows")?.as_str().split_once(' ')?;
    (!is_output(block)).then(|| Listing { file: file.to_owned(), lines: numbers(lines) })
}

/// A listing can have the focus; rows light up its lines, which it knows by their numbers.
fn code(block: &Captures<'_>, place: usize) -> String {
    let (class, text) = (&block["class"], &block["text"]);
    let lines = block.name("shows").and_then(|shows| shows.as_str().split_once(' '));
    let known = lines.filter(|_| place > 0).map_or(String::new(), |(file, lines)| {
        let file = escape(file);
        format!(" id=\"code-{}\" data-file=\"{file}\" data-lines=\"{lines}\"", place - 1)
    });
    let scrolls = scrolls("Listing");
    format!("<pre><code class=\"{class}\" {scrolls}{known}>{text}</code></pre>")
}

fn table() -> String {
    format!(r#"<div class="table-wrapper" {}>"#, scrolls("Table"))
}

fn scrolls(label: &str) -> String {
    format!(r#"tabindex="0" role="group" aria-label="{label}""#)
}

/// A page with something to press, or to explain, has the player.
fn with_player(page: &str) -> String {
    let script = "<script src=\"player.js\"></script>\n    </body>";
    with_look(page).replacen("</body>", script, 1)
}

fn with_look(page: &str) -> String {
    let style = "<link rel=\"stylesheet\" href=\"player.css\">\n    </head>";
    page.replacen("</head>", style, 1)
}
