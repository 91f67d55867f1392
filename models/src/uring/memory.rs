//! Memory that is shared with the kernel, and lives as long as anything points into it.
#![expect(unsafe_code, reason = "mmap(2), and pointers into what it maps")]

use std::{
    ffi::c_void,
    fmt, io, mem,
    os::fd::AsFd,
    ptr::{NonNull, null_mut},
    rc::Rc,
    sync::atomic::{AtomicU32, Ordering},
};

use rustix::mm::{MapFlags, ProtFlags, mmap, mmap_anonymous, munmap};

use super::queue::Index;

/// What mmap(2) has mapped; unmapped with the last [`Array`] in it.
#[derive(Debug)]
pub(crate) struct Mapping {
    start: NonNull<u8>,
    len: usize,
}

/// Values of one kind, one behind the other, in memory that the kernel writes to as well.
pub(crate) struct Array<T> {
    first: NonNull<T>,
    len: u32,
    mapping: Rc<Mapping>,
}

impl Mapping {
    /// Memory of our own, zeroed.
    pub(crate) fn anonymous(len: usize) -> io::Result<Rc<Self>> {
        let access = ProtFlags::READ | ProtFlags::WRITE;
        // SAFETY: the kernel chooses where, so nothing else is there.
        let start = unsafe { mmap_anonymous(null_mut(), len, access, MapFlags::PRIVATE) }?;
        Ok(Self::new(start, len))
    }

    /// The part of a ring's memory at `offset`.
    pub(crate) fn of(ring: impl AsFd, offset: u64, len: usize) -> io::Result<Rc<Self>> {
        let access = ProtFlags::READ | ProtFlags::WRITE;
        let flags = MapFlags::SHARED | MapFlags::POPULATE;
        // SAFETY: the kernel chooses where, so nothing else is there.
        let start = unsafe { mmap(null_mut(), len, access, flags, ring, offset) }?;
        Ok(Self::new(start, len))
    }

    fn new(start: *mut c_void, len: usize) -> Rc<Self> {
        let start = NonNull::new(start.cast()).expect("mmap(2) maps nothing at 0 by itself");
        Rc::new(Self { start, len })
    }
}

impl Drop for Mapping {
    fn drop(&mut self) {
        // SAFETY: it is a whole mapping, and nobody points into it any more.
        let unmapped = unsafe { munmap(self.start.as_ptr().cast(), self.len) };
        debug_assert_eq!(unmapped, Ok(()));
    }
}

impl<T> Array<T> {
    /// `len` values from byte `offset` on.
    pub(crate) fn new(mapping: &Rc<Mapping>, offset: usize, len: u32) -> Self {
        let end = offset + len as usize * size_of::<T>();
        assert!(end <= mapping.len, "the kernel has said how long it is");
        // SAFETY: the offset is inside the mapping.
        let first = unsafe { mapping.start.add(offset) }.cast::<T>();
        assert!(first.is_aligned(), "the kernel aligns what it shares");
        Self { first, len, mapping: Rc::clone(mapping) }
    }

    pub(crate) fn at(&self, place: u32) -> NonNull<T> {
        assert!(place < self.len, "a place is masked");
        // SAFETY: it is one of the values that are there.
        unsafe { self.first.add(place as usize) }
    }

    /// Never unmaps it.
    pub(crate) fn leak(&self) {
        mem::forget(Rc::clone(&self.mapping));
    }
}

impl<T> fmt::Debug for Array<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Array").field("len", &self.len).finish_non_exhaustive()
    }
}

/// An array of one: an index that is shared.
impl Index for Array<AtomicU32> {
    fn load(&self, order: Ordering) -> u32 {
        // SAFETY: the mapping is there, zeroed at first, and both sides write to it atomically.
        unsafe { self.first.as_ref() }.load(order)
    }
    fn store(&self, value: u32, order: Ordering) {
        // SAFETY: as above.
        unsafe { self.first.as_ref() }.store(value, order);
    }
}
