//! A store that one thread owns: the other one sends it each request, and waits for the reply.
//!
//! Four calls for a request: each side tells the other by writing to an eventfd(2), and waits by
//! reading from its own. (A thread that has other clients would wait in epoll_wait(2): two more.)

use std::{
    io,
    os::fd::OwnedFd,
    sync::atomic::{AtomicBool, AtomicU8, Ordering},
    thread,
    time::Duration,
};

use rustix::{
    event::{EventfdFlags, eventfd},
    io::{read, write},
    time::ClockId,
};

use super::{
    spent::cpu,
    store::{ask, filled},
};

/// What the two threads share.
struct Letters {
    /// The key of the request. (The reply stays where it is: a server would copy it once more.)
    key: AtomicU8,
    over: AtomicBool,
    to_owner: OwnedFd,
    to_asker: OwnedFd,
}

/// Nanoseconds of processor time of a request, in both threads together. (There is no lock.)
pub(crate) fn cost(requests: u64) -> io::Result<(f64, f64)> {
    let event = || eventfd(0, EventfdFlags::CLOEXEC);
    let letters = Letters {
        key: AtomicU8::new(0),
        over: AtomicBool::new(false),
        to_owner: event()?,
        to_asker: event()?,
    };
    let time = thread::scope(|scope| {
        let owner = scope.spawn(|| own(&letters));
        let asked = ask_all(&letters, requests);
        letters.over.store(true, Ordering::Release);
        tell(&letters.to_owner)?;
        let owned = owner.join().expect("it owns a store")?;
        Ok::<_, io::Error>(asked? + owned)
    })?;
    Ok((time.as_nanos() as f64 / requests as f64, 0.0))
}

fn ask_all(letters: &Letters, requests: u64) -> io::Result<Duration> {
    let before = cpu(ClockId::ThreadCPUTime);
    for number in 0..requests {
        letters.key.store((number % 64) as u8, Ordering::Release);
        tell(&letters.to_owner)?;
        hear(&letters.to_asker)?;
    }
    Ok(cpu(ClockId::ThreadCPUTime) - before)
}

fn own(letters: &Letters) -> io::Result<Duration> {
    let (mut store, before) = (filled(), cpu(ClockId::ThreadCPUTime));
    loop {
        hear(&letters.to_owner)?;
        if letters.over.load(Ordering::Acquire) {
            return Ok(cpu(ClockId::ThreadCPUTime) - before);
        }
        ask(&mut store, letters.key.load(Ordering::Acquire));
        tell(&letters.to_asker)?;
    }
}

fn tell(event: &OwnedFd) -> io::Result<()> {
    Ok(write(event, &1_u64.to_ne_bytes()).map(drop)?)
}

fn hear(event: &OwnedFd) -> io::Result<()> {
    Ok(read(event, &mut [0; 8]).map(drop)?)
}
