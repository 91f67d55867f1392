//! What a client asks in one turn, and how it knows that it has been answered.

use std::time::Duration;

/// The requests that a client sends in one piece before it waits for their replies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// All of them, as they are sent.
    pub(crate) turn: Vec<u8>,
    /// All replies to them.
    pub(crate) replies: Vec<u8>,
    /// How many they are.
    pub(crate) number: u64,
}

const KEY: &str = "$3\r\nkey\r\n";

impl Request {
    /// The least that can be asked.
    #[must_use]
    pub fn ping() -> Self {
        Self::new(crate::bare::REQUEST, crate::bare::REPLY)
    }

    /// Stores a value of `size` bytes.
    #[must_use]
    pub fn set(size: usize) -> Self {
        Self::new(format!("*3\r\n$3\r\nSET\r\n{KEY}{}", value(size)), "+OK\r\n")
    }

    /// Reads a value of `size` bytes, if one was stored before.
    #[must_use]
    pub fn get(size: usize) -> Self {
        Self::new(format!("*2\r\n$3\r\nGET\r\n{KEY}"), value(size))
    }

    /// Lets the server be slow: DEBUG SLEEP.
    #[must_use]
    pub fn sleep(time: Duration) -> Self {
        let seconds = time.as_secs_f64().to_string();
        let length = seconds.len();
        Self::new(
            format!("*3\r\n$5\r\nDEBUG\r\n$5\r\nSLEEP\r\n${length}\r\n{seconds}\r\n"),
            "+OK\r\n",
        )
    }

    /// So many of them in each turn.
    #[must_use]
    pub fn pipelined(self, many: u32) -> Self {
        let times = many as usize;
        let (turn, replies) = (self.turn.repeat(times), self.replies.repeat(times));
        Self { turn, replies, number: self.number * u64::from(many) }
    }

    /// How many requests one turn has.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.number
    }

    fn new(turn: impl Into<Vec<u8>>, replies: impl Into<Vec<u8>>) -> Self {
        Self { turn: turn.into(), replies: replies.into(), number: 1 }
    }
}

fn value(size: usize) -> String {
    format!("${size}\r\n{}\r\n", "x".repeat(size))
}
