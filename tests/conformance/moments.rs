//! Errors of the moment, in every call in which a model may meet one: no descriptor, no memory, no
//! process, a signal that came in between. None of them ends the server or keeps it from the others.
//!
//! Which calls a model makes, and how often, one run without an error tells.

use std::{
    collections::BTreeMap,
    env, fs, process,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::Duration,
};

use io_models::{Model, Room};

use crate::{
    bytes::{all_bytes, bulk, request},
    case::Case,
    client::{Client, PATIENCE},
    need::Need,
    observe::eventually,
    server::Server,
};

pub(crate) const CASES: &[Case] = &[
    Case::new("each_may_come_at_any_call", each_may_come_at_any_call).needs(STRACE),
    Case::new("one_that_lasts_costs_no_processor_time", one_that_lasts_costs_no_processor_time)
        .needs(STRACE),
];

const STRACE: &[Need] = &[Need::Tool("strace")];

/// What the manual page of each call says that the moment may do to it.
const MOMENTS: &[(&str, &[&str])] = &[
    ("accept4", &["EINTR", "EMFILE", "ENFILE", "ENOBUFS", "ENOMEM"]),
    ("recvfrom", &["EINTR"]),
    ("sendto", &["EINTR"]),
    ("epoll_ctl", &["ENOMEM", "ENOSPC"]),
    ("fcntl", &["ENOMEM"]),
    ("epoll_wait", &["EINTR"]),
    ("epoll_pwait", &["EINTR"]),
    ("epoll_pwait2", &["EINTR"]),
    ("poll", &["EINTR", "ENOMEM"]),
    ("ppoll", &["EINTR", "ENOMEM"]),
    ("select", &["EINTR", "ENOMEM"]),
    ("pselect6", &["EINTR", "ENOMEM"]),
    ("rt_sigtimedwait", &["EINTR"]),
    ("clone", &["EAGAIN", "ENOMEM"]),
    ("clone3", &["EAGAIN", "ENOMEM"]),
    ("fork", &["EAGAIN", "ENOMEM"]),
    ("pidfd_open", &["EMFILE", "ENFILE", "ENOMEM"]),
    ("waitid", &["EINTR"]),
    ("pipe2", &["EMFILE", "ENFILE"]),
    ("eventfd2", &["EMFILE", "ENFILE", "ENOMEM"]),
    ("timerfd_create", &["EMFILE", "ENFILE", "ENOMEM"]),
    ("openat", &["EMFILE", "ENFILE", "ENOMEM"]),
    ("mmap", &["ENOMEM"]),
    ("mremap", &["ENOMEM"]),
    ("brk", &["ENOMEM"]),
    ("io_uring_enter", &["EINTR", "EAGAIN", "EBUSY"]),
];

/// Which of the calls that a kind has while clients are served are tried: the first, where much
/// happens for the first time; and later ones, in the middle of requests and replies.
const TRIED: [usize; 6] = [1, 2, 3, 7, 20, 50];

/// At so many of them, each error is tried.
const FIRST: usize = 3;

/// Each log has a name of its own.
static LOGS: AtomicUsize = AtomicUsize::new(0);

/// How often each thread has made each call: before it waited for the first time, and in all.
#[derive(Default)]
struct Made {
    at_start: usize,
    in_all: usize,
}

/// Each of them, once, at one call after the other.
fn each_may_come_at_any_call(model: &'static Model) {
    for (call, places) in calls(model) {
        for (number, place) in places.iter().enumerate() {
            for error in errors_of(&call, number) {
                let inject = format!("{call}:{}:when={place}", failure(&call, error));
                let server = Server::traced(model, &inject);
                let served = served(&server);
                // In processes, it comes once in each child.
                let enough = if model.one_store { 2 } else { 0 };
                assert!(served >= enough, "{served} of 3 are served: {inject}");
                server.stops_after(&inject);
            }
        }
    }
}

/// From the first call on that is made while clients are served.
fn one_that_lasts_costs_no_processor_time(model: &'static Model) {
    let injects = lasting(model);
    let servers: Vec<_> = injects.iter().map(|inject| Server::traced(model, inject)).collect();
    let _clients: Vec<_> = servers.iter().map(Server::connect).collect();
    // Under strace each call is a wake-up, and more.
    let wake_ups = || servers.iter().map(|server| server.process().wake_ups()).collect::<Vec<_>>();
    let before = wake_ups();
    thread::sleep(Duration::from_secs(1));
    for ((inject, before), after) in injects.iter().zip(before).zip(wake_ups()) {
        let calls = after.saturating_sub(before);
        assert!(!model.rests || calls < 1_500, "{calls} calls in a second: {inject}");
    }
}

/// What each call may fail with for good.
fn lasting(model: &'static Model) -> Vec<String> {
    let first = |(call, places): (String, Vec<usize>)| Some((call, *places.first()?));
    let calls = calls(model).into_iter().filter_map(first);
    let injects = calls.flat_map(|(call, first)| {
        let lasting = errors(&call).iter().filter(|error| **error != "EINTR");
        lasting
            .map(move |error| format!("{call}:{}:when={first}+", failure(&call, error)))
            .collect::<Vec<_>>()
    });
    injects.collect()
}

/// How strace(1) is told to let a call fail.
fn failure(call: &str, error: &str) -> String {
    match call {
        // The kernel says where the memory ends, and not why it does not end later.
        "brk" => "retval=0".to_owned(),
        _ => format!("error={error}"),
    }
}

/// All of them at the first places; at each later one another.
fn errors_of(call: &str, number: usize) -> &'static [&'static str] {
    let all = errors(call);
    if number < FIRST { all } else { &all[number % all.len()..][..1] }
}

fn errors(call: &str) -> &'static [&'static str] {
    MOMENTS.iter().find(|(name, _)| *name == call).map_or(&[], |(_, errors)| errors)
}

/// How many of three clients, one after the other, get all that they ask for.
fn served(server: &Server) -> usize {
    let client = |_: &i32| Client::of_anyone(server.address);
    (0..3).filter(|number| client(number).is_some_and(|mut client| is_served(&mut client))).count()
}

fn is_served(client: &mut Client) -> bool {
    let value = all_bytes(200_000);
    let set = request(&[b"SET", b"key", &value]);
    client.hears(&set, b"+OK\r\n")
        && client.hears(b"DEBUG SLEEP 0.01\r\nECHO hi\r\n", b"+OK\r\n$2\r\nhi\r\n")
        // One at a time, so that the server waits for each.
        && (0..20).all(|_| client.hears(b"PING\r\n", b"+PONG\r\n"))
        && client.hears(b"GET key\r\n", &bulk(&value))
        && client.hears(b"QUIT\r\n", b"+OK\r\n")
}

/// The places of the calls that a model makes while it serves, for each call of the table.
fn calls(model: &'static Model) -> Vec<(String, Vec<usize>)> {
    let made = calm(model);
    let made = count(&made, model.room == Room::Threads);
    MOMENTS.iter().map(|(call, _)| ((*call).to_owned(), places(&made, call))).collect()
}

/// All calls of a model that serves three clients.
pub(crate) fn calm(model: &'static Model) -> String {
    log(model, |server| assert_eq!(served(server), 3, "without an error all are served"))
}

/// All calls of a model, whose clients do this.
pub(crate) fn log(model: &'static Model, clients: impl FnOnce(&Server)) -> String {
    let number = LOGS.fetch_add(1, Ordering::Relaxed);
    let log = env::temp_dir().join(format!("calls-{}-{number}", process::id()));
    let server = Server::logged(model, &log);
    clients(&server);
    server.stop();
    let read = || fs::read_to_string(&log).unwrap_or_default();
    eventually("its log is whole", PATIENCE, || is_whole(&read()));
    let text = read();
    fs::remove_file(&log).expect("it is there");
    text
}

/// Whether the first process has ended.
fn is_whole(log: &str) -> bool {
    let first = log.split(' ').next().unwrap_or_default();
    log.lines().any(|line| line.starts_with(first) && line.contains(" exit_group("))
}

fn places(made: &BTreeMap<(&str, &str), Made>, call: &str) -> Vec<usize> {
    // strace counts the calls of each thread by themselves.
    let threads = || made.iter().filter(|((_, name), _)| *name == call).map(|(_, made)| made);
    let start = threads().map(|made| made.at_start).max().unwrap_or(0);
    let last = threads().map(|made| made.in_all).max().unwrap_or(0);
    TRIED.iter().map(|number| start + number).filter(|place| *place <= last).collect()
}

/// Counts the calls in a log of strace(1).
fn count(log: &str, has_pool: bool) -> BTreeMap<(&str, &str), Made> {
    let calls = log.lines().filter_map(parts).collect::<Vec<_>>();
    let start = start(&calls, has_pool);
    let mut made = BTreeMap::<_, Made>::new();
    for (number, (thread, call, _)) in calls.iter().enumerate() {
        let made = made.entry((*thread, *call)).or_default();
        made.in_all += 1;
        made.at_start += usize::from(number < start);
    }
    made
}

/// The thread, the call, and the rest of a line, which is `PID call(...`.
pub(crate) fn parts(line: &str) -> Option<(&str, &str, &str)> {
    let (thread, call) = line.split_once(' ')?;
    let (call, rest) = call.trim_start().split_once('(')?;
    Some((thread, call, rest))
}

/// So many calls a server makes before it serves: until it waits for the first time; or until it
/// has its pool, of which the first threads wait while it starts the others.
pub(crate) fn start(calls: &[(&str, &str, &str)], has_pool: bool) -> usize {
    // The runtime of Rust makes a poll(2) too, before anything of ours.
    let handles = |(_, call, rest): &(&str, &str, &str)| {
        *call == "rt_sigaction" && rest.starts_with("SIGTERM")
    };
    let begins = calls.iter().position(handles).unwrap_or(0);
    let waits = calls.iter().skip(begins).position(|(_, call, _)| WAITS.contains(call));
    let last_thread = || calls.iter().rposition(|(_, call, _)| call.starts_with("clone"));
    let pool = if has_pool { last_thread().map_or(0, |last| last + 1) } else { 0 };
    waits.map_or(calls.len(), |waits| begins + waits).max(pool)
}

/// The calls in which the models wait for a client.
const WAITS: &[&str] = &[
    "accept4",
    "epoll_wait",
    "epoll_pwait",
    "epoll_pwait2",
    "poll",
    "ppoll",
    "select",
    "pselect6",
    "rt_sigtimedwait",
    "io_uring_enter",
];
