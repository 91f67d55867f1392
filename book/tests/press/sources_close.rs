//! A chapter ends with its sources.

use crate::sample::{CHAPTER, Sample};

#[test]
fn a_chapter_without_sources_is_a_fault() {
    assert_eq!(
        Sample::sound().edited(CHAPTER, "## Sources", "## Exercises").faults(),
        ["book/src/01-sockets.md:15: the chapter does not end with its sources; \
             add the section `## Sources` at the end."]
    );
}

#[test]
fn a_section_behind_the_sources_is_a_fault() {
    assert_eq!(
        Sample::sound().edited(CHAPTER, "- recv(2)", "- recv(2)\n\n## More\n\nWords.").faults(),
        ["book/src/01-sockets.md:19: the chapter does not end with its sources; \
             add the section `## Sources` at the end."]
    );
}

#[test]
fn an_empty_list_of_sources_is_a_fault() {
    assert_eq!(
        Sample::sound().edited(CHAPTER, "- recv(2)", "").faults(),
        ["book/src/01-sockets.md:13: the section names no source; \
             list manual pages with their sections."]
    );
}
