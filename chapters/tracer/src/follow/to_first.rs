//! A signal that was sent to a whole process, and which of its threads gets it.
//!
//! The kernel gives it to the first thread if that takes it; but if that thread halts for its tracer at
//! that moment, to another one. Programs rely on the first: an interpreter that runs its handlers there
//! only, and whose first thread sleeps in accept(2), would not hear of Ctrl-C until the next client comes.
//! So what another thread was given goes to the first one, as if nobody had followed them. Without a
//! handler a signal does the same to all threads, whichever gets it.

use std::io;

use rustix::process::Pid;

use crate::{
    Tracer,
    decode::ports::borrow,
    follow::task::State,
    stops::{
        owner,
        proc::{blocks, descriptors, handles, timer_tells_process},
        stop::{news, origin, say, send},
    },
};

/// Signals that a thread brings upon itself, which the kernel sends to that one.
const OWN: [i32; 8] = [
    libc::SIGSEGV,
    libc::SIGBUS,
    libc::SIGFPE,
    libc::SIGILL,
    libc::SIGTRAP,
    libc::SIGSYS,
    libc::SIGPIPE,
    libc::SIGXFSZ,
];

/// Signals of a descriptor's news that do not say which descriptor it is (fcntl(2)).
const OF_DESCRIPTORS: [i32; 2] = [libc::SIGIO, libc::SIGURG];

impl Tracer {
    /// Hands a signal that is about to be delivered to a task on to the first thread of its process, if
    /// that should have it; whether it did.
    pub(crate) fn goes_to_first(&mut self, by: usize, signal: i32) -> io::Result<bool> {
        let (first, task) = (self.first(by), &self.tasks[by]);
        if first == by {
            return self.has_come(by, signal);
        }
        let takes_none = self.tasks[first].state == State::Gone || blocks(task.process, signal);
        if OWN.contains(&signal) || !handles(task.process, signal) || takes_none {
            return Ok(false);
        }
        let news = news(task.task)?;
        let is_for_all = is_for_all(task.process, task.task, &news);
        if is_for_all {
            send(task.process, task.process, signal)?;
            self.tasks[first].sent.push(news);
        }
        Ok(is_for_all)
    }

    /// The first thread gets a signal: of one that was handed on it hears who has sent it first.
    fn has_come(&mut self, by: usize, signal: i32) -> io::Result<bool> {
        let task = &mut self.tasks[by];
        if task.sent.is_empty() || news(task.task)?.si_code != libc::SI_TKILL {
            return Ok(false);
        }
        if let Some(at) = task.sent.iter().position(|news| news.si_signo == signal) {
            say(task.task, &task.sent.remove(at))?;
        }
        Ok(false)
    }
}

/// Whether a signal was sent to a whole process, and not to the thread that was given it.
fn is_for_all(process: Pid, thread: Pid, news: &libc::siginfo_t) -> bool {
    let from = origin(news);
    match news.si_code {
        libc::SI_KERNEL => !OF_DESCRIPTORS.contains(&news.si_signo) || !owns_any(process, thread),
        libc::SI_USER | libc::SI_MESGQ | libc::SI_ASYNCIO => true,
        // A program may queue one for a thread of its own (pthread_sigqueue(3)).
        libc::SI_QUEUE => from != process.as_raw_nonzero().get(),
        libc::SI_TIMER => timer_tells_process(process, from),
        // Of a child's end its parent hears, whichever thread has made it.
        _ => news.si_signo == libc::SIGCHLD,
    }
}

/// Whether the process has a descriptor of which this thread alone is told.
fn owns_any(process: Pid, thread: Pid) -> bool {
    let mut copies = descriptors(process).into_iter().filter_map(|of| borrow(process, of));
    copies.any(|copy| owner::thread(&copy) == Some(thread))
}
