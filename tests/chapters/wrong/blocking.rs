//! Wrong solutions of chapters 1 and 2.

use std::{
    collections::VecDeque,
    io,
    os::fd::OwnedFd,
    thread::{self, JoinHandle},
};

use io_models::Server;
use socket_core::net::{self, Transfer};

use super::servers::accept;

/// Chapter 1, `whole-lines`: it remembers a piece of a line, if nothing else came with it.
pub(super) fn forgets_the_rest(server: Server) -> io::Result<()> {
    loop {
        let (client, mut bytes, mut begun) = (accept(&server.listener)?, [0; 512], 0);
        while let Transfer::Bytes(received @ 1..) = net::receive(&client, &mut bytes)? {
            let pieces = bytes[..received].split_inclusive(|byte| *byte == b'\n');
            let mut lines = pieces.filter(|piece| piece.ends_with(b"\n")).peekable();
            if lines.peek().is_none() {
                begun += received;
            }
            for line in lines {
                let length = std::mem::take(&mut begun) + line.len();
                net::send(&client, format!("{length} bytes\n").as_bytes())?;
            }
        }
    }
}

/// Chapter 1, `whole-lines`: a line is kept until its end, and 512 bytes are room for it.
pub(super) fn keeps_the_line_in_a_buffer(server: Server) -> io::Result<()> {
    loop {
        let (client, mut bytes, mut kept) = (accept(&server.listener)?, [0; 512], 0);
        while let Transfer::Bytes(received @ 1..) = net::receive(&client, &mut bytes[kept..])? {
            kept += received;
            while let Some(end) = bytes[..kept].iter().position(|byte| *byte == b'\n') {
                net::send(&client, format!("{} bytes\n", end + 1).as_bytes())?;
                bytes.copy_within(end + 1..kept, 0);
                kept -= end + 1;
            }
        }
    }
}

/// Chapter 2, `at-most-two`: two threads, made before anybody comes.
pub(super) fn a_pool(server: Server) -> io::Result<()> {
    let serve = || -> io::Result<()> {
        loop {
            echo(&accept(&server.listener)?)?;
        }
    };
    thread::scope(|scope| {
        let threads = [(); 2].map(|()| scope.spawn(serve));
        threads.into_iter().try_for_each(|thread| thread.join().expect("it has no bug"))
    })
}

/// Chapter 2, `at-most-two`: of two threads, it waits for the end of the one that was made first.
pub(super) fn waits_for_the_first(server: Server) -> io::Result<()> {
    let mut threads = VecDeque::new();
    loop {
        if threads.len() == 2 {
            let first: JoinHandle<_> = threads.pop_front().expect("there are two");
            first.join().expect("it has no bug")?;
        }
        let client = accept(&server.listener)?;
        threads.push_back(thread::spawn(move || echo(&client)));
    }
}

/// Chapter 2, `next-please`: no pool, but a thread for each client.
pub(super) fn a_thread_for_each(server: Server) -> io::Result<()> {
    loop {
        let client = accept(&server.listener)?;
        thread::spawn(move || echo(&client));
    }
}

/// What comes goes back, until the client leaves or meets the bug.
fn echo(client: &OwnedFd) -> io::Result<()> {
    let mut bytes = [0; 512];
    while let Transfer::Bytes(received @ 1..) = net::receive(client, &mut bytes)? {
        if &bytes[..received] == b"boom\n" {
            break;
        }
        net::send(client, &bytes[..received])?;
    }
    Ok(())
}
