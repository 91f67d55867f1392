//! Nobody types code or output.

use crate::sample::{CHAPTER, GLOSSARY, SOURCE, Sample};

const INCLUDE: &str = "{{#include ../../chapters/01-sockets/src/main.rs:answer}}";

#[test]
fn code_typed_into_a_chapter_is_a_fault() {
    let faults = Sample::sound().edited(CHAPTER, INCLUDE, "fn typed() {}").faults();
    assert_eq!(
        faults,
        ["book/src/01-sockets.md:4: `fn typed() {}` is typed into the page; \
             show a file by `{{#include}}`."]
    );
}

#[test]
fn code_typed_below_an_include_is_a_fault() {
    let both = format!("{INCLUDE}\nfn typed() {{}}");
    let faults = Sample::sound().edited(CHAPTER, INCLUDE, &both).faults();
    assert_eq!(
        faults,
        ["book/src/01-sockets.md:5: `fn typed() {}` is typed into the page; \
             show a file by `{{#include}}`."]
    );
}

#[test]
fn an_empty_block_is_a_fault() {
    let faults = Sample::sound().edited(CHAPTER, INCLUDE, "").faults();
    assert_eq!(
        faults,
        ["book/src/01-sockets.md:3: a block of code is empty; show a file by `{{#include}}`."]
    );
}

#[test]
fn a_command_typed_into_a_chapter_is_a_fault() {
    let command = "```console\n$ ls\n```\n\n## Sources";
    let faults = Sample::sound().edited(CHAPTER, "## Sources", command).faults();
    assert_eq!(
        faults,
        ["book/src/01-sockets.md:14: `$ ls` is typed into the page; \
             show a file by `{{#include}}`."]
    );
}

#[test]
fn output_typed_into_another_page_is_a_fault() {
    let faults = Sample::sound().edited(GLOSSARY, "```console", "```text").faults();
    assert_eq!(
        faults,
        ["book/src/glossary.md:6: `$ cargo run -p chapter-1` is typed into the page; \
             show a file by `{{#include}}`."]
    );
}

#[test]
fn a_block_without_a_language_is_a_fault() {
    let faults = Sample::sound().edited(GLOSSARY, "```console", "```").faults();
    assert_eq!(
        faults,
        ["book/src/glossary.md:5: a block of code says no language; \
             fence it as `rust`, `text` or `console`."]
    );
}

#[test]
fn an_indented_block_is_a_fault() {
    let indented = "    fn typed() {}\n\n## Sources";
    let faults = Sample::sound().edited(CHAPTER, "## Sources", indented).faults();
    assert_eq!(
        faults,
        ["book/src/01-sockets.md:13: a block of code says no language; \
             fence it as `rust`, `text` or `console`."]
    );
}

#[test]
fn a_block_in_html_is_a_fault() {
    let html = "<pre>recv(alice) = 6</pre>\n\n## Sources";
    let faults = Sample::sound().edited(CHAPTER, "## Sources", html).faults();
    assert_eq!(
        faults,
        ["book/src/01-sockets.md:13: a block of code is in HTML; \
             fence it with backquotes."]
    );
}

fn showing(name: &str, text: &str) -> Vec<String> {
    let include = format!("{{{{#include ../{name}}}}}\n\n## Sources");
    let sample = Sample::sound().with(&format!("book/{name}"), text);
    sample.edited(CHAPTER, "## Sources", &include).faults()
}

#[test]
fn a_block_that_an_include_brings_is_a_fault() {
    let fault = "book/src/01-sockets.md:1: an include brings or ends a block of code; \
                 include files without fences, in blocks of their own.";
    assert_eq!(showing("x.md", "```text\ntyped\n```\n"), [fault]);
    assert_eq!(showing("x.md", "Words.\n\n    typed\n"), [fault]);
    assert_eq!(showing("x.svg", "<svg></svg>\n\n~~~rust\ntyped\n~~~\n"), [fault]);
    assert_eq!(showing("x.md", "Words."), [""; 0]);
}

#[test]
fn a_listing_that_ends_its_own_block_is_a_fault() {
    let ends = "fn answer() {}\n```\n\n```text\ntyped";
    assert_eq!(Sample::sound().edited(SOURCE, "fn answer() {}", ends).faults().len(), 1);
}

#[test]
fn html_that_an_include_brings_is_held_to_the_same_rules() {
    assert_eq!(showing("x.svg", "<svg><PRE>typed</PRE></svg>").len(), 1);
    assert_eq!(showing("x.md", "[gone](gone.md)").len(), 1);
}

#[test]
fn an_include_over_two_lines_is_not_typed() {
    let two = INCLUDE.replace(' ', "\n");
    assert_eq!(Sample::sound().edited(CHAPTER, INCLUDE, &two).faults(), [""; 0]);
}

#[test]
fn a_helper_after_a_backslash_is_typed() {
    assert_eq!(Sample::sound().edited(CHAPTER, INCLUDE, &format!("\\{INCLUDE}")).faults().len(), 1);
}
