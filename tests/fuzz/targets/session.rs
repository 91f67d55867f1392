//! Any bytes, cut anywhere, get the replies that they get byte by byte.
#![no_main]

#[path = "../src/session.rs"]
mod session;

libfuzzer_sys::fuzz_target!(|input: &[u8]| session::check(input));
