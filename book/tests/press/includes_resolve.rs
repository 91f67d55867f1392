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

fn with_prose(prose: &str) -> Vec<String> {
    Sample::sound().edited(CHAPTER, "## Sources", &format!("{prose}\n\n## Sources")).faults()
}

#[test]
fn an_include_over_two_lines_is_one() {
    assert_eq!(
        with_prose("{{#include\ngone.rs}}"),
        ["book/src/01-sockets.md:13: the include of `gone.rs` finds no file; \
             correct the path or write the file."]
    );
}

#[test]
fn an_include_in_a_comment_or_in_inline_code_is_one() {
    assert_eq!(with_prose("<!-- {{#include gone.rs}} -->").len(), 1);
    assert_eq!(with_prose("See `{{ #include gone.rs }}`.").len(), 1);
}

#[test]
fn a_backslash_holds_to_the_last_braces_of_the_line() {
    assert_eq!(with_prose("`\\{{#include gone.rs}}` and `{{#include gone.rs}}`"), [""; 0]);
    assert_eq!(with_prose("`\\{{#include gone.rs}}` and\n`{{#include gone.rs}}`").len(), 1);
}

#[test]
fn the_name_of_an_anchor_ends_where_mdbook_ends_it() {
    let sample = Sample::sound().edited(SOURCE, ": answer", ": answer.first");
    assert_eq!(sample.edited(CHAPTER, ":answer", ":answer.first").faults().len(), 1);
    let sample = Sample::sound().edited(SOURCE, ": answer", ": answer.first");
    assert_eq!(sample.faults(), [""; 0]);
}

#[test]
fn blank_lines_are_no_listing() {
    assert_eq!(Sample::sound().edited(SOURCE, "fn answer() {}", "").faults().len(), 1);
}

#[test]
fn an_include_of_an_include_is_a_fault() {
    let nested = "// {{#include main.rs}}";
    assert_eq!(
        Sample::sound().edited(SOURCE, "fn answer() {}", nested).faults(),
        ["book/src/01-sockets.md:4: the include of `../../chapters/01-sockets/src/main.rs` \
             shows helpers of mdBook; include what they name, and not them."]
    );
}

#[test]
fn each_other_helper_is_a_fault() {
    for helper in ["rustdoc_include", "playground", "playpen", "title"] {
        let path = "../../chapters/01-sockets/src/main.rs";
        assert_eq!(with_prose(&format!("{{{{#{helper} {path}}}}}")).len(), 1, "{helper}");
    }
}
