//! Provided buffers: memory that the kernel takes a piece of only when bytes have come.
//!
//! So thousands of receives can be asked for, and not one of them holds a buffer while its client
//! is silent. The pieces are handed over in a queue, which we fill and the kernel empties.
#![expect(unsafe_code, reason = "the kernel writes into these buffers")]

use std::{
    io,
    os::fd::AsFd,
    ptr::NonNull,
    slice,
    sync::atomic::{AtomicU16, Ordering},
};

use rustix::io_uring::{
    IoringRegisterOp, io_uring_buf, io_uring_buf_reg, io_uring_ptr, io_uring_register,
};

use super::memory::{Array, Mapping};

/// The tail of the queue lies behind its first entry, in a field that has no other use.
const TAIL: usize = size_of::<Entry>();

/// What the queue says of a buffer: all of `io_uring_buf` but the field that may be the tail.
#[repr(C, packed(2))]
struct Entry {
    address: NonNull<u8>,
    len: u32,
    id: u16,
}

/// All buffers of a ring.
#[derive(Debug)]
pub(crate) struct Buffers {
    queue: Array<io_uring_buf>,
    tail: Array<AtomicU16>,
    /// Behind the queue, in the same mapping: the buffers themselves.
    bytes: Array<u8>,
    /// How many there are, a power of two.
    number: u16,
    /// How long each of them is, in bytes.
    size: u32,
    next: u16,
}

impl Buffers {
    pub(crate) fn new(number: u16, size: u32) -> io::Result<Self> {
        let queue = usize::from(number) * size_of::<io_uring_buf>();
        let len = u32::from(number) * size;
        let mapping = Mapping::anonymous(queue + len as usize)?;
        let mut buffers = Self {
            queue: Array::new(&mapping, 0, number.into()),
            tail: Array::new(&mapping, TAIL, 1),
            bytes: Array::new(&mapping, queue, len),
            number,
            size,
            next: 0,
        };
        (0..number).for_each(|id| buffers.give(id));
        Ok(buffers)
    }

    /// Tells a ring of them: they are its group 0.
    pub(crate) fn register(&self, ring: impl AsFd) -> io::Result<()> {
        let mut registration = io_uring_buf_reg::default();
        registration.ring_addr = io_uring_ptr::new(self.queue.at(0).as_ptr().cast());
        registration.ring_entries = self.number.into();
        let argument = (&raw const registration).cast();
        // SAFETY: the queue is as long as it says, and the ring's owner keeps it to the end.
        unsafe { io_uring_register(ring, IoringRegisterOp::RegisterPbufRing, argument, 1) }?;
        Ok(())
    }

    /// What the kernel has put into a buffer that it has taken.
    pub(crate) fn filled(&self, id: u16, len: usize) -> &[u8] {
        assert!(len <= self.size as usize, "the kernel knows how long a buffer is");
        let first = self.start(id);
        // SAFETY: until it is given back the kernel does not write to it.
        unsafe { slice::from_raw_parts(first.as_ptr(), len) }
    }

    /// Hands a buffer to the kernel: once at first, and then each time that it has been read.
    pub(crate) fn give(&mut self, id: u16) {
        let entry = Entry { address: self.start(id), len: self.size, id };
        let place = self.queue.at(u32::from(self.next & (self.number - 1)));
        // SAFETY: the place is free: the kernel has emptied it when it took the buffer. An entry
        // ends before the field that is the tail.
        unsafe { place.cast::<Entry>().write(entry) };
        self.next = self.next.wrapping_add(1);
        // SAFETY: the tail is shared, so it is only ever stored to atomically. Release: the kernel
        // must not see the tail before the entry.
        unsafe { self.tail.at(0).as_ref() }.store(self.next, Ordering::Release);
    }

    /// Leaves them to the kernel for ever.
    pub(crate) fn leak(&self) {
        self.bytes.leak();
    }

    fn start(&self, id: u16) -> NonNull<u8> {
        self.bytes.at(u32::from(id) * self.size)
    }
}
