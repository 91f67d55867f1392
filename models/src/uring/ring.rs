//! An io_uring(7): a queue of requests to the kernel, and a queue of what has become of them.
//!
//! What the kernel may touch behind our back belongs to the ring until the kernel has said for the
//! last time that it is done, also after a cancel. So no caller can free, move or change it:
//!
//! - the queues and the provided buffers are the ring's own;
//! - an outbox or inbox is *lent*: moved into the ring, and handed back with its completion. A
//!   session lends one of its two buffers at a time, because it wants one thing at a time.
//!
//! Linux 6.1 or later: that is what [`FLAGS`] take.
#![expect(unsafe_code, reason = "the kernel borrows memory until a request is completed")]

mod asked;
mod asks;
mod end;

use std::{
    collections::HashMap,
    io,
    os::fd::{FromRawFd, OwnedFd},
    ptr::{from_ref, null_mut},
    sync::atomic::{AtomicU32, Ordering},
};

use asked::Asked;
pub use asked::Done;
use rustix::{
    event::Timespec,
    io::Errno,
    io_uring::{
        IORING_CQE_BUFFER_SHIFT, IORING_OFF_SQ_RING, IORING_OFF_SQES, IoringCqeFlags,
        IoringEnterFlags, IoringSetupFlags, io_uring_cqe, io_uring_enter_arg,
        io_uring_getevents_arg, io_uring_params, io_uring_ptr, io_uring_setup, io_uring_sqe,
    },
};
use socket_core::net::{self, Blame};

use super::{
    buffers::Buffers,
    memory::{Array, Mapping},
    queue::{Drainer, Filler, Index},
    unavailable,
};
use crate::scarcity;

/// One thread asks, and the kernel completes only while that thread waits in io_uring_enter(2): so
/// it interrupts nobody. A request that is refused must not hold up those behind it.
const FLAGS: IoringSetupFlags = IoringSetupFlags::SINGLE_ISSUER
    .union(IoringSetupFlags::DEFER_TASKRUN)
    .union(IoringSetupFlags::SUBMIT_ALL)
    .union(IoringSetupFlags::CQSIZE)
    .union(IoringSetupFlags::CLAMP);

/// The number of requests whose own completion says nothing: those about other requests.
const NO_NEWS: u64 = u64::MAX;

/// How much room a ring has: numbers that are powers of two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sizes {
    /// Requests that can wait to be submitted together; more take one more call.
    pub requests: u32,
    /// Completions that can wait to be read; the kernel keeps what is more until there is room.
    pub completions: u32,
    /// Provided buffers.
    pub buffers: u16,
    /// Bytes of each of them.
    pub bytes: u32,
}

/// A ring, and all that the kernel may touch because of it.
#[derive(Debug)]
pub struct Ring {
    file: OwnedFd,
    submissions: Filler<Array<AtomicU32>>,
    entries: Array<io_uring_sqe>,
    completions: Drainer<Array<AtomicU32>>,
    results: Array<io_uring_cqe>,
    buffers: Buffers,
    /// What the kernel has been asked for, by its number, until the last completion of it.
    asked: HashMap<u64, Asked>,
    /// How many of these nobody waits for; they complete as soon as they are submitted.
    quiet: u32,
    /// The provided buffer that the last completion came with, and how much is in it.
    filled: Option<(u16, usize)>,
}

impl Ring {
    /// A ring with nothing asked.
    ///
    /// # Errors
    /// It says so if the kernel is too old for it or forbids it; ENOMEM.
    pub fn new(sizes: Sizes) -> io::Result<Self> {
        let mut params = io_uring_params::default();
        params.flags = FLAGS;
        params.cq_entries = sizes.completions;
        // SAFETY: it takes no descriptor, without ATTACH_WQ.
        let file = unsafe { io_uring_setup(sizes.requests, &mut params) };
        let file = file.map_err(|error| unavailable::explain(error.into()))?;
        let (sq, cq) = (params.sq_off, params.cq_off);
        let sq_end = sq.array as usize + params.sq_entries as usize * size_of::<u32>();
        let cq_end = cq.cqes as usize + params.cq_entries as usize * size_of::<io_uring_cqe>();
        let queues = Mapping::of(&file, IORING_OFF_SQ_RING, sq_end.max(cq_end))?;
        let word = |offset: u32| Array::new(&queues, offset as usize, 1);
        let len = params.sq_entries as usize * size_of::<io_uring_sqe>();
        let entries = Mapping::of(&file, IORING_OFF_SQES, len)?;
        // Between a place and its entry stands one more index; ours is always the same.
        for place in 0..params.sq_entries {
            let index: Array<AtomicU32> = word(sq.array + 4 * place);
            index.store(place, Ordering::Relaxed);
        }
        let buffers = Buffers::new(sizes.buffers, sizes.bytes)?;
        buffers.register(&file).map_err(unavailable::explain)?;
        Ok(Self {
            submissions: Filler::new(word(sq.head), word(sq.tail), params.sq_entries),
            entries: Array::new(&entries, 0, params.sq_entries),
            completions: Drainer::new(word(cq.head), word(cq.tail), params.cq_entries),
            results: Array::new(&queues, cq.cqes as usize, params.cq_entries),
            buffers,
            asked: HashMap::new(),
            quiet: 0,
            filled: None,
            file,
        })
    }

    /// Whether a request of this number has not had its last completion.
    #[must_use]
    pub fn is_asked(&self, data: u64) -> bool {
        self.asked.contains_key(&data)
    }

    /// Submits what was asked for, and waits for a completion that is news, until `timeout` or a
    /// signal; whether it waited in vain. What was sent quietly completes at once, so one more
    /// completion is news: somebody else's, or the one that says that not all of it was sent.
    ///
    /// # Errors
    /// Only ours (io_uring_enter(2)).
    pub fn wait(&mut self, timeout: Option<Timespec>) -> io::Result<bool> {
        let least = self.quiet + 1;
        Ok(self.enter(least, timeout.as_ref())? && self.completions.filled() < least)
    }

    /// The next completion, if there is one.
    #[expect(clippy::should_implement_trait, reason = "its bytes are borrowed from the ring")]
    pub fn next(&mut self) -> Option<Done> {
        if let Some((id, _)) = self.filled.take() {
            self.buffers.give(id);
        }
        loop {
            let place = self.completions.place()?;
            // SAFETY: the kernel has filled this place, and will not before we have moved on.
            let result = unsafe { self.results.at(place).read() };
            self.completions.advance();
            if result.user_data.u64_() != NO_NEWS {
                return Some(self.done(&result));
            }
        }
    }

    /// The bytes in the provided buffer of the completion that was last, until the next one.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.filled.map_or(&[], |(id, len)| self.buffers.filled(id, len))
    }

    /// Takes down what is asked, then asks.
    fn ask(&mut self, data: u64, entry: io_uring_sqe, asked: Asked) -> io::Result<()> {
        assert!(data != NO_NEWS && !self.is_asked(data), "each request has a number of its own");
        self.push(data, entry)?;
        // It is not submitted before the next call, so what it points to is in time.
        self.asked.insert(data, asked);
        Ok(())
    }

    fn push(&mut self, data: u64, mut entry: io_uring_sqe) -> io::Result<()> {
        entry.user_data = data.into();
        let place = loop {
            match self.submissions.place() {
                Some(place) => break place,
                None => self.enter(0, None).map(drop)?,
            }
        };
        // SAFETY: the place is ours until it is published. What the entry points to, if anything,
        // is in `asked`, until the last completion.
        unsafe { self.entries.at(place).write(entry) };
        Ok(())
    }

    /// Whether the kernel has waited, or there was nothing to wait for.
    fn enter(&mut self, least: u32, timeout: Option<&Timespec>) -> io::Result<bool> {
        self.submissions.publish();
        let timeout = timeout.map_or(null_mut(), |time| from_ref(time).cast_mut().cast());
        let argument = io_uring_getevents_arg { ts: io_uring_ptr::new(timeout), ..<_>::default() };
        let flags = IoringEnterFlags::GETEVENTS | IoringEnterFlags::EXT_ARG;
        let number = self.submissions.filled();
        // SAFETY: the entries are whole, and what they point to is kept; the timeout is only read.
        match unsafe { io_uring_enter_arg(&self.file, number, least, flags, Some(&argument)) } {
            Ok(taken) => Ok(taken == number),
            Err(error) => match net::blame(error) {
                // A signal, or the time is up.
                Blame::Nobody => Ok(true),
                // There is no memory, or no room until we have read.
                Blame::Moment => {
                    if self.completions.filled() == 0 {
                        scarcity::rest();
                    }
                    Ok(false)
                }
                Blame::Peer | Blame::Us => Err(unavailable::explain(error.into())),
            },
        }
    }

    fn done(&mut self, result: &io_uring_cqe) -> Done {
        let data = result.user_data.u64_();
        let more = result.flags.contains(IoringCqeFlags::MORE);
        let count = usize::try_from(result.res);
        let count = count.map_err(|_| Errno::from_raw_os_error(-result.res));
        let accepts = matches!(self.asked.get(&data), Some(Asked::Clients));
        // SAFETY: an accept that succeeds makes a descriptor for us, and tells nobody else of it.
        let client =
            (accepts && count.is_ok()).then(|| unsafe { OwnedFd::from_raw_fd(result.res) });
        if result.flags.contains(IoringCqeFlags::BUFFER) {
            let id = u16::try_from(result.flags.bits() >> IORING_CQE_BUFFER_SHIFT);
            let id = id.expect("the upper half of 32 bits");
            self.filled = Some((id, count.unwrap_or(0)));
        }
        let lent = match if more { None } else { self.asked.remove(&data) } {
            Some(Asked::Lent(buffer)) => Some(buffer),
            Some(Asked::Quietly(buffer)) => {
                self.quiet -= 1;
                Some(buffer)
            }
            Some(Asked::Clients | Asked::Word | Asked::Cancelled) | None => None,
        };
        Done { data, result: count, more, client, lent }
    }
}
