//! Links the program for the board's memory.

fn main() {
    println!("cargo::rustc-link-arg-bins=-T{}/memory.ld", env!("CARGO_MANIFEST_DIR"));
    println!("cargo::rerun-if-changed=memory.ld");
}
