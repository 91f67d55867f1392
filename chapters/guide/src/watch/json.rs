//! `--json`: what a server does, in lines for a program.

use play::Live;
use recording::{Aside, End, Recording, json::Line};

use crate::watch::shown::{Paper, Shown, learn};

/// The lines of a server.
#[derive(Debug)]
pub(crate) struct Lines {
    title: String,
    /// The names of all tasks and clients, as far as they are written.
    known: Recording,
}

impl Lines {
    /// No line yet of a server that is called so.
    pub(crate) fn new(title: String) -> Self {
        Self { title, known: Recording::default() }
    }

    /// Those that have come since the last time.
    fn newcomers(&mut self, live: &mut Live) -> Vec<Line> {
        let Recording { cast, tasks, chains, .. } = &self.known;
        let (clients, tasks, chains) = (cast.len(), tasks.len(), chains.len());
        learn(&mut self.known, live);
        let clients = self.known.cast[clients..].iter().cloned().map(Line::Client);
        let tasks = self.known.tasks[tasks..].iter().copied().map(Line::Task);
        let chains = self.known.chains[chains..].iter().cloned().map(Line::Chain);
        clients.chain(tasks).chain(chains).collect()
    }
}

impl Shown for Lines {
    fn begin(&mut self, paper: &mut Paper<'_>) {
        paper.write(&Line::begins(&self.title).text());
    }

    fn add(&mut self, live: &mut Live, paper: &mut Paper<'_>) {
        let events = live.take();
        self.newcomers(live).iter().for_each(|line| paper.write(&line.text()));
        for (event, aside) in events {
            paper.write(&Line::Event(event).text());
            if aside != Aside::default() {
                paper.write(&Line::Aside(aside).text());
            }
        }
    }

    fn rest(&mut self, _: &Live, _: &mut Paper<'_>) {}

    /// How it has ended is an event.
    fn end(&mut self, _: Option<End>, _: &mut Paper<'_>) {}
}
