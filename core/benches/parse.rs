//! How fast are requests parsed? Beside the crate redis-protocol, in one run, as a ratio.
//!
//! `cargo bench -p socket-core`

#![expect(clippy::print_stdout, reason = "a benchmark prints what it found")]

use std::{hint::black_box, time::Instant};

use redis_protocol::resp2::{decode::decode_range, types::RangeFrame};
use socket_core::{
    command::Command,
    frame::{Parser, Words},
    limits::Limits,
};

const PIPELINED: usize = 64;
const ROUNDS: usize = 21;
const REPEATS: usize = 4000;

/// Parses requests and counts them.
type Parse = fn(&[u8]) -> usize;

fn main() {
    let requests = (0..PIPELINED)
        .map(|n| format!("*3\r\n$3\r\nSET\r\n$8\r\nkey:{n:04}\r\n$12\r\nvalue-{n:06}\r\n"))
        .collect::<String>()
        .into_bytes();
    let contenders: [(&str, Parse); 3] = [
        ("socket-core, words", words),
        ("socket-core, commands", commands),
        ("redis-protocol, words", decode),
    ];
    let mut times = contenders.map(|_| Vec::new());
    for _ in 0..ROUNDS {
        for ((_, parse), times) in contenders.iter().zip(&mut times) {
            times.push(nanoseconds(&requests, *parse));
        }
    }
    let [words, commands, decode] = times.map(Spread::new);
    println!("{PIPELINED} pipelined SET, nanoseconds each: median of {ROUNDS}, spread, ratio");
    for ((name, _), spread) in contenders.iter().zip([&words, &commands, &decode]) {
        println!("{name:22} {spread}  {:4.1}", decode.median / spread.median);
    }
}

/// The time of one command, in nanoseconds.
fn nanoseconds(requests: &[u8], parse: Parse) -> f64 {
    let start = Instant::now();
    for _ in 0..REPEATS {
        assert_eq!(parse(black_box(requests)), PIPELINED);
    }
    start.elapsed().as_secs_f64() * 1e9 / (REPEATS * PIPELINED) as f64
}

/// Ours, until each word is found.
fn words(bytes: &[u8]) -> usize {
    requests(bytes, |words| {
        let mut count = 0;
        for word in words {
            black_box(word);
            count += 1;
        }
        count == 3
    })
}

/// Ours, until the command is understood and borrows its key and its value.
fn commands(bytes: &[u8]) -> usize {
    requests(bytes, |words| match Command::new(words) {
        Ok(Command::Set(key, value)) => black_box(!key.is_empty() && !value.is_empty()),
        _ => false,
    })
}

#[inline]
fn requests(mut bytes: &[u8], is_set: impl Fn(Words<'_>) -> bool) -> usize {
    let (mut parser, limits) = (Parser::default(), Limits::default());
    let mut count = 0;
    while let Ok(Some(request)) = parser.parse(bytes, &limits) {
        count += usize::from(is_set(request.words));
        bytes = &bytes[request.len..];
    }
    count
}

/// Theirs, until the range of each word is known.
fn decode(mut bytes: &[u8]) -> usize {
    let mut count = 0;
    while let Ok(Some((frame, len))) = decode_range(bytes) {
        count +=
            usize::from(matches!(black_box(frame), RangeFrame::Array(words) if words.len() == 3));
        bytes = &bytes[len..];
    }
    count
}

struct Spread {
    lowest: f64,
    median: f64,
    highest: f64,
}

impl Spread {
    fn new(mut values: Vec<f64>) -> Self {
        values.sort_by(f64::total_cmp);
        Self {
            lowest: values[0],
            median: values[values.len() / 2],
            highest: values[values.len() - 1],
        }
    }
}

impl std::fmt::Display for Spread {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:6.1}  ({:.1} to {:.1})", self.median, self.lowest, self.highest)
    }
}
