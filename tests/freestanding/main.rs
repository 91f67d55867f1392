//! The core on the bare kernel: without std, alloc and libc, it still answers.

#![cfg(all(target_os = "linux", target_arch = "x86_64"))]

use std::{
    io::{Read, Write},
    net::{Shutdown, TcpListener, TcpStream},
    os::fd::OwnedFd,
    path::{Path, PathBuf},
    process::{Child, Command},
    time::Duration,
};

/// A program that does not outlive the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.kill().and_then(|()| self.0.wait()).expect("it can be stopped");
    }
}

#[test]
fn answers_over_tcp_without_std_alloc_and_libc() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let program = build();
    let _server = Running(Command::new(program).stdin(OwnedFd::from(listener)).spawn().unwrap());

    let mut client = TcpStream::connect(address).unwrap();
    client.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    client.write_all(b"PING\r\n*2\r\n$4\r\nECHO\r\n$5\r\nhello\r\nGET key\r\n").unwrap();
    client.shutdown(Shutdown::Write).unwrap();
    let mut replies = String::new();
    client.read_to_string(&mut replies).unwrap();
    assert_eq!(replies, "+PONG\r\n$5\r\nhello\r\n$-1\r\n");
}

/// Built alone: in one build with the others, features of theirs would bring std along.
fn build() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let target = root.join("target/freestanding-test");
    let status = Command::new(env!("CARGO"))
        .current_dir(&root)
        .args(["build", "--quiet", "--package", "freestanding", "--features", "server"])
        .args(["--profile", "freestanding", "--target-dir"])
        .arg(&target)
        .status()
        .expect("cargo runs this test");
    assert!(status.success(), "the freestanding server does not build");
    target.join("freestanding/freestanding")
}
