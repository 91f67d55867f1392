//! The kept inputs of the fuzz targets, once each, with the compiler that everybody has.

#![expect(clippy::print_stdout, reason = "the input that is named last is the one that fails")]

#[path = "../fuzz/src/parser.rs"]
mod parser;
#[path = "../fuzz/src/session.rs"]
mod session;

use std::{fs, path::Path};

/// Gives each input that is kept for a target to it.
fn replay(target: &str, check: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let entries: Vec<_> = fs::read_dir(folder).expect("the folder is there").collect();
    assert!(entries.len() >= 20, "most of the inputs are gone");
    for entry in entries {
        let path = entry.expect("it can be listed").path();
        println!("{}", path.display());
        check(&fs::read(path).expect("it can be read"));
    }
}

#[test]
fn the_parser_finds_the_same_requests_in_all_pieces() {
    replay("parser", parser::check);
}

#[test]
fn a_session_gives_the_same_replies_to_all_pieces() {
    replay("session", session::check);
}
