//! Lists of descriptors to wait for: those of poll(2), select(2) and epoll(7).

use recording::{Call, Change, Flag, Interest, Kind, Readiness, Subject};

use crate::{
    decode::{
        call::{Entered, descriptor},
        view::View,
    },
    stops::memory::Memory,
};

/// The bits of poll(2); epoll(7) has the same ones for what they share.
const READABLE: u32 = 0x1;
const WRITABLE: u32 = 0x4;
const FLAGS: [(u32, Flag); 16] = [
    (READABLE, Flag::Readable),
    (0x2, Flag::Priority),
    (WRITABLE, Flag::Writable),
    (0x8, Flag::Error),
    (0x10, Flag::Hangup),
    (0x20, Flag::Invalid),
    (0x40, Flag::ReadNormal),
    (0x80, Flag::ReadBand),
    (0x100, Flag::WriteNormal),
    (0x200, Flag::WriteBand),
    (0x400, Flag::Message),
    (0x2000, Flag::PeerClosed),
    (1 << 29, Flag::Wakeup),
    (1 << 31, Flag::Edge),
    (1 << 30, Flag::Once),
    (1 << 28, Flag::Exclusive),
];

/// The bits that have a name.
fn readiness(bits: u32) -> Readiness {
    FLAGS.iter().filter(|(bit, _)| bits & bit != 0).map(|(_, flag)| *flag).collect()
}

/// A descriptor of the task, with bits.
pub(crate) fn interest(descriptor: i32, bits: u32, view: &mut View<'_>) -> Interest {
    let subject = view.names.of(view.process, descriptor).unwrap_or(Subject::File);
    Interest { subject, events: readiness(bits) }
}

/// What a struct pollfd asks for and what it has got.
#[derive(Debug)]
struct PollEntry {
    descriptor: i32,
    events: u32,
    returned: u32,
}

/// The descriptors that poll(2) is asked to watch.
pub(crate) fn poll(call: &Entered, view: &mut View<'_>) -> Vec<Interest> {
    let entries = entries(call, view);
    entries.iter().map(|entry| interest(entry.descriptor, entry.events, view)).collect()
}

/// The descriptors that poll(2) has found ready.
pub(crate) fn polled(call: &Entered, view: &mut View<'_>) -> Vec<Interest> {
    let mut entries = entries(call, view);
    entries.retain(|entry| entry.returned != 0);
    entries.iter().map(|entry| interest(entry.descriptor, entry.returned, view)).collect()
}

fn entries(call: &Entered, view: &View<'_>) -> Vec<PollEntry> {
    let count = usize::try_from(call.arguments[1]).unwrap_or(0);
    let raw = view.memory.array::<8>(call.arguments[0], count);
    // A negative descriptor is a hole, which poll(2) passes over.
    raw.iter().map(entry).filter(|entry| entry.descriptor >= 0).collect()
}

fn entry(fields: &[u8; 8]) -> PollEntry {
    PollEntry {
        descriptor: number(&fields[..4]),
        events: u16::from_ne_bytes([fields[4], fields[5]]).into(),
        returned: u16::from_ne_bytes([fields[6], fields[7]]).into(),
    }
}

/// The descriptors in the sets of select(2): on the way in those to watch, on the way out those
/// that are ready.
pub(crate) fn select(call: &Entered, view: &mut View<'_>) -> Vec<Interest> {
    let highest = descriptor(call.arguments[0]);
    let [read, write] = [1, 2].map(|index| set(call.arguments[index], highest, view));
    let bits = |number: &i32| {
        let [read, write] = [&read, &write].map(|set| u32::from(set.contains(number)));
        (*number, (read * READABLE) | (write * WRITABLE))
    };
    let members = (0..highest).map(|number| bits(&number)).filter(|(_, bits)| *bits != 0);
    members.map(|(number, bits)| interest(number, bits, view)).collect()
}

/// Where the sets of select(2) lie and its timeout, and what is in them: it writes over them.
pub(crate) fn sets(call: &Entered, memory: &Memory) -> Vec<(u64, Vec<u8>)> {
    let words = usize::try_from(descriptor(call.arguments[0])).unwrap_or(0).div_ceil(64);
    let sets = (1..4).map(|index| (call.arguments[index], words * 8));
    let all = sets.chain([(call.arguments[4], TIMEOUT)]).filter(|(address, _)| *address != 0);
    all.filter_map(|(address, length)| Some((address, memory.bytes(address, length)?))).collect()
}

/// The size of struct timeval, and of struct timespec.
const TIMEOUT: usize = 16;

/// The members of an fd_set: bit n of an array of machine words.
fn set(address: u64, highest: i32, view: &View<'_>) -> Vec<i32> {
    let words = usize::try_from(highest).unwrap_or(0).div_ceil(64);
    let words = view.memory.array::<8>(address, if address == 0 { 0 } else { words });
    let words: Vec<u64> = words.into_iter().map(u64::from_ne_bytes).collect();
    let holds = |n: &i32| {
        let (word, bit) = (n.unsigned_abs() / 64, n.unsigned_abs() % 64);
        words.get(word as usize).is_some_and(|word| word >> bit & 1 == 1)
    };
    (0..highest).filter(holds).collect()
}

/// What epoll_ctl(2) is asked to change; remembers whom the token stands for.
pub(crate) fn control(call: &Entered, view: &mut View<'_>) -> Call {
    let target = descriptor(call.arguments[2]);
    let subject = view.names.of(view.process, target).unwrap_or(Subject::File);
    let event = event(call.arguments[3], view);
    let (change, events) = match (descriptor(call.arguments[1]), event) {
        (libc::EPOLL_CTL_ADD, Some(event)) => (Change::Add, event),
        (libc::EPOLL_CTL_MOD, Some(event)) => (Change::Modify, event),
        _ => (Change::Delete, (0, 0)),
    };
    if change != Change::Delete {
        view.names.register(view.process, call.descriptor(), events.1, subject);
    }
    // These two are always reported, whether they are asked for or not (epoll_ctl(2)).
    let events = readiness(events.0).without(Flag::Error).without(Flag::Hangup);
    Call::new(view.by, Kind::EpollCtl { change, events }).on(subject)
}

/// The descriptors that epoll_wait(2) reports.
pub(crate) fn reported(call: &Entered, count: usize, view: &mut View<'_>) -> Vec<Interest> {
    let size = EPOLL_EVENT as u64;
    let addresses = (0..count as u64).map(|index| call.arguments[1] + index * size);
    let events: Vec<_> = addresses.filter_map(|address| event(address, view)).collect();
    let mut subject = |token| view.names.token(view.process, call.descriptor(), token);
    let ready = |(bits, token)| Interest { subject: subject(token), events: readiness(bits) };
    events.into_iter().map(ready).collect()
}

/// The size of struct epoll_event: packed on x86-64 only.
const EPOLL_EVENT: usize = if cfg!(target_arch = "x86_64") { 12 } else { 16 };

/// The token in the struct epoll_event at this address.
pub(crate) fn token(address: u64, view: &View<'_>) -> Option<u64> {
    event(address, view).map(|(_, token)| token)
}

fn event(address: u64, view: &View<'_>) -> Option<(u32, u64)> {
    let bytes = view.memory.bytes(address, EPOLL_EVENT)?;
    let token: [u8; 8] = bytes[EPOLL_EVENT - 8..].try_into().ok()?;
    Some((number(&bytes[..4]).cast_unsigned(), u64::from_ne_bytes(token)))
}

fn number(bytes: &[u8]) -> i32 {
    bytes.try_into().map_or(-1, i32::from_ne_bytes)
}
