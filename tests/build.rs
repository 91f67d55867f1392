//! Puts the programs of these tests at a fixed place in memory. Each is started again as a server,
//! thousands of times, and would first have to write to every page that holds an address.

use std::env;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if env::var("CARGO_CFG_TARGET_ENV").is_ok_and(|library| library == "gnu") {
        println!("cargo::rustc-link-arg-tests=-no-pie");
    }
}
