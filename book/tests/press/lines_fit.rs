//! What a page shows is narrow enough.

use crate::sample::{SNAPSHOT, SOURCE, Sample};

fn listing_of(width: usize) -> Vec<String> {
    let wide = format!("//{}", "-".repeat(width - 2));
    Sample::sound().edited(SOURCE, "fn answer() {}", &wide).faults()
}

/// Arrows, so that a column is not taken for a byte.
fn transcript_of(width: usize) -> Vec<String> {
    Sample::sound().edited(SNAPSHOT, "recv(alice) = 6", &"▶".repeat(width)).faults()
}

#[test]
fn a_listing_has_85_columns() {
    assert_eq!(listing_of(85), [""; 0]);
    assert_eq!(
        listing_of(86),
        ["book/src/01-sockets.md:4: line 3 of `../../chapters/01-sockets/src/main.rs` \
             has 86 columns of 85; break the line there."]
    );
}

#[test]
fn a_transcript_has_100_columns() {
    assert_eq!(transcript_of(100), [""; 0]);
    assert_eq!(
        transcript_of(101),
        ["book/src/01-sockets.md:8: line 4 of `../../tests/snapshots/run.snap` \
             has 101 columns of 100; break the line there."]
    );
}
