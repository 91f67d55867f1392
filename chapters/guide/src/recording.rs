//! What happened, in order: the clients' deeds and the server's system calls, as data.
//!
//! Nothing in a recording depends on the machine or the hour: no times, ports, process numbers or
//! descriptor numbers. The transcript and the JSON are both made from it.

/// One scene, from the server's start to the last act.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recording {
    /// The clients in the order of their entrance.
    pub cast: Vec<String>,
    /// The server's threads and processes in the order of their birth.
    pub tasks: Vec<Task>,
    /// What they did.
    pub events: Vec<Event>,
    /// Whether the server's calls could be seen at all.
    pub traced: bool,
}

impl Recording {
    /// The same scene without the calls that are about these descriptors, or make them.
    #[must_use]
    pub(crate) fn without(&self, descriptors: &[&str]) -> Self {
        let is_out = |event: &Event| match event {
            Event::Call(call) | Event::Waits(call) => {
                let subject = call.subject.as_deref().unwrap_or(&call.result);
                descriptors.contains(&subject)
            }
            _ => false,
        };
        let events = self.events.iter().filter(|event| !is_out(event)).cloned().collect();
        Self { events, ..self.clone() }
    }
}

/// A thread or a process of the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// The process that the scene began with.
    Server,
    /// A process that another one forked.
    Child,
    /// A thread beside a process's first one, which is the task with this index.
    Thread {
        /// The index of the process's first thread.
        of: usize,
    },
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A client did something, or something reached it.
    Client {
        /// Its name.
        who: String,
        /// What it was.
        deed: Deed,
    },
    /// So many guests have connected: see [`crowd`](crate::crowd).
    Crowd {
        /// How many.
        count: usize,
    },
    /// A task of the server made a system call, and it returned.
    Call(Call),
    /// A task has gone to sleep in a call: the event's result is empty.
    Waits(Call),
    /// A task goes round and round: the calls since its last progress would repeat for ever.
    Round {
        /// The task's index.
        by: usize,
        /// How many of its recorded calls, up to here, were already rounds for nothing.
        calls: usize,
    },
    /// A signal interrupts a task that has a handler for it.
    Signal {
        /// The task's index.
        by: usize,
        /// The signal's name.
        name: String,
    },
    /// A thread or a process has ended.
    Ends {
        /// The task's index.
        by: usize,
        /// How: `exits`, `exits with status 1`, `is killed by SIGKILL`.
        how: String,
    },
}

/// What a client does, or what reaches it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// It connects to the server.
    Connects,
    /// It sends these bytes.
    Sends(Vec<u8>),
    /// It has received these bytes.
    Hears(Vec<u8>),
    /// It looked, and nothing had arrived.
    HearsNothing,
    /// The server has ended the connection.
    HearsEnd,
    /// The server has broken the connection off.
    HearsReset,
    /// It will send no more, and still listens.
    HalfCloses,
    /// It closes the connection.
    Closes,
    /// It breaks the connection off with a reset.
    Resets,
}

/// A system call of the server.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Call {
    /// The task's index.
    pub by: usize,
    /// The call's name as the manual has it.
    pub name: String,
    /// Its arguments, as far as they tell something.
    pub arguments: String,
    /// Who or what is behind the descriptor that it is about.
    pub subject: Option<String>,
    /// What it returned: a count, a name, an errno.
    pub result: String,
    /// The index of the task that it made or waited for.
    pub task: Option<usize>,
    /// Which way the data went.
    pub flow: Flow,
    /// The bytes that went.
    pub data: Vec<u8>,
    /// How many descriptors it hands to the kernel to be waited for.
    pub listed: usize,
    /// Calls of a busy loop's round that came before this one in vain, as in the round before, and
    /// are not recorded.
    pub skipped: usize,
}

/// What the names of completions begin with.
pub(crate) const COMPLETED: &str = "  completed: ";

impl Call {
    /// Whether it is no call but what a ring reports of one that the kernel has made.
    #[must_use]
    pub fn is_completion(&self) -> bool {
        self.name.starts_with(COMPLETED)
    }
}

/// What a call means to the client whose descriptor it is about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Flow {
    /// Nothing.
    #[default]
    None,
    /// Bytes, a connection or its end came in, or news of them.
    In,
    /// Bytes went out.
    Out,
    /// The server ended the connection, or its half of it.
    End,
}
