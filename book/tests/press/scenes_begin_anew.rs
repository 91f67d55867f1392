//! A scene that begins as the one above it is shown from where it differs.

use std::path::Path;

use press::dress::dressed;

use crate::sample::{CHAPTER, SNAPSHOT, Sample};

/// A snapshot of so many rows; the last one is its own.
fn transcript(rows: usize, last: &str) -> String {
    let row = |number: usize| {
        let words = if number == rows { last.to_owned() } else { format!("call({number}) = 0") };
        format!("{number:>3}               {words}\n")
    };
    let rows: String = (1..=rows).map(row).collect();
    format!("---\nsource: tests/run.rs\n---\nA scene.\n     alice        server\n{rows}")
}

/// What the gate says of two scenes with this mark above the second, and this text after it.
fn faults(mark: &str, text: &str) -> Vec<String> {
    let second = format!(
        "Look at row 12.\n\n{mark}```text\n{{{{#include ../../tests/snapshots/walk.snap:4:}}}}\n```\n\n\
         And here at row 12. {text}See [socket]"
    );
    Sample::sound()
        .with(SNAPSHOT, &transcript(12, "close(alice) = 0"))
        .with("tests/snapshots/walk.snap", &transcript(12, "close(alice) = EIO"))
        .edited(CHAPTER, "See [socket]", &second)
        .faults()
}

#[test]
fn a_scene_is_shown_from_where_it_differs_or_from_before() {
    for row in ["12", "9", "1"] {
        assert_eq!(faults(&format!("<!-- from row {row} -->\n"), ""), [""; 0]);
    }
}

#[test]
fn a_scene_that_is_shown_twice_is_a_fault() {
    assert_eq!(
        faults("", ""),
        ["book/src/01-sockets.md:14: the transcript begins with 11 rows of the one above; \
          write `<!-- from row 12 -->` (or 1) above its block."]
    );
}

#[test]
fn a_mark_that_is_not_true_is_a_fault() {
    let what = |row: usize| faults(&format!("<!-- from row {row} -->\n"), "").join("\n");
    assert!(what(13).contains("there is no row 13 to begin with"), "{}", what(13));
    let first = Sample::sound()
        .with(SNAPSHOT, &transcript(12, "close(alice) = 0"))
        .edited(CHAPTER, "```text", "<!-- from row 3 -->\n```text")
        .faults();
    assert!(first.join("\n").contains("row 1 is not in the transcript above"), "{first:?}");
    let stray = faults("<!-- from row 12 -->\n\n", "").join("\n");
    assert!(stray.contains("stands above no transcript"), "{stray}");
}

#[test]
fn the_text_names_no_row_that_is_left_out() {
    let mark = "<!-- from row 9 -->\n";
    assert_eq!(faults(mark, "Look at row 9. "), [""; 0]);
    assert_eq!(faults(mark, "Look at row 8. ").len(), 1);
}

#[test]
fn one_line_stands_for_the_rows_that_are_left_out() {
    let text = transcript(12, "close(alice) = 0").lines().skip(3).collect::<Vec<_>>().join("\n");
    let block = format!("<pre><code class=\"language-text\">{text}\n</code></pre>");
    let shown = dressed(&format!("<!-- from row 12 -->\n{block}"), Path::new(""));
    let lines: Vec<_> = shown.lines().collect();
    assert_eq!(lines.len(), 5, "{shown}");
    assert!(lines[2].contains("1-11  </span>"), "{shown}");
    assert!(lines[2].contains("(As in the transcript above.)"), "{shown}");
    assert!(lines[3].contains(" 12  "), "{shown}");
}
