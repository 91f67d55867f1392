//! A transcript on a page is a recording that a test compares on every run.

use crate::sample::{CHAPTER, SNAPSHOT, Sample};

#[test]
fn a_transcript_from_another_file_is_a_fault() {
    let faults = Sample::sound()
        .with("tests/run.txt", "recv(alice) = 6\n")
        .edited(CHAPTER, "tests/snapshots/run.snap:4:", "tests/run.txt")
        .faults();
    assert_eq!(
        faults,
        ["book/src/01-sockets.md:8: the transcript `../../tests/run.txt` is no snapshot; \
             record it by a test and include the `.snap` file."]
    );
}

#[test]
fn a_snapshot_that_lives_elsewhere_is_a_fault() {
    let faults = Sample::sound()
        .with("book/run.snap", "---\nsource: me\n---\nrecv(alice) = 6\n")
        .edited(CHAPTER, "../../tests/snapshots/run.snap", "../run.snap")
        .faults();
    assert_eq!(
        faults,
        ["book/src/01-sockets.md:8: the snapshot `../run.snap` is not in tests/snapshots; \
             let the tests keep it there."]
    );
}

#[test]
fn a_snapshot_with_its_header_is_a_fault() {
    let faults = Sample::sound().edited(CHAPTER, "run.snap:4:", "run.snap").faults();
    assert_eq!(
        faults,
        ["book/src/01-sockets.md:8: the snapshot `../../tests/snapshots/run.snap` \
             is shown with its header or cut; end the include with `:4:`."]
    );
}

#[test]
fn a_snapshot_whose_header_is_longer_is_a_fault() {
    let faults = Sample::sound().edited(SNAPSHOT, "source", "expression: text\nsource").faults();
    assert_eq!(
        faults,
        ["book/src/01-sockets.md:8: the snapshot `../../tests/snapshots/run.snap` \
             has no header of three lines; set `omit_expression` in insta."]
    );
}
