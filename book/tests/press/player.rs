//! The player of the pages: which row a word leads to, which line of code a row lights up, and what
//! is held back.

use std::fs;
use std::path::Path;

use press::html::build_into;
use regex::Regex;
use tempfile::TempDir;

use crate::sample::{CHAPTER, GLOSSARY, SNAPSHOT, SOURCE, Sample};

const TRANSCRIPT: &str = "---\nsource: tests/run.rs\n---\nAlice says hi.\n     alice    server\n  1  \
    \x20        recvfrom(alice) … waits\n  2  \"a\" ───▶ recvfrom(alice) = 1\n";

const TRAIL: &str = "---\nsource: tests/run.rs\n---\nrows 1 2\n  chapters/01-sockets/src/main.rs 1 \
    fn answer() {}\n  chapters/01-sockets/src/main.rs 1 fn main() {}\nrow 1 returns in 2\n";

const LINES: &str = "tests/lines/run.snap";

const BLOCK: &str = "```text\n{{#include ../../tests/snapshots/run.snap:4:}}";

/// A book with a transcript whose lines are known.
fn sample() -> Sample {
    Sample::sound().with(SNAPSHOT, TRANSCRIPT).with(LINES, TRAIL)
}

/// The chapter's page.
fn page(sample: &Sample) -> String {
    let html = TempDir::new().unwrap();
    build_into(html.path(), &sample.root().join("book")).unwrap();
    fs::read_to_string(html.path().join("01-sockets.html")).unwrap()
}

#[test]
fn a_row_lights_up_the_line_that_the_page_lists() {
    let page = page(&sample());
    let row = "<span class=\"line\" id=\"run-row-1\" data-code=\"code-0:0\" data-returns=\"2\">";
    assert!(page.contains(row), "{page}");
    let listing = "id=\"code-0\" data-file=\"chapters/01-sockets/src/main.rs\" data-lines=\"3-3\"";
    assert!(page.contains(listing), "{page}");
}

/// The same, with a text that uses the transcript.
fn named() -> Sample {
    sample().edited(CHAPTER, "## Sources", "Row 2 says it.\n\n## Sources")
}

#[test]
fn a_line_is_found_where_the_code_has_moved_it() {
    let moved = named().edited(SOURCE, "fn main() {}", "fn main() {}\n\n");
    assert_eq!(moved.faults(), [""; 0]);
    assert!(page(&moved).contains("data-lines=\"5-5\""));
    assert!(page(&moved).contains("data-code=\"code-0:0\""));
}

#[test]
fn a_line_that_the_code_has_no_more_closes_the_gate() {
    let faults = sample().edited(SOURCE, "fn answer() {}", "fn answer(_: u8) {}").faults();
    assert!(faults.join("\n").contains("has a line that no code has"), "{faults:?}");
    let faults = sample().edited(LINES, "rows 1 2", "rows 1 3").faults();
    assert!(faults.join("\n").contains("is about row 3, which is not there"), "{faults:?}");
}

#[test]
fn a_word_leads_to_the_rows_that_it_names() {
    let words = "In rows 1\nand 2 she waits, [row 2](glossary.md#socket). See [socket]";
    let sample = sample().edited(CHAPTER, "See [socket]", words);
    let page = page(&sample);
    let link = "<a class=\"row-link\" href=\"#run-row-1\" data-rows=\"1 2\">rows 1\nand 2</a>";
    assert!(page.contains(link), "{page}");
    assert_eq!(page.matches("row-link").count(), 1, "a link stands in a link");
}

#[test]
fn rows_are_held_back_for_a_question() {
    let held = |mark: &str| named().edited(CHAPTER, BLOCK, &format!("{mark}\n{BLOCK}"));
    let sound = held("<!-- hold from row 2: Will it return? -->");
    assert_eq!(sound.faults(), [""; 0]);
    let figure = "id=\"run\" data-hold=\"2\" data-question=\"Will it return?\"";
    assert!(page(&sound).contains(figure));
    for (mark, what) in [
        ("<!-- hold from row 3: Will it? -->", "names no row of it"),
        ("<!-- hold from row 2: It will. -->", "asks nothing"),
        ("<!-- hold from row 2: Will it? -->\n", "stands above no transcript"),
    ] {
        let faults = held(mark).faults().join("\n");
        assert!(faults.contains(what), "{mark}: {faults}");
    }
}

#[test]
fn a_word_of_the_glossary_is_described_by_what_it_means() {
    let glossary = "# Glossary\n\nSocket\n: One *end* of <a\n  conversation.\n";
    let page = page(&sample().with(GLOSSARY, &glossary.replace('<', "")));
    assert!(page.contains("aria-describedby=\"gloss-socket\">socket</a>"), "{page}");
    assert!(page.contains("<p id=\"gloss-socket\">One end of a conversation.</p>"), "{page}");
}

#[test]
fn two_transcripts_stand_beside_each_other() {
    let mark = "<!-- beside run walk -->\n\nSee [socket]";
    let other = TRANSCRIPT.replace("recvfrom(alice) … waits\n", "poll(alice) … waits\n");
    let sample = named().with("tests/snapshots/walk.snap", &other);
    let sample = sample.edited(CHAPTER, "See [socket]", mark);
    assert_eq!(sample.faults(), [""; 0]);
    let page = page(&sample);
    for row in [
        "<tr class=\"same\"><td>2</td><td><code>alice: &quot;a&quot; ▶</code></td><td></td>",
        "<td><code>recvfrom(alice) … waits</code></td><td>only left</td>",
        "<td>only right</td><td><code>poll(alice) … waits</code></td><td>1</td>",
    ] {
        assert!(page.contains(row), "{row}\n{page}");
    }
    let faults = sample.edited(CHAPTER, "run walk", "run nothing").faults();
    assert!(faults.join("\n").contains("`nothing` is put beside another transcript"), "{faults:?}");
}

/// What is built twice is the same, to the byte.
#[test]
fn a_book_is_built_alike_each_time() {
    let sample = sample();
    let built = || {
        let html = TempDir::new().unwrap();
        build_into(html.path(), &sample.root().join("book")).unwrap();
        contents(html.path(), html.path())
    };
    let (first, second) = (built(), built());
    assert!(first.len() > 10, "only {} files are built", first.len());
    assert!(first == second, "two builds of one book differ");
}

/// Each file below a folder, and what is in it, in the order of the names.
fn contents(root: &Path, folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            all.extend(contents(root, &path));
        } else {
            let name = path.strip_prefix(root).unwrap().display().to_string();
            all.push((name, fs::read(&path).unwrap()));
        }
    }
    all.sort();
    all
}

/// The text of a figure is the snapshot's, to the letter.
#[test]
fn a_figure_has_no_letter_more() {
    let page = page(&sample());
    let (_, figure) = page.split_once("<span class=\"sheet\">").unwrap();
    let (figure, _) = figure.split_once("</code>").unwrap();
    let text = Regex::new("<[^>]*>").unwrap().replace_all(figure, "").replace("&quot;", "\"");
    assert_eq!(text.trim_end(), TRANSCRIPT.lines().skip(3).collect::<Vec<_>>().join("\n"));
}

/// On paper nothing can be pressed, and what stands there looks as it does on the page.
#[test]
fn paper_has_the_look_and_no_player() {
    let html = TempDir::new().unwrap();
    build_into(html.path(), &sample().root().join("book")).unwrap();
    let paper = fs::read_to_string(html.path().join("print.html")).unwrap();
    assert!(paper.contains("<link rel=\"stylesheet\" href=\"player.css\">"));
    assert!(paper.contains("<span class=\"sheet\">"));
    assert!(!paper.contains("player.js") && !paper.contains("class=\"player\""));
}
