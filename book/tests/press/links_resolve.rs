//! A link inside the book leads to a page and to a place on it.

use crate::sample::{CHAPTER, Sample};

fn linked_to(target: &str) -> Vec<String> {
    Sample::sound().edited(CHAPTER, "glossary.md#socket", target).faults()
}

#[test]
fn a_link_to_no_page_is_a_fault() {
    assert_eq!(
        linked_to("gone.md"),
        ["book/src/01-sockets.md:11: the link `gone.md` leads to no page; \
             correct it or list the page."]
    );
}

#[test]
fn a_link_to_no_heading_is_a_fault() {
    assert_eq!(
        linked_to("glossary.md#plug"),
        ["book/src/01-sockets.md:11: the link `glossary.md#plug` leads to no place on its \
             page; correct the part after `#`."]
    );
}

#[test]
fn a_link_in_html_is_held_to_the_same_rule() {
    let html = "<a href=\"gone.svg\">picture</a>\n\n## Sources";
    assert_eq!(
        Sample::sound().edited(CHAPTER, "## Sources", html).faults(),
        ["book/src/01-sockets.md:13: the link `gone.svg` leads to no page; \
             correct it or list the page."]
    );
}

#[test]
fn links_to_the_same_page_and_out_of_the_book_pass() {
    assert_eq!(linked_to("#sources"), [""; 0]);
    assert_eq!(linked_to("https://man7.org/"), [""; 0]);
    assert_eq!(linked_to("./glossary.md"), [""; 0]);
}
