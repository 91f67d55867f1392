//! A case: a promise, what it takes to check it, and how; with a model, a test.

use std::{
    env,
    sync::{PoisonError, RwLock},
    time::Instant,
};

use io_models::Model;
use libtest_mimic::{Completion, Failed, Trial};

use crate::{
    need::{Lack, Need},
    tools,
};

/// A promise that every model keeps.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Case {
    name: &'static str,
    needs: &'static [Need],
    run: fn(&'static Model),
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

    /// Whether no other case may run beside it.
    pub(crate) fn runs_alone(&self) -> bool {
        self.needs.contains(&Need::Quiet)
    }

    /// The case as a test of one model.
    pub(crate) fn trial(self, subject: &str, model: &'static Model) -> Trial {
        let name = format!("{}::{subject}::{}", model.name, self.name);
        Trial::ignorable_test(name.clone(), move || self.check(&name, model))
    }

    fn check(self, name: &str, model: &'static Model) -> Result<Completion, Failed> {
        match self.lack(model) {
            Some(Lack::Tool(why)) if tools::required() => return Err(why.into()),
            Some(Lack::Model(why) | Lack::Tool(why)) => {
                eprintln!("skipped: {name} ({why})");
                return Ok(Completion::ignored_with(why));
            }
            None => {}
        }
        self.run_in_turn(name, model);
        Ok(Completion::Completed)
    }

    fn lack(self, model: &Model) -> Option<Lack> {
        let mut needs = [Need::Kernel].iter().chain(self.needs);
        needs.find_map(|need| need.lack(model))
    }

    fn run_in_turn(self, name: &str, model: &'static Model) {
        if self.runs_alone() {
            let _alone = MACHINE.write().unwrap_or_else(PoisonError::into_inner);
            self.run(name, model);
        } else {
            let _beside = MACHINE.read().unwrap_or_else(PoisonError::into_inner);
            self.run(name, model);
        }
    }

    fn run(self, name: &str, model: &'static Model) {
        let start = Instant::now();
        (self.run)(model);
        if env::var_os("WFB_TIMES").is_some() {
            eprintln!("{:6} ms {name}", start.elapsed().as_millis());
        }
    }
}
