//! The works: what the servers are asked to do while they are measured.

use lab::traffic::Request;

/// One of them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Work {
    /// Names it on the command line, in the samples and in the book.
    pub(crate) key: &'static str,
    /// Says it in words.
    pub(crate) title: &'static str,
    pub(crate) request: fn() -> Request,
    /// What each client asks once, before.
    pub(crate) prepare: Option<fn() -> Request>,
    /// Clients that ask.
    pub(crate) clients: usize,
    /// Clients that are connected, and silent.
    pub(crate) idle: usize,
    pub(crate) pace: Pace,
    /// Whether system calls are counted in it.
    pub(crate) calls: bool,
    /// Whether one round has to do: it takes long to begin.
    pub(crate) once: bool,
}

/// How fast the clients ask.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Pace {
    /// Each again, as soon as it is answered: the closed loop.
    Again,
    /// All together at a fixed rate: this share of what the slowest could do in the work of this
    /// key, a closed loop with the same requests; or of what the load could ask for, if that was
    /// less.
    Of(&'static str, f64),
    /// All together so often in a second, beside a client whose every request sleeps.
    BesideSlow(f64),
    /// So often in a second one connects, asks, and leaves.
    Once(f64),
}

/// Bytes of a large value.
const LARGE: usize = 100_000;
/// Of a small one.
const SMALL: usize = 3;

/// Those of a quick run.
const QUICK: [&str; 6] = ["alone", "idle-100", "ping-closed", "ping-50", "slow", "visits"];

/// All of them; a closed loop stands before the works whose pace comes from it.
pub(crate) fn all() -> Vec<Work> {
    let beside = |key, title, idle| Work { idle, ..Work::alone(key, title) };
    let mut works = vec![
        Work::alone("alone", "PING, one client and no other"),
        beside("idle-100", "PING, one client beside 100 silent ones", 100),
        beside("idle-1000", "PING, one client beside 1,000 silent ones", 1_000),
        Work {
            calls: false,
            once: true,
            ..beside("idle-10000", "PING, one client beside 10,000 silent ones", 10_000)
        },
    ];
    works.extend(PACED.iter().flat_map(Paced::works));
    works.push(Work {
        clients: 10,
        pace: Pace::BesideSlow(1_000.0),
        ..Work::alone("slow", "PING, 1,000 a second, beside a client whose requests take 50 ms")
    });
    works.push(Work {
        pace: Pace::Once(3_000.0),
        ..Work::alone("visits", "connect, PING, leave, one client after the other, 3,000 a second")
    });
    works
}

impl Work {
    /// One client asks PING, again and again.
    const fn alone(key: &'static str, title: &'static str) -> Self {
        Self {
            key,
            title,
            request: Request::ping,
            prepare: None,
            clients: 1,
            idle: 0,
            pace: Pace::Again,
            calls: true,
            once: false,
        }
    }

    /// Whether a quick run has it.
    pub(crate) fn is_quick(&self) -> bool {
        QUICK.contains(&self.key)
    }

    /// Clients that ask and stay connected.
    pub(crate) fn stay(&self) -> usize {
        if let Pace::Once(_) = self.pace { 0 } else { self.clients }
    }

    /// How many clients are connected at the same time.
    pub(crate) fn connections(&self) -> usize {
        self.stay() + self.idle + usize::from(matches!(self.pace, Pace::BesideSlow(_)))
    }

    /// Whether a server must know more than PING.
    pub(crate) fn asks_for_more(&self) -> bool {
        (self.request)() != Request::ping() || matches!(self.pace, Pace::BesideSlow(_))
    }
}

/// The same requests: in a closed loop first, then at a fixed rate.
struct Paced {
    closed: Work,
    /// Key, title, share.
    open: &'static [(&'static str, &'static str, f64)],
}

impl Paced {
    fn works(&self) -> impl Iterator<Item = Work> {
        let closed = self.closed;
        let open = self.open.iter().map(move |(key, title, share)| Work {
            key,
            title,
            pace: Pace::Of(closed.key, *share),
            calls: true,
            ..closed
        });
        [closed].into_iter().chain(open)
    }
}

const PACED: [Paced; 6] = [
    Paced {
        closed: Work {
            clients: 50,
            calls: false,
            ..Work::alone("ping-closed", "PING, 50 clients, each again as soon as it is answered")
        },
        open: &[
            ("ping-50", "PING, 50 clients, at 50 % of what the slowest can do", 0.5),
            ("ping-80", "PING, 50 clients, at 80 % of what the slowest can do", 0.8),
        ],
    },
    Paced {
        closed: Work {
            clients: 50,
            request: || Request::set(SMALL),
            calls: false,
            ..Work::alone("set-closed", "SET, 50 clients, each again as soon as it is answered")
        },
        open: &[("set-50", "SET, 50 clients, at 50 % of what the slowest can do", 0.5)],
    },
    Paced {
        closed: Work {
            clients: 50,
            request: || Request::get(SMALL),
            prepare: Some(|| Request::set(SMALL)),
            calls: false,
            ..Work::alone("get-closed", "GET, 50 clients, each again as soon as it is answered")
        },
        open: &[("get-50", "GET, 50 clients, at 50 % of what the slowest can do", 0.5)],
    },
    Paced {
        closed: Work {
            clients: 50,
            request: || Request::get(SMALL).pipelined(64),
            prepare: Some(|| Request::set(SMALL)),
            calls: false,
            ..Work::alone("pipelined-closed", "GET, 50 clients, 64 requests in each turn")
        },
        open: &[("pipelined-50", "GET, 64 in each turn, at 50 % of what the slowest can do", 0.5)],
    },
    Paced {
        closed: Work {
            clients: 8,
            request: || Request::set(LARGE),
            calls: false,
            ..Work::alone("set-100k-closed", "SET of 100 kB, 8 clients, each again")
        },
        open: &[("set-100k-50", "SET of 100 kB, at 50 % of what the slowest can do", 0.5)],
    },
    Paced {
        closed: Work {
            clients: 8,
            request: || Request::get(LARGE),
            prepare: Some(|| Request::set(LARGE)),
            calls: false,
            ..Work::alone("get-100k-closed", "GET of 100 kB, 8 clients, each again")
        },
        open: &[("get-100k-50", "GET of 100 kB, at 50 % of what the slowest can do", 0.5)],
    },
];
