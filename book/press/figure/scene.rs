//! One scene of a stored recording, in the steps in which a figure draws it.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use recording::json::Document;
use recording::{Call, Deed, Event, Moment, Recording};
use show::Labels;

/// Which scene of which file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// The name of the file in `book/recorded`, without its ending.
    pub file: &'static str,
    /// Which scene of it, from 1.
    pub scene: usize,
}

impl Source {
    /// Where the recording is stored, from the root of the repository.
    #[must_use]
    pub fn path(&self) -> PathBuf {
        Path::new("book/recorded").join(self.file).with_extension("json")
    }

    /// Reads the recording that is stored in this repository, without the calls of these names.
    pub fn read(&self, repository: &Path, hides: &[&str]) -> Result<Scene> {
        self.pick(&self.document(repository)?, hides)
    }

    /// Reads all scenes of its file.
    pub(super) fn document(&self, repository: &Path) -> Result<Document> {
        let path = self.path();
        let text = std::fs::read_to_string(repository.join(&path))
            .with_context(|| format!("{} cannot be read", path.display()))?;
        Document::read(&text).with_context(|| format!("{} is no recording", path.display()))
    }

    /// Its scene of a document that was read before.
    pub(super) fn pick(&self, document: &Document, hides: &[&str]) -> Result<Scene> {
        let wanted = document.scenes.get(self.scene - 1);
        let lack = || anyhow!("{} has no scene {}", self.path().display(), self.scene);
        Ok(Scene::new(wanted.ok_or_else(lack)?.recording.clone(), hides))
    }
}

/// A recording, cut into steps.
#[derive(Debug)]
pub struct Scene {
    /// What was recorded.
    pub recording: Recording,
    /// What tasks are called.
    pub labels: Labels,
    /// What happens at one height of a figure, in order.
    pub steps: Vec<Vec<Event>>,
}

impl Scene {
    /// Cuts a recording into steps.
    #[must_use]
    pub fn new(recording: Recording, hides: &[&str]) -> Self {
        let labels = Labels::of(&recording);
        let mut steps: Vec<Vec<Event>> = Vec::new();
        let is_hidden = |event: &&Event| match event {
            Event::Call(call) => hides.contains(&call.kind.name()),
            _ => false,
        };
        let shown = recording.events.iter().filter(|event| is_shown(event, &labels));
        for event in shown.filter(|event| !is_hidden(event)) {
            match steps.last_mut() {
                Some(step) if belongs(step, event) => step.push(event.clone()),
                _ => steps.push(vec![event.clone()]),
            }
        }
        Self { recording, labels, steps }
    }

    /// Whether what is sent to a client in a step is heard only after its source has changed: until
    /// then it is in the kernel.
    pub(super) fn hears_later(&self, step: usize, client: usize) -> bool {
        let hears = |event: &Event| matches!(event, Event::Client { who, deed: Deed::Hears(_) } if *who == client);
        let mut until = self.steps[step..].iter().flatten().take_while(|event| !hears(event));
        until.any(|event| matches!(event, Event::FileChanges { .. }))
    }

    /// Whether a task that asks again and again sleeps in between.
    pub(super) fn pauses(&self, task: usize) -> bool {
        let is_pause = |event: &Event| {
            event.returned().is_some_and(|call| call.by == task && call.kind.is_pause())
        };
        self.recording.events.iter().any(is_pause)
    }
}

/// Whether a transcript shows it: what a call of a hidden task is for, no reader looks for.
fn is_shown(event: &Event, labels: &Labels) -> bool {
    match event {
        Event::Call(call) => labels.shows(call.by) && labels.show(call),
        Event::Kernel(Moment::Wakes { task, .. }) => labels.shows(*task),
        other => other.task().is_none_or(|task| labels.shows(task)),
    }
}

/// Whether an event is a part of the step before it.
fn belongs(step: &[Event], event: &Event) -> bool {
    let (Some(first), Some(last)) = (step.first(), step.last()) else { return true };
    match (last, event) {
        // What a client hears after the source has changed says which bytes it was sent.
        (Event::FileChanges { .. }, Event::Client { .. }) => false,
        // A client has heard what a call before has sent.
        (_, Event::Client { deed, .. }) => !deed.is_act() && *deed != Deed::HearsNothing,
        (Event::Client { deed, .. }, Event::Kernel(Moment::Arrives { .. })) => deed.is_act(),
        (Event::Crowd { .. }, Event::Kernel(Moment::Arrives { .. })) => true,
        (Event::Kernel(Moment::Wakes { task, .. }), Event::Call(call)) => {
            call.has_returned() && call.by == *task
        }
        (Event::Kernel(Moment::Copies { .. }), Event::Call(call)) => call.has_returned(),
        (Event::Kernel(Moment::Waits { who, .. }), Event::Call(call)) => {
            step.len() == 1 && call.about() == Some(*who) && call.outcome.errno().is_some()
        }
        (Event::Call(_), Event::Call(call)) => call.is_completion() && returned(first, call),
        _ => false,
    }
}

/// Whether the step began with what the same task's call has brought.
fn returned(first: &Event, completion: &Call) -> bool {
    match first {
        Event::Call(call) => call.by == completion.by,
        Event::Kernel(_) => true,
        _ => false,
    }
}
