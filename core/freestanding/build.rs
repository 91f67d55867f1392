//! Links the server without the C library and its start-up code, which would also have relocated it,
//! and without the tables by which a panic would find its way back: here it ends the process.

fn main() {
    for argument in ["-nostdlib", "-nostartfiles", "-static", "-no-pie"] {
        println!("cargo::rustc-link-arg-bins={argument}");
    }
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/sections.ld");
    println!("cargo::rustc-link-arg-bins=-Wl,--no-eh-frame-hdr,--build-id=none,--script={script}");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=sections.ld");
}
