//! A case: a promise, what it takes to check it, and how.

use std::{
    env,
    sync::{PoisonError, RwLock},
    time::Instant,
};

use io_models::Model;
use libtest_mimic::{Completion, Failed, Trial};

use crate::tools;

/// A promise that every model keeps.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Case {
    name: &'static str,
    needs: &'static [Need],
    run: fn(&'static Model),
}

/// What a case takes. A model or a machine that lacks it skips the case, and says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    /// Two clients that are served at the same time.
    Company,
    /// Thousands of clients that are served at the same time.
    Crowd,
    /// Threads that wait for clients.
    Pool,
    /// Sockets that do not block, and are said to be ready before they are used.
    Readiness,
    /// No other case beside it: it measures, or it is heavy.
    Quiet,
    /// Ports that not everyone may take.
    PrivilegedPorts,
    /// A program that is installed.
    Tool(&'static str),
    /// A module of Python's.
    PythonModule(&'static str),
}

/// Held for reading by a case that others may run beside, for writing by a quiet one.
static MACHINE: RwLock<()> = RwLock::new(());

impl Case {
    pub(crate) const fn new(name: &'static str, run: fn(&'static Model)) -> Self {
        Self { name, needs: &[], run }
    }

    pub(crate) const fn needs(self, needs: &'static [Need]) -> Self {
        Self { needs, ..self }
    }

    /// The case as a test of one model.
    pub(crate) fn trial(self, chapter: &str, model: &'static Model) -> Trial {
        let name = format!("{}::{chapter}::{}", model.name, self.name);
        Trial::ignorable_test(name.clone(), move || self.check(&name, model))
    }

    fn check(self, name: &str, model: &'static Model) -> Result<Completion, Failed> {
        if let Some(why) = self.needs.iter().find_map(|need| need.missing(model)) {
            if tools::required() && self.needs.iter().any(|need| need.is_missing_tool()) {
                return Err(format!("required, but {why}").into());
            }
            eprintln!("skipped: {name} ({why})");
            return Ok(Completion::ignored_with(why));
        }
        if self.needs.contains(&Need::Quiet) {
            let _alone = MACHINE.write().unwrap_or_else(PoisonError::into_inner);
            self.run(name, model);
        } else {
            let _beside = MACHINE.read().unwrap_or_else(PoisonError::into_inner);
            self.run(name, model);
        }
        Ok(Completion::Completed)
    }

    fn run(self, name: &str, model: &'static Model) {
        let start = Instant::now();
        (self.run)(model);
        if env::var_os("WFB_TIMES").is_some() {
            eprintln!("{:6} ms {name}", start.elapsed().as_millis());
        }
    }
}

impl Need {
    /// Why the model, or the machine, does not have it.
    fn missing(self, model: &Model) -> Option<String> {
        match self {
            Self::Company => model.one_at_a_time.then(|| "serves one client at a time".to_owned()),
            Self::Crowd => crowd(model).map(|most| format!("made for {most} clients at most")),
            Self::Pool => (model.name != "threads").then(|| "has no pool of threads".to_owned()),
            Self::Readiness => matches!(model.name, "blocking" | "threads")
                .then(|| "blocks in the call itself".to_owned()),
            Self::Quiet => None,
            Self::PrivilegedPorts => {
                tools::all_ports_are_free().then(|| "any port is free to take".to_owned())
            }
            Self::Tool(name) => (!tools::has(name)).then(|| format!("{name} is not installed")),
            Self::PythonModule(name) => {
                tools::python(name).is_none().then(|| format!("no python3 has the module {name}"))
            }
        }
    }

    fn is_missing_tool(self) -> bool {
        match self {
            Self::Company
            | Self::Crowd
            | Self::Pool
            | Self::Readiness
            | Self::Quiet
            | Self::PrivilegedPorts => false,
            Self::Tool(name) => !tools::has(name),
            Self::PythonModule(name) => tools::python(name).is_none(),
        }
    }
}

/// How many clients a model is made for, if they are few.
fn crowd(model: &Model) -> Option<usize> {
    match model.name {
        _ if model.one_at_a_time => Some(1),
        // A thread each; a thousand is a lot already.
        "threads" => Some(1_000),
        _ => None,
    }
}
