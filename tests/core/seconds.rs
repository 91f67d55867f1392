//! The seconds of a slow request are read as the standard library reads a number, but exactly.

use std::time::Duration;

use socket_core::{
    buffer::Buffer,
    limits::Limits,
    session::{Nothing, Session, Want},
};

/// How long the session sleeps when it is asked to sleep so many seconds.
fn asleep(seconds: &str) -> Option<Duration> {
    let mut session =
        Session::new(Buffer::new([0; 1_024]), Buffer::new([0; 1_024]), Limits::default());
    let request = format!("DEBUG SLEEP {seconds}\r\n");
    session.inbox()[..request.len()].copy_from_slice(request.as_bytes());
    session.received(request.len(), &mut Nothing);
    match session.want() {
        Want::Sleep(duration) => Some(duration),
        _ => None,
    }
}

/// A text, and its seconds and nanoseconds.
const NUMBERS: [(&str, u64, u32); 20] = [
    ("0", 0, 0),
    ("1", 1, 0),
    ("+1", 1, 0),
    ("007", 7, 0),
    ("0.5", 0, 500_000_000),
    (".25", 0, 250_000_000),
    ("2.", 2, 0),
    ("1.000000001", 1, 1),
    ("1.0000000019", 1, 1),
    ("1e3", 1_000, 0),
    ("1E+3", 1_000, 0),
    ("1.5e1", 15, 0),
    ("12.345e2", 1_234, 500_000_000),
    ("1e-3", 0, 1_000_000),
    ("123e-2", 1, 230_000_000),
    ("5e-10", 0, 0),
    ("1e18", 1_000_000_000_000_000_000, 0),
    ("18446744073709551615.999999999", u64::MAX, 999_999_999),
    ("0e999", 0, 0),
    ("1e-9999", 0, 0),
];

#[test]
fn numbers_of_all_forms() {
    for (text, seconds, nanoseconds) in NUMBERS {
        assert_eq!(asleep(text), Some(Duration::new(seconds, nanoseconds)), "{text}");
    }
}

const NO_NUMBERS: [&str; 24] = [
    "soon",
    "-1",
    "-",
    "+",
    ".",
    "e",
    "1e",
    "e1",
    "1e+",
    "1.2.3",
    "1 2",
    "0x1",
    "1_000",
    "++1",
    "1e1e1",
    "1e1.5",
    "inf",
    "NaN",
    "18446744073709551616",
    "1e20",
    "1e300",
    "1e9999",
    "1e99999999999",
    "1\u{664}",
];

#[test]
fn what_is_no_number_or_beyond_all_time() {
    for text in NO_NUMBERS {
        assert_eq!(asleep(text), None, "{text}");
    }
}

#[test]
fn as_the_standard_library_reads_them() {
    for whole in [0_u64, 1, 9, 10, 4_096, 86_400, 999_999] {
        for thousandths in 0..1_000 {
            let text = format!("{whole}.{thousandths:03}");
            let expected = text.parse().ok().map(Duration::from_secs_f64).expect("it is a number");
            let difference = asleep(&text).map(|duration| duration.abs_diff(expected));
            assert!(difference < Some(Duration::from_nanos(1_000)), "{text}: {difference:?}");
            assert!(difference.is_some(), "{text}");
        }
    }
}
