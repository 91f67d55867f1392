//! How far a run has come: a bar on a terminal, a line for each work elsewhere.

use std::io::{IsTerminal, stderr};

use indicatif::{ProgressBar, ProgressStyle};

/// Shown on standard error.
pub(crate) struct Progress {
    bar: ProgressBar,
    /// The round and the work of the last turn.
    last: (usize, &'static str),
}

impl Progress {
    pub(crate) fn new(turns: usize) -> Self {
        let bar = ProgressBar::new(turns as u64);
        let template = "{bar:24} {percent:>3} %, {elapsed}: {wide_msg}";
        bar.set_style(ProgressStyle::with_template(template).expect("the template is correct"));
        Self { bar, last: (0, "") }
    }

    /// The round 0 counts calls.
    pub(crate) fn turn(&mut self, work: &'static str, server: &str, round: usize) {
        let when = if round == 0 { "calls".to_owned() } else { format!("round {round}") };
        self.bar.set_message(format!("{when}, {work}: {server}"));
        self.bar.inc(1);
        if self.last != (round, work) && !stderr().is_terminal() {
            eprintln!("{when}, {work}");
        }
        self.last = (round, work);
    }

    pub(crate) fn end(&self) {
        self.bar.finish_and_clear();
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.end();
    }
}
