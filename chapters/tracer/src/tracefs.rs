//! What the kernel's own tracepoints say of a server, through tracefs: how a task was woken, in
//! whose call bytes were copied, which signals were queued, what a ring has armed and completed.
//!
//! Everything else in this program is seen from a task's stops. What happens between two of them,
//! often in another task's call, only the kernel can tell. So this needs its permission, and no row
//! depends on it but those that say *how*.
//!
//! To know where among the events of the recording each of these belongs, no clocks are compared:
//! the tracer writes the number of its events into the same buffer ([`Kernel::mark`]).

mod ear;
mod filter;
mod folder;
mod instance;
mod line;
mod losses;
mod mount;
mod owner;
mod passed;
mod seen;
mod stack;
mod stopwatch;
mod tracepoint;
mod unavailable;

pub use self::{
    passed::{Passed, Point, passed},
    seen::{Seen, What},
    stopwatch::Stopwatch,
    unavailable::Unavailable,
};

use rustix::{process::Pid, thread::gettid};

use crate::tracefs::{
    ear::Ear, folder::Folder, instance::Instance, line::Lines, seen::Reader, tracepoint::Tracepoint,
};

const fn each(name: &'static str) -> Tracepoint {
    Tracepoint { name, has_stack: false, filter: None, needs_port: false }
}

/// The tracepoints that are listened to.
///
/// epoll(7) has none of its own: it is seen in the stack of a wake-up.
pub(crate) const TRACEPOINTS: &[Tracepoint] = &[
    Tracepoint { has_stack: true, ..each("sched/sched_waking") },
    // A check of what arrives: of the same in the row of the kernel.
    Tracepoint {
        filter: Some("sport==PORT&&data_len>0"),
        needs_port: true,
        ..each("tcp/tcp_probe")
    },
    each("skb/skb_copy_datagram_iovec"),
    // It follows a copy in the same task, and names the client by its port.
    Tracepoint { filter: Some("sport==PORT"), ..each("tcp/tcp_rcv_space_adjust") },
    each("signal/signal_generate"),
    each("io_uring/io_uring_poll_arm"),
    each("io_uring/io_uring_task_add"),
    each("io_uring/io_uring_complete"),
];

/// Those of them that others pass for the server: who sends it bytes queues its signal, and lets its ring
/// go on, in his own time.
const OF_OTHERS: &[Tracepoint] = &[
    each("signal/signal_generate"),
    each("io_uring/io_uring_poll_arm"),
    each("io_uring/io_uring_task_add"),
    each("io_uring/io_uring_complete"),
];

/// How much each processor's buffer holds of these, in KiB.
const SIZE_OF_OTHERS: usize = 512;

/// Whether the kernel lets us listen.
///
/// # Errors
///
/// It does not, or has not what it takes: the error says who can do what about it.
pub fn available() -> Result<(), Unavailable> {
    Instance::take().map(drop)
}

/// The tracepoints of one scene.
///
/// ```no_run
/// # fn play(server: rustix::process::Pid, port: u16) -> Result<(), tracer::tracefs::Unavailable> {
/// use tracer::tracefs::Kernel;
///
/// let kernel = Kernel::listen(server, port)?;
/// kernel.mark(0);
/// // now let a client call
/// let seen = kernel.finish(&[server])?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Kernel {
    instance: Instance,
    /// For a server that serves for real.
    ear: Option<Ear>,
    /// For what others do in their own time: of those that serve for real, who the others are is not
    /// known.
    others: Option<(Ear, Folder)>,
    /// Why that can't be heard, though it was wanted.
    missing: Option<Unavailable>,
}

impl Kernel {
    /// Listens to what concerns `server`, its children, and this thread, which plays its clients.
    ///
    /// # Errors
    ///
    /// The kernel does not let us, or has not what it takes.
    pub fn listen(server: Pid, port: u16) -> Result<Self, Unavailable> {
        let instance = Instance::take()?;
        instance.listen(&[server, gettid()], Some(port))?;
        Ok(Self { instance, ear: None, others: None, missing: None })
    }

    /// Listens to what these tasks do for real, to who wakes them, and to what others do for them in
    /// their own time; the latter takes root, and is not heard through an instance that was given: then
    /// that is [missing](Self::missing).
    ///
    /// # Errors
    ///
    /// The kernel does not let us, or has not what it takes.
    pub fn listen_to(tasks: &[Pid]) -> Result<Self, Unavailable> {
        let instance = Instance::take()?;
        instance.listen(tasks, None)?;
        let ear = Some(Ear::at(instance.folder())?);
        let others = Folder::make_beside(OF_OTHERS, SIZE_OF_OTHERS).and_then(|folder| {
            let ear = Ear::at(&folder)?;
            // A folder can be removed once nobody listens to it.
            Ok((ear, folder))
        });
        let (others, missing) =
            others.map_or_else(|why| (None, Some(why)), |all| (Some(all), None));
        Ok(Self { instance, ear, others, missing })
    }

    /// Why what others do in their own time can't be heard, though it was wanted.
    #[must_use]
    pub const fn missing(&self) -> Option<&Unavailable> {
        self.missing.as_ref()
    }

    /// What was heard of these tasks since the last time; nothing of a scene, which is
    /// [finished](Kernel::finish) first.
    pub fn news(&mut self, tasks: &[Pid]) -> Vec<Seen> {
        let mut heard = self.ear.as_mut().map(|ear| ear.news(tasks)).unwrap_or_default();
        if let Some((ear, _)) = &mut self.others {
            let of_others = |seen: &Seen| !tasks.contains(&seen.task);
            heard.extend(ear.news(tasks).into_iter().filter(of_others));
            heard.sort_by_key(|seen| seen.place);
        }
        heard
    }

    /// Says that there are so many events in the recording by now.
    pub fn mark(&self, events: usize) {
        let events = events.to_string();
        self.instance.folder().mark(&events);
        self.others.iter().for_each(|(_, folder)| folder.mark(&events));
    }

    /// Says that all that was seen so far is of no interest; a program's way to its listener may be
    /// more than there is room for.
    pub fn forget(&self) {
        // Where it can't be cleared, the word among the lines does.
        self.instance.folder().clear().ok();
        self.instance.folder().mark(line::FORGET);
    }

    /// All that was seen of these tasks, in the order in which it happened.
    ///
    /// # Errors
    ///
    /// More happened than there was room for.
    pub fn finish(self, tasks: &[Pid]) -> Result<Vec<Seen>, Unavailable> {
        Ok(understand(&self.instance.folder().read()?, tasks))
    }
}

/// What a text, the file `trace` of tracefs, says of these tasks.
#[must_use]
pub fn understand(text: &str, tasks: &[Pid]) -> Vec<Seen> {
    let mut lines = Lines::default();
    lines.read(text);
    Reader::default().understand(&lines.take(), tasks)
}
