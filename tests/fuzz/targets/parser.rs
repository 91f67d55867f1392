//! Any bytes, cut anywhere, are the requests that they are byte by byte.
#![no_main]

#[path = "../src/parser.rs"]
mod parser;

libfuzzer_sys::fuzz_target!(|input: &[u8]| parser::check(input));
