//! Which call has sent the bytes that a client hears.

use recording::{Call, Flow, Kind, Outcome, Subject};

/// The rows of calls that sent bytes, or ended a connection, in order.
#[derive(Debug, Default)]
pub(crate) struct Sends(Vec<Send>);

#[derive(Debug)]
struct Send {
    row: usize,
    who: usize,
    left: Left,
}

/// What of a send its client has not yet been told to hear.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Left {
    Bytes(usize),
    /// As many as there was room for; the number is not known, so they are told with the rest.
    Part,
    /// All that was left of a text.
    Rest,
    /// It was no bytes but the end, whoever else has the connection open.
    Shutdown,
    /// It was the end, if nobody else has the connection open.
    Close,
}

impl Left {
    /// Whether they are bytes that a client may still hear.
    const fn is_news(self) -> bool {
        matches!(self, Self::Bytes(1..) | Self::Part | Self::Rest)
    }
}

impl Sends {
    /// Remembers the call in this row, if it has sent something.
    pub(crate) fn add(&mut self, row: usize, call: &Call) {
        let Some(Subject::Client(who)) = call.about() else { return };
        let left = match (call.flow(), &call.outcome) {
            (Flow::Out, Outcome::Bytes(count)) => Left::Bytes(*count),
            (Flow::Out, Outcome::Part) => Left::Part,
            (Flow::Out, Outcome::Whole) => Left::Rest,
            (Flow::End, _) if call.kind == Kind::Close => Left::Close,
            (Flow::End, _) => Left::Shutdown,
            _ => return,
        };
        self.0.push(Send { row, who, left });
    }

    /// Nobody is told any more which of these calls has sent what is heard.
    pub(crate) fn forget(&mut self) {
        self.0.clear();
    }

    /// The rows whose calls have sent the next `count` bytes that a client hears, and how many
    /// each. Fewer are found if no call is known to have sent the others.
    pub(crate) fn heard(&mut self, who: usize, mut count: usize) -> Vec<(usize, usize)> {
        let mut rows = Vec::new();
        for index in 0..self.0.len() {
            if self.0[index].who == who && count > 0 {
                let part = self.take(index, count);
                rows.push((self.0[index].row, part));
                count -= part;
            }
        }
        rows.retain(|(_, part)| *part > 0);
        rows
    }

    /// The row of the first call that has sent what a client has not heard yet; it hears all of it.
    pub(crate) fn heard_all(&mut self, who: usize) -> Option<usize> {
        let is_new = |send: &&mut Send| send.who == who && send.left.is_news();
        let rows = self.0.iter_mut().filter(is_new).map(|send| {
            send.left = Left::Bytes(0);
            send.row
        });
        rows.min()
    }

    /// How many of `count` bytes this send has sent.
    fn take(&mut self, index: usize, count: usize) -> usize {
        let (taken, left) = match self.0[index].left {
            Left::Bytes(left) => (count.min(left), Left::Bytes(left - count.min(left))),
            Left::Rest => (count.saturating_sub(self.sent_after(index)), Left::Bytes(0)),
            left @ (Left::Part | Left::Shutdown | Left::Close) => (0, left),
        };
        self.0[index].left = left;
        taken
    }

    /// How many bytes a send's client was sent after it.
    fn sent_after(&self, index: usize) -> usize {
        let later = self.0[index + 1..].iter().filter(|send| send.who == self.0[index].who);
        later.map(|send| if let Left::Bytes(count) = send.left { count } else { 0 }).sum()
    }

    /// The row of the call that ended a client's stream: the first shutdown, else the last close.
    pub(crate) fn end(&self, who: usize) -> Option<usize> {
        let mut own = self.0.iter().filter(|send| send.who == who);
        let shutdown = own.clone().find(|send| send.left == Left::Shutdown);
        shutdown.or_else(|| own.rfind(|send| send.left == Left::Close)).map(|send| send.row)
    }
}
