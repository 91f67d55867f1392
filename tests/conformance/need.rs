//! What a case takes: of the model, and of the machine.

use io_models::{Model, Room};

use crate::{bare, tools};

/// What a case takes. A model or a machine that lacks it skips the case, and says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    /// A kernel that has, and allows, the calls that the model waits in.
    Kernel,
    /// Memory that grows with what is asked.
    Memory,
    /// Commands that are not about data.
    AllCommands,
    /// Two clients that are served at the same time.
    TwoClients,
    /// Thousands of clients that are served at the same time.
    Crowd,
    /// One store, of which each client sees what the others have put there.
    OneStore,
    /// One process for all clients.
    OneProcess,
    /// A process for each client.
    Children,
    /// epoll(7) in the place where it waits.
    Epoll,
    /// Sockets that the kernel is asked to watch, once each.
    Watches,
    /// Threads that wait for clients.
    Threads,
    /// Sockets that are said to be ready for as long as they are, before they are used.
    Readiness,
    /// A call for each thing that it does, which can be made to fail.
    CallsCanFail,
    /// Signals that tell of its clients.
    Signals,
    /// Rest, when there is nothing to do.
    Rest,
    /// SelectSets of descriptors, with room for low numbers only.
    SelectSets,
    /// No other case beside it: it takes the whole machine, or so much that others would be late.
    Quiet,
    /// Ports that not everyone may take.
    PrivilegedPorts,
    /// A program that is installed.
    Tool(&'static str),
    /// A module of Python's.
    PythonModule(&'static str),
    /// A module of Node's, installed in `tests/clients`.
    NodeModule(&'static str),
}

/// Why a case is skipped.
#[derive(Clone, Debug)]
pub(crate) enum Lack {
    /// The model is not made for it.
    Model(String),
    /// The machine does not have what it takes; where all of it is required, that is a failure.
    Tool(String),
}

impl Need {
    /// What the model, or the machine, does not have.
    pub(crate) fn lack(self, model: &Model) -> Option<Lack> {
        match self {
            Self::Kernel => (model.available)().err().map(|why| Lack::Tool(why.to_string())),
            Self::Memory
            | Self::AllCommands
            | Self::TwoClients
            | Self::Crowd
            | Self::OneStore
            | Self::OneProcess
            | Self::Children
            | Self::Epoll
            | Self::Watches
            | Self::Threads
            | Self::Readiness
            | Self::CallsCanFail
            | Self::Signals
            | Self::Rest
            | Self::SelectSets
            | Self::Quiet => self.lack_of(model).map(Lack::Model),
            Self::PrivilegedPorts | Self::Tool(_) | Self::PythonModule(_) | Self::NodeModule(_) => {
                self.lack_of_machine().map(Lack::Tool)
            }
        }
    }

    fn lack_of_machine(self) -> Option<String> {
        let (is_there, why) = match self {
            Self::PrivilegedPorts => {
                (!tools::all_ports_are_free(), "any port is free to take".to_owned())
            }
            Self::Tool(name) => (tools::has(name), format!("{name} is not installed")),
            Self::PythonModule(name) => {
                (tools::python(name).is_some(), format!("no python3 has the module {name}"))
            }
            Self::NodeModule(name) => (
                tools::has_node_module(name),
                format!("no module {name}: node, and npm ci --prefix tests/clients"),
            ),
            _ => return None,
        };
        (!is_there).then_some(why)
    }

    fn lack_of(self, model: &Model) -> Option<String> {
        let has_threads = ["threads", "cores"].contains(&model.name);
        let blocks = matches!(model.room, Room::One | Room::Threads);
        let why = match self {
            Self::Memory if bare::is_bare(model) => "it has the memory that it began with",
            Self::AllCommands if !bare::knows_all_commands(model) => "it knows few commands",
            Self::TwoClients if model.one_at_a_time() => "it serves one client at a time",
            Self::Crowd if model.room != Room::Connections => "it is made for fewer clients",
            Self::Crowd if !model.rests => "it asks each of them, again and again",
            Self::OneStore if !model.one_store => "each client has a store of its own",
            // What would keep the stores apart, but that the clients are in processes?
            Self::OneProcess if !model.one_store => "each client has a process",
            Self::Children if model.one_store => "all clients have one process",
            Self::Epoll if !["epoll", "executor", "cores", "bare", "few"].contains(&model.name) => {
                "it does not make these calls itself"
            }
            Self::Watches if !watches(model) => "it asks the kernel to watch nobody for long",
            Self::Threads if !has_threads => "it has one thread",
            Self::Readiness if blocks => "it blocks in the call itself",
            Self::CallsCanFail if model.name == "uring" => "the kernel makes its calls",
            Self::Readiness if model.name == "sigio" => {
                "it is told once, and the call has to be true"
            }
            Self::Signals if model.name != "sigio" => "it waits for no signals",
            Self::SelectSets if !matches!(model.room, Room::Descriptors(_)) => {
                "it waits for any descriptor"
            }
            Self::Rest if !model.rests => "it looks again and again, also when there is nothing",
            _ => return None,
        };
        Some(why.to_owned())
    }
}

fn watches(model: &Model) -> bool {
    ["epoll", "executor", "cores", "callbacks", "sigio"].contains(&model.name)
}
