//! Every include shows something.

use crate::sample::{CHAPTER, SOURCE, Sample};

#[test]
fn a_missing_file_is_a_fault() {
    let faults = Sample::sound().edited(CHAPTER, "src/main.rs", "src/gone.rs").faults();
    assert_eq!(
        faults,
        ["book/src/01-sockets.md:4: the include of `../../chapters/01-sockets/src/gone.rs` \
             finds no file; correct the path or write the file."]
    );
}

#[test]
fn a_missing_anchor_is_a_fault() {
    let faults = Sample::sound().edited(CHAPTER, ":answer", ":question").faults();
    assert_eq!(
        faults,
        ["book/src/01-sockets.md:4: the include of `../../chapters/01-sockets/src/main.rs` \
             finds no such anchor; put `ANCHOR: name` into the file."]
    );
}

#[test]
fn an_anchor_that_never_ends_is_a_fault() {
    let faults = Sample::sound().edited(SOURCE, "// ANCHOR_END: answer\n", "").faults();
    assert_eq!(
        faults,
        ["book/src/01-sockets.md:4: the include of `../../chapters/01-sockets/src/main.rs` \
             never ends; put `ANCHOR_END: name` into the file."]
    );
}

#[test]
fn lines_past_the_end_are_a_fault() {
    let faults = Sample::sound().edited(CHAPTER, ":answer", ":90:99").faults();
    assert_eq!(
        faults,
        ["book/src/01-sockets.md:4: the include of `../../chapters/01-sockets/src/main.rs` \
             shows no line; correct the line numbers or fill the anchor."]
    );
}

#[test]
fn another_helper_of_mdbook_is_a_fault() {
    let playground = "{{#playground ../../chapters/01-sockets/src/main.rs}}\n\n## Sources";
    let faults = Sample::sound().edited(CHAPTER, "## Sources", playground).faults();
    assert_eq!(
        faults,
        ["book/src/01-sockets.md:13: the gate cannot look into `{{#playground}}`; \
             use `{{#include}}`."]
    );
}

#[test]
fn braces_behind_a_backslash_include_nothing() {
    let text = "`\\{{#include gone.rs}}`\n\n## Sources";
    assert_eq!(Sample::sound().edited(CHAPTER, "## Sources", text).faults(), [""; 0]);
}
