//! What the kernel does between a client and the server, in a few words: its column is narrow.

use recording::{Arrival, Context, Errno, How, Moment, Operation, Subject};

use crate::words::Words;

impl Words<'_> {
    /// What the kernel does, given what each task is called.
    pub(crate) fn moment<'label>(
        self,
        moment: &Moment,
        label: impl Fn(usize) -> &'label str,
    ) -> String {
        match moment {
            Moment::Arrives { what, .. } => arrives(*what),
            Moment::Wakes { task, how } => {
                let how = how.map_or(String::new(), |how| format!("{} ", way(how)));
                format!("└ {how}wakes {}", label(*task))
            }
            Moment::Copies { bytes, of, context, .. } => {
                let of = of.map_or(counted(*bytes), |all| format!("{bytes} of {}", counted(all)));
                format!("{}copies {of}", copier(*context, label))
            }
            Moment::Moves { bytes, of, .. } => {
                let of = of.map_or(counted(*bytes), |all| format!("{bytes} of {}", counted(all)));
                format!("moves {of}")
            }
            Moment::Queues { signal, .. } => format!("├ queues {signal}"),
            Moment::Arms { operation, who } => format!("arms {}", self.polled(*operation, *who)),
            Moment::HasWork { operation, who } => {
                format!("├ {} has work to do", self.polled(*operation, *who))
            }
            Moment::Completes { operation, who, result } => {
                let result = result.map(number).unwrap_or_default();
                format!("completes {}{result}", self.polled(*operation, *who))
            }
            Moment::Waits { who, what } => waits(&self.subject(*who), *what),
        }
    }

    /// What a ring was asked for, in short: whether it is asked for it once or again and again, the
    /// call says.
    fn polled(self, operation: Operation, who: Option<Subject>) -> String {
        self.request(operation, who).replace("_multishot", "")
    }
}

/// Who wakes.
fn way(how: How) -> &'static str {
    match how {
        How::Socket => "socket",
        How::Poll => "poll",
        How::Epoll => "epoll",
        How::Signal => "signal",
        How::Ring => "ring",
    }
}

/// Who copies, if that is known.
fn copier<'label>(context: Option<Context>, label: impl Fn(usize) -> &'label str) -> String {
    match context {
        Some(Context::Task(task)) => format!("{} ", label(task)),
        Some(Context::Worker) => "a worker ".to_owned(),
        None => String::new(),
    }
}

/// A count, or the name of the errno that a negative number stands for.
fn number(result: i32) -> String {
    if result < 0 { format!(" = {}", Errno(-result)) } else { format!(" = {result}") }
}

/// What nobody has taken yet.
fn waits(who: &str, what: Arrival) -> String {
    match what {
        Arrival::Bytes(1) => format!("1 byte of {who} waits"),
        Arrival::Bytes(count) => format!("{count} bytes of {who} wait"),
        Arrival::Part => format!("bytes of {who} wait"),
        Arrival::Connection | Arrival::End | Arrival::Reset => format!("{who} is not accepted"),
    }
}

/// Whose it is, an arrow shows.
fn arrives(what: Arrival) -> String {
    match what {
        Arrival::Connection => "a connection arrives".to_owned(),
        Arrival::Bytes(1) => "1 byte arrives".to_owned(),
        Arrival::Bytes(count) => format!("{} arrive", counted(count)),
        Arrival::Part => "a part of it arrives".to_owned(),
        Arrival::End => "the end arrives".to_owned(),
        Arrival::Reset => "a reset arrives".to_owned(),
    }
}

/// So many bytes.
#[must_use]
pub fn counted(bytes: usize) -> String {
    if bytes == 1 { "1 byte".to_owned() } else { format!("{bytes} bytes") }
}
