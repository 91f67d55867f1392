//! The text of a page uses the rows that the page shows; one line stands for others.

use press::gate::{Book, left_out};
use press::unused::folded;

use crate::sample::{CHAPTER, SNAPSHOT, Sample};

const TRANSCRIPT: &str = "---\nsource: tests/run.rs\n---
Alice and Bob ask.
     alice      bob          kernel                   server
1-2  (The server sets up: epoll with listener)
  3                                                   epoll_wait(epoll) … waits
  4  connect ──────────────▶ a connection arrives
  5             connect ───▶ a connection arrives
  6  \"a\" ──────────────────▶ 1 byte arrives
  7                          └ wakes server ────────▶ epoll_wait(epoll) = alice readable
  8                          copies 1 of 1 bytes ───▶ recvfrom(alice) = 1
  9  \"a\" ◀───────────────────────────────────────── sendto(alice) = 1
 10                                                   epoll_wait(epoll) … waits
 11             close ─────▶ the end arrives
 12                          └ wakes server ────────▶ epoll_wait(epoll) = bob readable
 13                                                   recvfrom(bob) = 0
 14                                                   close(bob) = 0
";

fn sample(text: &str) -> Sample {
    let sample = Sample::sound().with(SNAPSHOT, TRANSCRIPT);
    sample.edited(CHAPTER, "See [socket]", &format!("{text} See [socket]"))
}

/// The first and the last row of each stretch that the page leaves out.
fn stretches(sample: &Sample) -> Vec<(usize, usize)> {
    let book = Book::read(sample.root()).unwrap();
    let page = book.pages.iter().find(|page| page.is_chapter()).unwrap();
    let all = left_out(sample.root(), page).into_values().flatten();
    all.map(|rows| (*rows.start(), *rows.end())).collect()
}

#[test]
fn three_rows_that_the_text_does_not_name_are_left_out() {
    assert_eq!(
        stretches(&sample("Row 8 is a copy of what came in, and row 9 the answer.")),
        [(3, 5), (10, 14)]
    );
    assert_eq!(stretches(&sample("Look at rows 3 to 9, and at row 12.")), [(0, 0); 0]);
    assert_eq!(stretches(&sample("<!-- rows: run --> Look at rows 3 to 10.")), [(11, 14)]);
}

#[test]
fn a_page_may_show_all_rows_and_says_why() {
    let shown = sample("Row 8 is a copy.").edited(
        CHAPTER,
        "```text",
        "<!-- all rows: it is the first one -->\n```text",
    );
    assert_eq!(shown.faults(), [""; 0]);
    assert_eq!(stretches(&shown), [(0, 0); 0]);
    let stray = sample("<!-- all rows: why not -->\n\nRow 8.").edited(
        CHAPTER,
        "Row 8.",
        "\n\n<!-- all rows: x -->\n\nRow 8.",
    );
    assert!(
        stray.faults().join("\n").contains("stands above no transcript"),
        "{:?}",
        stray.faults()
    );
}

#[test]
fn a_scene_of_which_no_row_is_named_is_a_fault() {
    let faults = sample("It is a copy.").faults();
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert!(faults[0].contains("the text names no row of `run`"), "{faults:?}");
}

#[test]
fn the_line_says_what_the_clients_do() {
    let text = TRANSCRIPT.lines().skip(3).collect::<Vec<_>>().join("\n");
    let line = |rows: std::ops::RangeInclusive<usize>, at: usize| {
        folded(&[rows], &text).lines().nth(at).unwrap().to_owned()
    };
    assert_eq!(line(3..=5, 3), "3-5  (Left out: Alice and Bob connect.)");
    assert_eq!(line(4..=9, 4), "4-9  (Left out: Alice and Bob connect, Alice sends and hears.)");
    assert_eq!(line(10..=14, 10), "10-14  (Left out: Bob closes.)");
    assert_eq!(line(12..=14, 12), "12-14  (Left out: epoll_wait, recvfrom and close.)");
}

#[test]
fn what_is_named_stays_to_the_letter() {
    let text = TRANSCRIPT.lines().skip(3).collect::<Vec<_>>().join("\n");
    let shown = folded(&[3..=5, 10..=12], &text);
    let rest = shown.lines().filter(|line| !line.contains("Left out"));
    assert!(rest.clone().count() == text.lines().count() - 6);
    assert!(rest.into_iter().all(|line| text.lines().any(|other| other == line)));
}
