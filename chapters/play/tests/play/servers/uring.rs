//! One thread that hands its waiting to the kernel and is told when things are done.
#![expect(unsafe_code, reason = "the kernel borrows buffers until a request is completed")]

use std::{io, os::fd::AsRawFd, ptr::null_mut};

use io_models::Server;
use io_uring::{IoUring, cqueue::Entry as Completion, opcode, squeue::Entry, types::Fd};

/// A request's number: what it asks, above the client's descriptor.
const CLIENT: u64 = 0xffff;
const RECEIVE: u64 = 1 << 16;
const SEND: u64 = 2 << 16;
const CLOSE: u64 = 3 << 16;

pub(crate) fn serve(server: Server) -> io::Result<()> {
    let mut ring = IoUring::new(8)?;
    let mut buffers = vec![[0; 512]; 64];
    let accept =
        opcode::Accept::new(Fd(server.listener.as_raw_fd()), null_mut(), null_mut()).build();
    let mut next = vec![accept.clone()];
    loop {
        for entry in next.drain(..) {
            // SAFETY: the buffers stay where they are, and each has one request at a time.
            unsafe { ring.submission().push(&entry) }.map_err(io::Error::other)?;
        }
        ring.submit_and_wait(1)?;
        for done in ring.completion() {
            if done.user_data() == 0 {
                next.push(accept.clone());
            }
            next.extend(follows(&done, &mut buffers));
        }
    }
}

/// What a client waits for after this.
fn follows(done: &Completion, buffers: &mut [[u8; 512]]) -> Option<Entry> {
    let client = done.user_data() & CLIENT;
    match (done.user_data() & !CLIENT, u32::try_from(done.result()).unwrap_or(0)) {
        (0, client) => Some(receive(client.into(), buffers)),
        (RECEIVE, 0) => Some(close(client)),
        (RECEIVE, count) => Some(send(client, count, buffers)),
        (SEND, _) => Some(receive(client, buffers)),
        _ => None,
    }
}

fn receive(client: u64, buffers: &mut [[u8; 512]]) -> Entry {
    let buffer = buffers[usize::try_from(client).unwrap()].as_mut_ptr();
    opcode::Recv::new(descriptor(client), buffer, 512).build().user_data(RECEIVE | client)
}

fn send(client: u64, count: u32, buffers: &[[u8; 512]]) -> Entry {
    let buffer = buffers[usize::try_from(client).unwrap()].as_ptr();
    opcode::Send::new(descriptor(client), buffer, count).build().user_data(SEND | client)
}

fn close(client: u64) -> Entry {
    opcode::Close::new(descriptor(client)).build().user_data(CLOSE | client)
}

fn descriptor(client: u64) -> Fd {
    Fd(i32::try_from(client).unwrap())
}
