//! The echo of chapter 16's first step, with Rust's standard library.

use std::{
    io::{Read, Write},
    net::TcpListener,
    os::fd::{AsFd, OwnedFd},
};

fn main() -> std::io::Result<()> {
    let inherited: OwnedFd = std::io::stdin().as_fd().try_clone_to_owned()?;
    let listener = TcpListener::from(inherited);
    let mut bytes = [0; 512];
    loop {
        let (mut client, _) = listener.accept()?;
        while let Ok(n @ 1..) = client.read(&mut bytes) {
            if client.write_all(&bytes[..n]).is_err() {
                break;
            }
        }
    }
}
