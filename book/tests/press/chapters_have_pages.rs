//! Every chapter that runs can be read, and every page can be reached.

use crate::sample::Sample;

#[test]
fn a_chapter_without_a_page_is_a_fault() {
    let faults = Sample::sound().with("chapters/02-threads/src/main.rs", "").faults();
    assert_eq!(
        faults,
        ["book/src/SUMMARY.md:1: `02-threads.md` is not listed; \
             write the page and list it here."]
    );
}

#[test]
fn a_page_that_is_not_listed_is_a_fault() {
    let faults = Sample::sound().with("book/src/lost.md", "# Lost\n").faults();
    assert_eq!(
        faults,
        ["book/src/SUMMARY.md:1: `lost.md` is not listed; write the page and list it here."]
    );
}

#[test]
fn the_guide_needs_no_page() {
    let sample = Sample::sound().with("chapters/guide/src/lib.rs", "");
    assert_eq!(sample.faults(), [""; 0]);
}
