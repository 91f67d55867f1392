//! The same sessions to redis-server and to a model: the same replies, to what both understand.
//!
//! Left out is what tells of the server itself (INFO, COMMAND, CONFIG, the helps), and what each
//! has alone. Where the replies may differ, [`DIFFERENCES`] says so, and each is met. And of all that
//! redis knows, a model takes nothing that it does not do.

use std::{
    cell::RefCell,
    fmt::{self, Debug, Formatter},
};

use io_models::Model;
use proptest::{
    collection::vec,
    prelude::*,
    sample::select,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};

use crate::{
    bytes::{request, shown},
    case::Case,
    client::Client,
    need::Need,
    redis::{Redis, replies},
    server::Server,
};

pub(crate) const CASES: &[Case] = &[
    Case::new("its_replies_are_those_of_redis", its_replies_are_those_of_redis)
        .needs(&[Need::Tool("redis-server"), Need::OneStore]),
    Case::new("what_it_takes_redis_takes", what_it_takes_redis_takes)
        .needs(&[Need::Tool("redis-server")]),
];

const SESSIONS: u32 = 300;

/// A reply that may be another one than redis's.
struct Difference {
    name: &'static str,
    /// Whether ours, the first, differs from redis's in that way.
    explains: fn(&[u8], &[u8]) -> bool,
}

const DIFFERENCES: &[Difference] = &[
    Difference {
        name: "redis shows the words after a command that it does not know",
        explains: |ours, redis| {
            let ours = printed(ours.strip_suffix(b"'\r\n").unwrap_or(ours));
            ours.starts_with(b"-ERRunknowncommand'") && printed(redis).starts_with(&ours)
        },
    },
    Difference {
        name: "redis quotes what would drive a terminal, and what is no text",
        explains: |ours, redis| ours.starts_with(b"-ERR ") && printed(ours) == printed(redis),
    },
    Difference {
        name: "each numbers its clients and its releases by itself",
        explains: |ours, redis| {
            without_numbers(ours).is_some_and(|ours| without_numbers(redis) == Some(ours))
        },
    },
];

/// The lines of a reply to `HELLO`, but for those that tell the client's number and the release.
fn without_numbers(reply: &[u8]) -> Option<Vec<&[u8]>> {
    let mut lines: Vec<_> = reply.split(|byte| *byte == b'\n').collect();
    let after = |name: &[u8]| lines.iter().position(|line| *line == name).map(|at| at + 1);
    let (version, id) = (after(b"version\r")?, after(b"id\r")?);
    lines.remove(id);
    lines.drain(version..version + 2);
    Some(lines)
}

/// What is left without blanks, `?` and all that we may have put them in the place of.
fn printed(reply: &[u8]) -> Vec<u8> {
    reply.iter().copied().filter(|byte| byte.is_ascii_graphic() && *byte != b'?').collect()
}

/// Commands that both know, and one that neither does.
const NAMES: &[&str] =
    &["PING", "ping", "ECHO", "GET", "DEL", "HELLO", "AUTH", "SELECT", "RESET", "NOSUCH", "CLIENT"];

/// Words with few keys among them, so that they meet.
const WORDS: &[&str] =
    &["key", "other", "value", "0", "1", "2", "3", "-1", "", "default", "SETNAME", "x\r\ny"];

/// What ends a connection: by rights, or because it is no request.
const ENDS: &[&str] = &[
    "QUIT\r\n",
    "QUIT\r\n",
    "*x\r\n",
    "*1\r\nfoo\r\n",
    "*1\r\n$-1\r\n",
    "*1\r\n$x\r\n",
    "*3000000000\r\n",
];

fn word() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        4 => select(WORDS).prop_map(|word| word.as_bytes().to_vec()),
        1 => vec(any::<u8>(), 0..20),
        1 => (0..20_000_usize).prop_map(|len| b"v".repeat(len)),
    ]
}

/// A request that both understand, or refuse.
fn one_request() -> impl Strategy<Value = Vec<u8>> {
    let array = (select(NAMES), vec(word(), 0..3)).prop_map(|(name, words)| of_words(name, &words));
    let set = (word(), word()).prop_map(|words| of_words("SET", &[words.0, words.1]));
    let get = word().prop_map(|key| of_words("get", &[key]));
    let client = (
        select(&["GETNAME", "SETNAME", "getname", "REPLY"][..]),
        vec(select(&["alice", "bob", "a b", "", "ON", "OFF", "SKIP"][..]), 0..2),
    );
    let client = client.prop_map(|(name, words)| {
        let words = [name].into_iter().chain(words).map(|word| word.as_bytes().to_vec());
        of_words("CLIENT", &words.collect::<Vec<_>>())
    });
    let inline = (select(NAMES), "[ a-z0-9\t]{0,30}", select(&["\r\n", "\n"][..]))
        .prop_map(|(name, words, end)| format!("{name} {words}{end}").into_bytes());
    let blank = select(&["\r\n", "\n", "*0\r\n", "*-10\r\n", " \t \r\n", "DEBUG SLEEP 0\r\n"][..]);
    prop_oneof![
        4 => array,
        4 => set,
        4 => get,
        2 => client,
        2 => inline,
        1 => blank.prop_map(|text| text.as_bytes().to_vec()),
    ]
}

fn of_words(name: &str, words: &[Vec<u8>]) -> Vec<u8> {
    let words: Vec<_> =
        [name.as_bytes()].into_iter().chain(words.iter().map(|word| &word[..])).collect();
    request(&words)
}

/// All that a client sends.
struct Session(Vec<u8>);

impl Debug for Session {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&shown(&self.0))
    }
}

/// Requests, and what ends the connection. Before them, both forget all keys; after them, the client
/// wants to hear replies, for redis does not end a connection on which it has none to send.
fn session() -> impl Strategy<Value = Session> {
    let first = b"DEL key other value 0 1 2 3 -1 default SETNAME\r\n";
    let last = b"CLIENT REPLY ON\r\n";
    (vec(one_request(), 0..30), select(ENDS)).prop_map(|(requests, end)| {
        Session([&first[..], &requests.concat(), last, end.as_bytes()].concat())
    })
}

/// The same sessions on each run, also after this one.
fn runner() -> TestRunner {
    let config = Config {
        cases: SESSIONS,
        max_shrink_time: 20_000,
        failure_persistence: None,
        ..Config::default()
    };
    TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
}

fn its_replies_are_those_of_redis(model: &'static Model) {
    let (server, redis) = (Server::start(model), Redis::start());
    let met = RefCell::new(vec![0; DIFFERENCES.len()]);
    let checked = runner().run(&session(), |Session(session)| {
        let [ours, theirs] =
            [server.connect(), Client::connect(redis.address)].map(|client| all(client, &session));
        compare(&ours, &theirs, &mut met.borrow_mut())
    });
    if let Err(error) = checked {
        panic!("{error}");
    }
    for (difference, met) in DIFFERENCES.iter().zip(met.into_inner()) {
        assert!(met > 0, "it is no difference any more: {}", difference.name);
    }
    server.stop();
}

/// All replies to a session.
fn all(mut client: Client, session: &[u8]) -> Vec<u8> {
    client.send(session);
    client.rest()
}

fn compare(ours: &[u8], theirs: &[u8], met: &mut [usize]) -> Result<(), TestCaseError> {
    let (ours, theirs) = (replies(ours), replies(theirs));
    for (ours, theirs) in ours.iter().zip(&theirs).filter(|(ours, theirs)| ours != theirs) {
        let difference = DIFFERENCES.iter().position(|it| (it.explains)(ours, theirs));
        let unexplained = || format!("{}, and redis: {}", shown(ours), shown(theirs));
        met[difference.ok_or_else(|| TestCaseError::fail(unexplained()))?] += 1;
    }
    prop_assert_eq!(ours.len(), theirs.len(), "replies");
    Ok(())
}

/// What stands after a command: nothing, words, options that redis has for some command.
const ARGUMENTS: &[&str] = &[
    "",
    "k",
    "k v",
    "k v NX",
    "k v GET",
    "k v EX 10",
    "k v KEEPTTL",
    "0",
    "1",
    "-1",
    "1 2",
    "on",
    "yes",
    "all",
    "LIB-NAME x",
    "3 AUTH default x SETNAME x",
];

/// To these it says `OK`, and does what they say. (`CLIENT SETINFO` came with redis 7.2.)
const OK: &[&str] = &[
    "QUIT",
    "client reply on",
    "client setinfo LIB-NAME x",
    "client setname -1",
    "client setname 0",
    "client setname 1",
    "client setname all",
    "client setname k",
    "client setname on",
    "client setname yes",
    "select 0",
    "set 1 2",
    "set LIB-NAME x",
    "set k v",
];

/// Whatever of redis's commands it takes, redis takes with the same words, and answers in the same
/// type. What a model does not do is an error, and never `OK`.
fn what_it_takes_redis_takes(model: &'static Model) {
    let (server, redis) = (Server::start(model), Redis::start());
    let lines = lines_of_all_commands(&redis);
    let ours = replies(&all(server.connect(), lines.concat().as_bytes()));
    assert_eq!(ours.len(), lines.len(), "replies");
    let taken = lines.into_iter().zip(ours).filter(|(_, reply)| reply[0] != b'-');
    let (lines, ours): (Vec<_>, Vec<_>) = taken.unzip();
    let theirs = replies(&all(Client::connect(redis.address), lines.concat().as_bytes()));
    for ((line, ours), theirs) in lines.iter().zip(ours).zip(theirs) {
        assert_eq!(ours[0], theirs[0], "{line:?}: {}, and redis: {}", shown(&ours), shown(&theirs));
        assert!(ours != b"+OK\r\n" || OK.contains(&line.trim()), "{line:?} is told OK");
    }
    server.stop();
}

/// All of redis's commands and subcommands, each with all of [`ARGUMENTS`]; at last what ends it.
fn lines_of_all_commands(redis: &Redis) -> Vec<String> {
    let list = all(Client::connect(redis.address), b"COMMAND LIST\r\nQUIT\r\n");
    let list = String::from_utf8(list).expect("names are text");
    let is_name = |line: &&str| line.starts_with(|first: char| first.is_ascii_lowercase());
    let names = list.lines().filter(is_name).filter(|name| *name != "quit");
    let names: Vec<_> = names.map(|name| name.replace('|', " ")).collect();
    assert!(names.len() > 200, "redis has more commands: {names:?}");
    let with_all = |name| ARGUMENTS.iter().map(move |words| format!("{name} {words}\r\n"));
    names.iter().flat_map(with_all).chain(["QUIT\r\n".to_owned()]).collect()
}
