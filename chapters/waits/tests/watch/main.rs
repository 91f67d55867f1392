//! `waits watch`: the calls of servers that serve for real, as their clients talk to them.

#![expect(clippy::unwrap_used, reason = "a test that fails ends there")]

mod ends;
mod handed;
mod json;
mod kernel;
mod others;
#[path = "../python/mod.rs"]
mod python;
mod refused;
mod running;
mod serving;
mod signals;
mod watched;

use std::{env, process::Command};

/// Whether a program is installed; a test that misses it says so.
#[expect(clippy::print_stdout, reason = "a test that is skipped says so")]
fn is_there(program: &str, asked: &str) -> bool {
    let is_there = Command::new(program).arg(asked).output().is_ok();
    if !is_there {
        assert!(env::var_os("WFB_REQUIRE_TOOLS").is_none(), "{program} is not installed");
        println!("skipped: {program} is not installed");
    }
    is_there
}
