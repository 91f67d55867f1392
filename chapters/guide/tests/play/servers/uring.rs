//! One thread that hands its waiting to the kernel and is told when things are done.
#![expect(unsafe_code, reason = "the kernel borrows buffers until a request is completed")]

use std::{io, os::fd::AsRawFd};

use io_models::Server;
use io_uring::{IoUring, opcode, squeue::Entry, types::Fd};

const ACCEPT: u64 = 0;
const SENT: u64 = 1 << 32;
const CLOSED: u64 = 1 << 33;

pub(crate) fn serve(server: Server) -> io::Result<()> {
    let mut ring = IoUring::new(8)?;
    let mut buffers = vec![[0; 512]; 64];
    let listener = Fd(server.listener.as_raw_fd());
    let accept = opcode::Accept::new(listener, std::ptr::null_mut(), std::ptr::null_mut());
    let accept = accept.build().user_data(ACCEPT);
    let mut next = vec![accept.clone()];
    loop {
        // SAFETY: the buffers outlive the ring, and each descriptor has one request at a time.
        next.drain(..).try_for_each(|entry| unsafe { push(&mut ring, &entry) })?;
        ring.submit_and_wait(1)?;
        for done in
            ring.completion().map(|done| (done.user_data(), done.result())).collect::<Vec<_>>()
        {
            match done {
                (ACCEPT, client) => {
                    next.push(accept.clone());
                    next.push(receive(client, &mut buffers));
                }
                (token, _) if token & CLOSED != 0 => {}
                (token, 1..) if token & SENT != 0 => {
                    next.push(receive(client(token), &mut buffers));
                }
                (token, count @ 1..) => next.push(send(client(token), count, &buffers)),
                (token, _) => next.push(
                    opcode::Close::new(Fd(client(token)))
                        .build()
                        .user_data(CLOSED | token & 0xffff),
                ),
            }
        }
    }
}

unsafe fn push(ring: &mut IoUring, entry: &Entry) -> io::Result<()> {
    // SAFETY: as the caller promises.
    unsafe { ring.submission().push(entry) }.map_err(io::Error::other)
}

fn client(token: u64) -> i32 {
    i32::try_from(token & 0xffff).unwrap()
}

fn receive(client: i32, buffers: &mut [[u8; 512]]) -> Entry {
    let buffer = &mut buffers[client as usize];
    opcode::Recv::new(Fd(client), buffer.as_mut_ptr(), 512).build().user_data(client as u64)
}

fn send(client: i32, count: i32, buffers: &[[u8; 512]]) -> Entry {
    let buffer = &buffers[client as usize];
    let entry = opcode::Send::new(Fd(client), buffer.as_ptr(), count as u32).build();
    entry.user_data(SENT | client as u64)
}
