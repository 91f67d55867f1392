//! Words that need no name of a client: deeds, ends, limits, flags.

use std::time::Duration;

use recording::{Control, Deed, End, Flag, Half, Limit, MessageFlag, Readiness, SocketOption};

/// What a client does, or what reaches it; bytes speak for themselves.
pub(crate) fn deed(deed: &Deed) -> &'static str {
    match deed {
        Deed::Connects => "connect",
        Deed::HalfCloses => "half-close",
        Deed::Closes => "close",
        Deed::Resets => "reset",
        Deed::HearsNothing => "nothing yet",
        Deed::HearsEnd => "end",
        Deed::HearsReset => "reset",
        Deed::Lends(_) => "lends",
        Deed::SendsFile(_) => "file",
        Deed::WritesFile(_) => "file:",
        Deed::Sends(_) | Deed::Hears(_) | Deed::HearsMore(_) => "",
    }
}

/// A task that goes round and round.
pub(crate) const ROUND: &str = "… and round again, for nothing";

/// How many calls of the same round came before this one for nothing: they are in no row, for they
/// repeat the round before.
pub(crate) fn skipped(calls: usize) -> String {
    match calls {
        0 => String::new(),
        calls => format!(" (after {calls} for nothing)"),
    }
}

/// What stands below rows that would be repeated.
pub(crate) fn repeated(times: usize) -> String {
    match times {
        1 => "⋮ the same once more".to_owned(),
        times => format!("⋮ the same {times} times more"),
    }
}

/// How a task has ended.
#[must_use]
pub fn end(how: End) -> String {
    match how {
        End::Exits(0) => "exits".to_owned(),
        End::Exits(status) => format!("exits with status {status}"),
        End::Killed(signal) => format!("is killed by {signal}"),
        End::Stopped(signal) => format!("is stopped by {signal}"),
    }
}

pub(crate) fn limit(limit: Limit) -> String {
    match limit {
        Limit::NoWait => "no wait".to_owned(),
        Limit::Timeout => "timeout".to_owned(),
        Limit::Micros(micros) => format!("{:?}", Duration::from_micros(micros)),
    }
}

pub(crate) fn readiness(events: Readiness) -> String {
    // On Linux these two mean what the plain ones mean (poll(2)).
    let implied = |event: &Flag| match event {
        Flag::ReadNormal => events.has(Flag::Readable),
        Flag::WriteNormal => events.has(Flag::Writable),
        _ => false,
    };
    let flags = events.flags().filter(|event| !implied(event));
    let words = flags.map(flag).collect::<Vec<_>>().join("+");
    if words.is_empty() { "nothing".to_owned() } else { words }
}

pub(crate) fn flag(flag: Flag) -> &'static str {
    match flag {
        Flag::Readable => "readable",
        Flag::Writable => "writable",
        Flag::Error => "error",
        Flag::Hangup => "hangup",
        Flag::Edge => "edge",
        Flag::Once => "once",
        Flag::Exclusive => "exclusive",
        Flag::Priority => "priority",
        Flag::PeerClosed => "rdhup",
        Flag::Invalid => "invalid",
        Flag::ReadNormal => "rdnorm",
        Flag::ReadBand => "rdband",
        Flag::WriteNormal => "wrnorm",
        Flag::WriteBand => "wrband",
        Flag::Message => "msg",
        Flag::Wakeup => "wakeup",
    }
}

pub(crate) fn control(what: Control) -> &'static str {
    match what {
        Control::OAsync => "O_ASYNC",
        Control::ONonblock => "O_NONBLOCK",
        Control::FDupfd => "F_DUPFD",
        Control::FSetown => "F_SETOWN",
        Control::FSetownEx => "F_SETOWN_EX",
        Control::FSetsig => "F_SETSIG",
        Control::Fionbio => "FIONBIO",
        Control::Fionread => "FIONREAD",
    }
}

pub(crate) fn option(option: SocketOption) -> &'static str {
    match option {
        SocketOption::SoZerocopy => "SO_ZEROCOPY",
        SocketOption::TcpMaxseg => "TCP_MAXSEG",
        SocketOption::TcpZerocopyReceive => "TCP_ZEROCOPY_RECEIVE",
    }
}

pub(crate) fn way(flag: MessageFlag) -> &'static str {
    match flag {
        MessageFlag::MsgZerocopy => "MSG_ZEROCOPY",
        MessageFlag::MsgErrqueue => "MSG_ERRQUEUE",
    }
}

pub(crate) fn half(half: Half) -> &'static str {
    match half {
        Half::Read => "read",
        Half::Write => "write",
        Half::Both => "both",
    }
}
