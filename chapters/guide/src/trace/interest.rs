//! Lists of descriptors to wait for, in words: poll(2), select(2) and epoll(7).

use crate::trace::{
    call::{Entered, descriptor},
    decode::View,
};

/// More descriptors than this in one call are counted, not named.
const NAMED: usize = 4;

/// The bits of poll(2); epoll(7) has the same ones for what they share.
const READABLE: u32 = 0x1;
const WRITABLE: u32 = 0x4;
const ERROR: u32 = 0x8;
const HANGUP: u32 = 0x10;
const EXCLUSIVE: u32 = 1 << 28;
const ONCE: u32 = 1 << 30;
const EDGE: u32 = 1 << 31;

/// What a struct pollfd asks for and what it has got.
#[derive(Debug)]
struct Watched {
    name: String,
    events: u32,
    returned: u32,
}

/// The descriptors that poll(2) is asked to watch.
pub(crate) fn poll(call: &mut Entered, view: &mut View<'_>) -> String {
    let watched = pollfds(call, view);
    call.listed = watched.len();
    list(watched.iter().map(|watched| asked(&watched.name, watched.events)))
}

/// The descriptors that poll(2) has found ready.
pub(crate) fn polled(call: &Entered, view: &mut View<'_>) -> String {
    let mut watched = pollfds(call, view);
    watched.retain(|watched| watched.returned != 0);
    ready(watched.iter().map(|watched| found(&watched.name, watched.returned)))
}

fn pollfds(call: &Entered, view: &mut View<'_>) -> Vec<Watched> {
    let count = usize::try_from(call.arguments[1]).unwrap_or(0);
    let mut raw = view.memory.array::<8>(call.arguments[0], count);
    raw.retain(|fields| number(&fields[..4]) >= 0);
    raw.iter().map(|fields| watched(fields, view)).collect()
}

fn watched(fields: &[u8; 8], view: &mut View<'_>) -> Watched {
    let name = view.names.of(view.process, number(&fields[..4]));
    Watched {
        name: name.unwrap_or_else(|| "a file".to_owned()),
        events: u16::from_ne_bytes([fields[4], fields[5]]).into(),
        returned: u16::from_ne_bytes([fields[6], fields[7]]).into(),
    }
}

/// The descriptors in the sets of select(2) on the way in.
pub(crate) fn select(call: &mut Entered, view: &mut View<'_>) -> String {
    let members = members(call, view);
    call.listed = members.len();
    list(members.iter().map(|(name, events)| asked(name, *events)))
}

/// The descriptors that select(2) has left in its sets.
pub(crate) fn selected(call: &Entered, view: &mut View<'_>) -> String {
    ready(members(call, view).iter().map(|(name, events)| found(name, *events)))
}

fn members(call: &Entered, view: &mut View<'_>) -> Vec<(String, u32)> {
    let highest = descriptor(call.arguments[0]);
    let sets = [1, 2].map(|index| set(call.arguments[index], highest, view));
    let mut members = Vec::new();
    for descriptor in 0..highest {
        let [read, write] = [0, 1].map(|index| sets[index].contains(&descriptor));
        if read || write {
            let name = view.names.of(view.process, descriptor);
            let events = u32::from(read) * READABLE + u32::from(write) * WRITABLE;
            members.push((name.unwrap_or_else(|| "a file".to_owned()), events));
        }
    }
    members
}

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
pub(crate) fn control(call: &mut Entered, view: &mut View<'_>) -> String {
    let target = descriptor(call.arguments[2]);
    let name = view.names.of(view.process, target).unwrap_or_else(|| "a file".to_owned());
    let event = event(call.arguments[3], view);
    call.subject = Some(name.clone());
    call.listed = 1;
    let (verb, event) = match (descriptor(call.arguments[1]), event) {
        (libc::EPOLL_CTL_ADD, Some(event)) => ("add", event),
        (libc::EPOLL_CTL_MOD, Some(event)) => ("modify", event),
        _ => return format!("delete {name}"),
    };
    view.names.register(view.process, call.descriptor(), event.1, &name);
    // These two are always reported, whether they are asked for or not (epoll_ctl(2)).
    format!("{verb} {name} {}", wanted(event.0 & !(ERROR | HANGUP)))
}

/// The descriptors that epoll_wait(2) reports.
pub(crate) fn reported(call: &Entered, count: usize, view: &View<'_>) -> String {
    let size = EPOLL_EVENT as u64;
    let addresses = (0..count as u64).map(|index| call.arguments[1] + index * size);
    let events = addresses.filter_map(|address| event(address, view));
    let name = |token| view.names.token(view.process, call.descriptor(), token);
    ready(events.map(|(bits, token)| found(name(token), bits)))
}

/// The size of struct epoll_event: packed on x86-64 only.
const EPOLL_EVENT: usize = if cfg!(target_arch = "x86_64") { 12 } else { 16 };

fn event(address: u64, view: &View<'_>) -> Option<(u32, u64)> {
    let bytes = view.memory.bytes(address, EPOLL_EVENT)?;
    let token: [u8; 8] = bytes[EPOLL_EVENT - 8..].try_into().ok()?;
    Some((number(&bytes[..4]).cast_unsigned(), u64::from_ne_bytes(token)))
}

fn number(bytes: &[u8]) -> i32 {
    bytes.try_into().map_or(-1, i32::from_ne_bytes)
}

fn asked(name: &str, events: u32) -> String {
    match (events & READABLE != 0, events & WRITABLE != 0) {
        (true, true) => format!("{name} both"),
        (false, true) => format!("{name} writable"),
        (true, false) => name.to_owned(),
        (false, false) => format!("{name} nothing"),
    }
}

/// A descriptor that is ready, and for what.
pub(crate) fn found(name: &str, events: u32) -> String {
    format!("{name} {}", wanted(events))
}

fn wanted(events: u32) -> String {
    let names = [
        (READABLE, "readable"),
        (WRITABLE, "writable"),
        (ERROR, "error"),
        (HANGUP, "hangup"),
        (EDGE, "edge"),
        (ONCE, "once"),
        (EXCLUSIVE, "exclusive"),
    ];
    let set = names.iter().filter(|(bit, _)| events & bit != 0);
    let words = set.map(|(_, word)| *word).collect::<Vec<_>>().join("+");
    if words.is_empty() { "nothing".to_owned() } else { words }
}

fn list(names: impl Iterator<Item = String>) -> String {
    let mut names: Vec<String> = names.collect();
    let rest = names.len().saturating_sub(NAMED);
    names.truncate(NAMED);
    if rest > 0 {
        names.push(format!("{rest} more"));
    }
    names.join(", ")
}

fn ready(names: impl Iterator<Item = String>) -> String {
    let words = list(names);
    if words.is_empty() { "nothing".to_owned() } else { words }
}
