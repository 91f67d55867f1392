//! Signals that tell of descriptors: fcntl(2) asks for them, sigtimedwait(2) takes them.
//!
//! A descriptor can have an owner, whom the kernel signals when there is news of it (O_ASYNC). As
//! it comes, the signal is SIGIO: it carries nothing, and ten of them are one. A *real-time*
//! signal in its place (F_SETSIG) waits in a queue, once for each news, and carries the number of
//! the descriptor. That queue has an end (RLIMIT_SIGPENDING). Beyond it the kernel falls back to
//! SIGIO, which then means: look at everything.
//!
//! Whichever it is, it is a hint. The descriptor that it names may be closed by now, and its
//! number may be another one's.

#![expect(unsafe_code, reason = "rustix has no calls for signals")]

use std::{
    io,
    marker::PhantomData,
    mem::MaybeUninit,
    os::fd::{AsFd, AsRawFd, OwnedFd, RawFd},
    ptr,
    sync::Arc,
};

use linux_raw_sys::general::{
    __sifields__bindgen_ty_6 as Poll, F_OWNER_TID, F_SETOWN_EX, F_SETSIG, f_owner_ex, siginfo_t,
};
use rustix::{
    event::{PollFlags, Timespec},
    io::Errno,
    net::{AddressFamily, SocketFlags, SocketType, socket_with},
    thread::gettid,
};
use signal_hook::low_level;
use socket_core::net::{self as socket, Blame};

use crate::{mask, needed::explain};

/// Blocked signals, to be taken one by one by the thread that has blocked them.
///
/// They stay blocked: one that comes late would end the process.
#[derive(Debug)]
pub struct Signals {
    set: mask::Set,
    this_thread: PhantomData<*const ()>,
}

/// What a signal says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// This descriptor has something, or had when the signal was sent.
    Of {
        /// Its number.
        descriptor: RawFd,
        /// What it has, in the words of poll(2).
        band: PollFlags,
    },
    /// SIGIO: the queue was full, and the client that it was about is lost. Or somebody has sent it (kill(2)).
    Overflow,
}

/// Whether all this can be had.
///
/// # Errors
/// It says what is missing, and the way out.
pub fn available() -> io::Result<()> {
    let asked = asked_once();
    asked.map_err(|error| explain("F_SETOWN_EX of fcntl(2) or sigtimedwait(2)", "2.6.32", error))
}

/// Asks for the signals of a socket of which there is never any news, and takes one if it is there.
/// (Of a pipe there is: its end, if a fork(2) by another thread keeps its reader open.)
fn asked_once() -> io::Result<()> {
    let silent = socket_with(AddressFamily::INET, SocketType::DGRAM, SocketFlags::CLOEXEC, None)?;
    ask_for_sigio(silent)?;
    let set = mask::set(&[libc::SIGRTMIN()])?;
    let signals = Signals { set, this_thread: PhantomData };
    signals.wait(Some(&Timespec::default())).map(drop)
}

impl Signals {
    /// Blocks the signals in this thread: from now on they wait to be taken.
    ///
    /// # Errors
    /// Only ours.
    pub fn block() -> io::Result<Self> {
        let set = mask::set(&[libc::SIGIO, libc::SIGRTMIN()])?;
        mask::block(&set)?;
        Ok(Self { set, this_thread: PhantomData })
    }

    /// Asks for a real-time signal at each news of a descriptor, which blocks no more either. Of
    /// what has come before, no signal tells.
    ///
    /// # Errors
    /// ENOMEM; or ours: a descriptor that can't signal, such as a file's.
    pub fn arm(&self, descriptor: impl AsFd) -> io::Result<()> {
        own(&descriptor)?;
        control(&descriptor, F_SETSIG, libc::SIGRTMIN())?;
        switch_on(&descriptor)
    }

    /// Waits for the next signal, until the time is up. `None` if it is, or if a handler ran.
    ///
    /// SIGIO is taken first: the kernel chooses the lowest number (signal(7)).
    ///
    /// # Errors
    /// Only ours.
    pub fn wait(&self, timeout: Option<&Timespec>) -> io::Result<Option<News>> {
        let timeout =
            timeout.map(|time| libc::timespec { tv_sec: time.tv_sec, tv_nsec: time.tv_nsec });
        let timeout = timeout.as_ref().map_or(ptr::null(), ptr::from_ref);
        let mut info = MaybeUninit::<siginfo_t>::zeroed();
        // SAFETY: the set and the timeout are read, and the kernel writes a siginfo_t.
        let signal =
            unsafe { libc::sigtimedwait(&raw const self.set, info.as_mut_ptr().cast(), timeout) };
        if signal == -1 {
            return nothing_came(io::Error::last_os_error());
        }
        // SAFETY: zeros are a siginfo_t, and so is what the kernel has written over them.
        Ok(Some(news(unsafe { info.assume_init() })))
    }
}

/// The time is up, which EAGAIN says here (sigtimedwait(2)), and not that it is out of anything.
fn nothing_came(error: io::Error) -> io::Result<Option<News>> {
    match Errno::from_io_error(&error).map(socket::blame) {
        Some(Blame::Nobody | Blame::Moment) => Ok(None),
        _ => Err(error),
    }
}

/// The kernel says by a code above 0 that it has sent a signal itself. Anyone else's says nothing.
fn news(info: siginfo_t) -> News {
    // SAFETY: all of it was written, and no bits are wrong in it.
    let info = unsafe { info.__bindgen_anon_1.__bindgen_anon_1 };
    if info.si_signo == libc::SIGIO || info.si_code <= 0 {
        return News::Overflow;
    }
    // SAFETY: this is what the kernel writes with a signal of F_SETSIG (fcntl(2)).
    let Poll { _band, _fd } = unsafe { info._sifields._sigpoll };
    // What is no set of 16 flags is all of them.
    let band = PollFlags::from_bits_retain(_band.try_into().unwrap_or(!0));
    News::Of { descriptor: _fd, band }
}

// ANCHOR: handler
/// At each SIGIO, a handler adds one to the eventfd: one write(2), and no more.
///
/// # Errors
/// The handler is refused (sigaction(2)).
pub fn count_in(eventfd: Arc<OwnedFd>) -> io::Result<()> {
    let handler = move || {
        // It fails only if the count is full, and then it is not zero either.
        _ = rustix::io::write(&eventfd, &1_u64.to_ne_bytes());
    };
    // SAFETY: all that it calls is write(2), as a handler may (signal-safety(7)).
    unsafe { low_level::register(libc::SIGIO, handler) }?;
    Ok(())
}
// ANCHOR_END: handler

/// Asks for SIGIO at news of a descriptor, which blocks no more either.
///
/// # Errors
/// Only ours: a descriptor that can't signal, such as a file's.
pub fn ask_for_sigio(descriptor: impl AsFd) -> io::Result<()> {
    own(&descriptor)?;
    switch_on(&descriptor)
}

/// Names this thread, and no other one of the process, as the one to signal.
fn own(descriptor: &impl AsFd) -> io::Result<()> {
    let owner = f_owner_ex { type_: F_OWNER_TID.cast_signed(), pid: gettid().as_raw_pid() };
    let (descriptor, command) = (descriptor.as_fd().as_raw_fd(), F_SETOWN_EX.cast_signed());
    // SAFETY: F_SETOWN_EX reads an f_owner_ex.
    done(unsafe { libc::fcntl(descriptor, command, &raw const owner) })
}

fn switch_on(descriptor: &impl AsFd) -> io::Result<()> {
    control(descriptor, libc::F_SETFL.cast_unsigned(), libc::O_ASYNC | libc::O_NONBLOCK)
}

fn control(descriptor: &impl AsFd, command: u32, argument: i32) -> io::Result<()> {
    let (descriptor, command) = (descriptor.as_fd().as_raw_fd(), command.cast_signed());
    // SAFETY: these commands take a number and touch no memory of ours.
    done(unsafe { libc::fcntl(descriptor, command, argument) })
}

fn done(result: i32) -> io::Result<()> {
    if result == -1 { Err(io::Error::last_os_error()) } else { Ok(()) }
}
