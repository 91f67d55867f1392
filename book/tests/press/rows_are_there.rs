//! A row that a page names is there, in the transcript that is meant.

use crate::sample::{CHAPTER, GLOSSARY, SNAPSHOT, Sample};

const TRANSCRIPT: &str = "---\nsource: tests/run.rs\n---\n     alice    server\n  1           \
    recvfrom(alice) … waits\n  2  \"a\" ──▶ recvfrom(alice) = 1\n";

/// The sample with a transcript, and this sentence after it.
fn saying(sentence: &str) -> Vec<String> {
    let sample = Sample::sound().with(SNAPSHOT, TRANSCRIPT);
    sample.edited(CHAPTER, "See [socket]", &format!("{sentence} See [socket]")).faults()
}

#[test]
fn rows_that_are_there_are_no_fault() {
    for sentence in [
        "Row 2 says it.",
        "So it is (rows 1 and 2).",
        "From rows 1 to 2 nothing happens.",
        "The server calls `recvfrom` (row 1).",
        "Another page has row 9. <!-- rows unchecked: it is another page's -->",
    ] {
        assert!(saying(sentence).is_empty(), "{sentence}");
    }
}

#[test]
fn a_row_that_is_not_there_is_a_fault() {
    assert_eq!(
        saying("Look at rows 1 to 3."),
        ["book/src/01-sockets.md:11: rows 1 to 3 is not in the transcript that is meant; \
          correct it, or name the snapshot: `<!-- rows: NAME -->` in the paragraph."]
    );
}

#[test]
fn of_folded_rows_all_or_none_are_named() {
    let line = "server\n1-3  (The server sets up: epoll with listener)\n  4  ";
    let transcript = TRANSCRIPT.replacen("server\n  1  ", line, 1).replace("\n  2  ", "\n  5  ");
    let faults = |sentence: &str| {
        let sample = Sample::sound().with(SNAPSHOT, &transcript);
        sample.edited(CHAPTER, "See [socket]", &format!("{sentence} See [socket]")).faults()
    };
    for sentence in ["Rows 1 to 3 set it up.", "See rows 1 to 4.", "See row 5."] {
        assert!(faults(sentence).is_empty(), "{sentence}");
    }
    for sentence in ["See row 2.", "See rows 2 to 4.", "It calls `epoll` (rows 1 to 3)."] {
        assert_eq!(faults(sentence).len(), 1, "{sentence}");
    }
}

#[test]
fn a_call_in_another_row_is_a_fault() {
    assert_eq!(
        saying("The server calls `accept4` (row 2)."),
        [
            "book/src/01-sockets.md:11: row 2 with `accept4` is not in the transcript that is meant; \
          correct it, or name the snapshot: `<!-- rows: NAME -->` in the paragraph."
        ]
    );
}

#[test]
fn a_mark_names_the_transcript_of_another_page() {
    let page =
        |mark: &str| format!("# Glossary\n\n## Socket\n\nSee row 2. <!-- rows: {mark} -->\n");
    let faults =
        |mark| Sample::sound().with(SNAPSHOT, TRANSCRIPT).with(GLOSSARY, &page(mark)).faults();
    assert!(faults("run").is_empty());
    assert_eq!(
        faults("walk"),
        ["book/src/glossary.md:5: of `walk`, one is no transcript; \
          name it as its file in tests/snapshots is."]
    );
}
