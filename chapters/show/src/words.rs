//! The recording in English: the one place where a call becomes a line of a transcript.
//!
//! ```text
//! recvfrom(alice)                     a call
//! recvfrom(socket) = 6 from alice     and what came of it
//! ```

mod kernel;
pub(crate) mod parts;
pub(crate) mod setup;

use recording::{
    Call, Change, Flag, Interest, Kind, Operation, Outcome, Readiness, Subject, Submission, Whose,
};

use crate::words::parts::{control, half, limit, option, readiness, way};

pub use kernel::counted;
pub use parts::end;

/// More descriptors than this in one call are counted, not named.
const NAMED: usize = 4;

/// The words for a scene whose clients have these names.
#[derive(Debug, Clone, Copy)]
pub struct Words<'cast> {
    cast: &'cast [String],
    /// Whether one silent client is called like another.
    alike: bool,
}

impl<'cast> Words<'cast> {
    /// Words with everybody's name.
    #[must_use]
    pub fn of(cast: &'cast [String]) -> Self {
        Self { cast, alike: false }
    }

    /// The same words for all silent clients.
    #[must_use]
    pub fn alike(self) -> Self {
        Self { alike: true, ..self }
    }

    /// A call with its arguments.
    #[must_use]
    pub fn call(self, call: &Call) -> String {
        let indent = if call.is_completion() { "  completed: " } else { "" };
        let mut words = self.arguments(call);
        words.extend(call.flag.map(|flag| way(flag).to_owned()));
        words.extend(call.limit.map(limit));
        format!("{indent}{}({})", call.kind.name(), words.join(", "))
    }

    /// Where a task is that sleeps in this call.
    #[must_use]
    pub fn place(self, call: &Call) -> String {
        match call.about() {
            Some(who) => format!("{}({})", call.kind.name(), self.subject(who)),
            None => call.kind.name().to_owned(),
        }
    }

    fn arguments(self, call: &Call) -> Vec<String> {
        let mut words: Vec<String> =
            call.subject.map(|who| self.subject(who)).into_iter().collect();
        match &call.kind {
            Kind::Poll(list) | Kind::Select(list) => words = self.list(list, Self::asked),
            Kind::EpollCtl { change, events } => {
                words = vec![self.change(*change, *events, call.subject)];
            }
            Kind::Fcntl(what) | Kind::Ioctl(what) => words.push(control(*what).to_owned()),
            Kind::Getsockopt(what) | Kind::Setsockopt(what) => words.push(option(*what).to_owned()),
            Kind::Shutdown(which) => words.push(half(*which).to_owned()),
            Kind::Sendfile { from: other } => words.push(self.subject(*other)),
            Kind::Splice { to: other } | Kind::Tee { to: other } => {
                words.push(self.subject(*other));
            }
            Kind::FutexWake => words.push("wake".to_owned()),
            Kind::Wait4(whose) | Kind::Waitid(whose) => words = vec![self.whose(*whose)],
            Kind::IoUringEnter(requests) => words = self.requests(requests),
            Kind::Completion { cancels: Some(operation), .. } => {
                words = vec![self.request(*operation, call.subject)];
            }
            _ => words.extend(self.receiver(call)),
        }
        words
    }

    /// Whom a datagram is for.
    fn receiver(self, call: &Call) -> Option<String> {
        call.peer.filter(|_| call.kind.gives()).map(|who| self.subject(who))
    }

    /// Whom a datagram is from.
    fn sender(self, call: &Call) -> Option<String> {
        call.peer.filter(|_| call.kind.takes()).map(|who| self.subject(who))
    }

    /// What came of a call. (A task's label is not known here.)
    #[must_use]
    pub fn outcome(self, call: &Call) -> String {
        let number = |count: usize| count.to_string();
        match &call.outcome {
            Outcome::Waits => String::new(),
            Outcome::Number(count) => number(*count),
            Outcome::Bytes(count) => match self.sender(call) {
                Some(sender) => format!("{count} from {sender}"),
                None => number(*count),
            },
            Outcome::Part => "a part of it".to_owned(),
            Outcome::Whole => "all of it".to_owned(),
            Outcome::Released { copied: true } => "copied".to_owned(),
            Outcome::Released { copied: false } => "not copied".to_owned(),
            Outcome::Mapped { bytes, left } => format!("{bytes} mapped, {left} left"),
            Outcome::Made(who) => self.subject(*who),
            Outcome::Ready(list) if list.is_empty() => "nothing".to_owned(),
            Outcome::Ready(list) => self.list(list, Self::found).join(", "),
            Outcome::Signal { signal, about: None } => signal.to_string(),
            Outcome::Signal { signal, about: Some(about) } => {
                format!("{signal}: {}", self.found(about))
            }
            Outcome::Task(index) => format!("task {index}"),
            Outcome::Failed(errno) => errno.to_string(),
        }
    }

    /// Who or what is behind a descriptor.
    #[must_use]
    pub fn subject(self, subject: Subject) -> String {
        let word = match subject {
            Subject::Client(index) => self.cast.get(index).map_or("somebody", String::as_str),
            Subject::Guest(_) if self.alike => "a guest",
            Subject::Guest(number) => return format!("guest {number}"),
            Subject::Pipe(number) => return format!("pipe {number}"),
            Subject::Child(number) => return format!("child {number}"),
            Subject::Listener => "listener",
            Subject::Socket => "socket",
            Subject::OtherSocket => "a socket",
            Subject::Shutdown => "shutdown",
            Subject::Epoll => "epoll",
            Subject::Eventfd => "eventfd",
            Subject::Timer => "timer",
            Subject::Signals => "signals",
            Subject::Ring => "ring",
            Subject::File => "a file",
            Subject::Closed => "a closed descriptor",
            Subject::Unknown => "something unknown",
        };
        word.to_owned()
    }

    fn list(self, list: &[Interest], word: fn(Self, &Interest) -> String) -> Vec<String> {
        let mut words: Vec<String> =
            list.iter().take(NAMED).map(|entry| word(self, entry)).collect();
        if list.len() > NAMED {
            words.push(format!("{} more", list.len() - NAMED));
        }
        words
    }

    fn asked(self, interest: &Interest) -> String {
        let name = self.subject(interest.subject);
        match interest.events.flags().collect::<Vec<_>>().as_slice() {
            [Flag::Readable] => name,
            [Flag::Readable, Flag::Writable] => format!("{name} both"),
            _ => format!("{name} {}", readiness(interest.events)),
        }
    }

    fn found(self, interest: &Interest) -> String {
        format!("{} {}", self.subject(interest.subject), readiness(interest.events))
    }

    fn change(self, change: Change, events: Readiness, who: Option<Subject>) -> String {
        let who = who.map(|who| self.subject(who)).unwrap_or_default();
        match change {
            Change::Add => format!("add {who} {}", readiness(events)),
            Change::Modify => format!("modify {who} {}", readiness(events)),
            Change::Delete => format!("delete {who}"),
        }
    }

    fn whose(self, whose: Whose) -> String {
        match whose {
            Whose::Any => "any child".to_owned(),
            Whose::Number => "a child".to_owned(),
            Whose::Descriptor(who) => self.subject(who),
        }
    }

    /// What a ring is asked for: an arrow after a request whose end the next one waits for.
    fn requests(self, requests: &[Submission]) -> Vec<String> {
        let Some((last, before)) = requests.split_last() else { return Vec::new() };
        let link = |request: &Submission| if request.linked { " → " } else { ", " };
        let mut words: String =
            before.iter().map(|request| self.submission(request) + link(request)).collect();
        words += &self.submission(last);
        vec![words]
    }

    fn submission(self, request: &Submission) -> String {
        let words = |operation| self.request(operation, request.subject);
        match request.cancels {
            Some(other) => format!("{} {}", request.operation.name(), words(other)),
            None => words(request.operation),
        }
    }

    /// What a ring is asked for, and on what.
    #[must_use]
    pub fn request(self, operation: Operation, who: Option<Subject>) -> String {
        match who {
            Some(who) => format!("{} {}", operation.name(), self.subject(who)),
            None => operation.name().to_owned(),
        }
    }
}
