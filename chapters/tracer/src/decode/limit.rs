//! How long a call waits at most: where each call keeps its timeout, and in which unit.

use std::time::Duration;

use recording::Limit;

use crate::{
    decode::call::{Entered, descriptor},
    stops::memory::Memory,
};

/// A wait shorter than this belongs to a loop that comes round by itself; the director waits for
/// its end. A longer one is a rest in which a client may act.
pub(crate) const SHORT: Duration = Duration::from_millis(20);

/// The wait of futex(2) that names an hour; with FUTEX_CLOCK_REALTIME, by another clock.
const WAIT_BITSET: i32 = libc::FUTEX_WAIT_BITSET;

/// IORING_ENTER_EXT_ARG: the timeout is in a struct.
const EXTENDED: u64 = 1 << 3;

/// The timeout of the call `number`, which may have none.
pub(crate) fn of(number: i64, arguments: &[u64; 6], memory: &Memory) -> Option<Duration> {
    match number {
        #[cfg(target_arch = "x86_64")]
        libc::SYS_poll => milliseconds(arguments[2]),
        #[cfg(target_arch = "x86_64")]
        libc::SYS_epoll_wait => milliseconds(arguments[3]),
        #[cfg(target_arch = "x86_64")]
        libc::SYS_select => at(arguments[4], Duration::from_micros, memory),
        libc::SYS_epoll_pwait => milliseconds(arguments[3]),
        libc::SYS_epoll_pwait2 => at(arguments[3], Duration::from_nanos, memory),
        libc::SYS_ppoll | libc::SYS_rt_sigtimedwait => {
            at(arguments[2], Duration::from_nanos, memory)
        }
        libc::SYS_pselect6 => at(arguments[4], Duration::from_nanos, memory),
        libc::SYS_io_uring_enter if arguments[3] & EXTENDED != 0 => {
            let time = memory.long(arguments[4] + 16)?;
            at(time.cast_unsigned(), Duration::from_nanos, memory)
        }
        libc::SYS_futex if waits_on_futex(arguments[1]) => {
            at(arguments[3], Duration::from_nanos, memory)
        }
        libc::SYS_nanosleep => at(arguments[0], Duration::from_nanos, memory),
        libc::SYS_clock_nanosleep if arguments[1] == 0 => {
            at(arguments[2], Duration::from_nanos, memory)
        }
        _ => None,
    }
}

/// The hour until which a call waits, by the clock that programs read, if it names one.
pub(crate) fn hour(number: i64, arguments: &[u64; 6], memory: &Memory) -> Option<Duration> {
    let monotonic = descriptor(arguments[0]) == libc::CLOCK_MONOTONIC;
    match number {
        libc::SYS_clock_nanosleep if monotonic && arguments[1] != 0 => {
            at(arguments[2], Duration::from_nanos, memory)
        }
        libc::SYS_futex if descriptor(arguments[1]) & !libc::FUTEX_PRIVATE_FLAG == WAIT_BITSET => {
            at(arguments[3], Duration::from_nanos, memory)
        }
        _ => None,
    }
}

/// Whether it waits until an hour of the calendar, which is nobody's to hold.
pub(crate) fn is_of_calendar(call: &Entered) -> bool {
    let operation = descriptor(call.arguments[1]);
    call.number == libc::SYS_futex && operation & libc::FUTEX_CLOCK_REALTIME != 0
}

/// Whether this operation of futex(2) is a wait; its time may be a length or an hour.
pub(crate) fn waits_on_futex(operation: u64) -> bool {
    let operation =
        descriptor(operation) & !(libc::FUTEX_PRIVATE_FLAG | libc::FUTEX_CLOCK_REALTIME);
    matches!(operation, libc::FUTEX_WAIT | libc::FUTEX_WAIT_BITSET)
}

/// A timeout in a register: negative means for ever.
fn milliseconds(register: u64) -> Option<Duration> {
    u64::try_from(descriptor(register)).ok().map(Duration::from_millis)
}

/// A timeout in memory: seconds, then a fraction in the given unit; no address means for ever.
fn at(address: u64, unit: fn(u64) -> Duration, memory: &Memory) -> Option<Duration> {
    if address == 0 {
        return None;
    }
    let [seconds, fraction] = [memory.long(address)?, memory.long(address + 8)?];
    let seconds = Duration::from_secs(u64::try_from(seconds).ok()?);
    Some(seconds.saturating_add(unit(u64::try_from(fraction).ok()?)))
}

/// The timeout of a call that waits for something: what is left of one differs from run to run.
pub(crate) fn of_wait(limit: Option<Duration>) -> Option<Limit> {
    limit.map(|limit| if limit.is_zero() { Limit::NoWait } else { Limit::Timeout })
}

/// The length of a pause: a round one is the program's own, another is what is left of one.
pub(crate) fn of_pause(limit: Option<Duration>) -> Limit {
    let pause = limit.filter(|pause| pause.subsec_nanos().is_multiple_of(100_000));
    let micros = pause.and_then(|pause| u64::try_from(pause.as_micros()).ok());
    micros.map_or(Limit::Timeout, Limit::Micros)
}
