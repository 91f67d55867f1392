//! What the server's tasks are called, and which of them a reader need not see.

use crate::recording::{Call, Event, Recording, Task};

/// A label for each task; `None` for one that is left out.
#[derive(Debug)]
pub(crate) struct Labels(Vec<Option<String>>);

impl Labels {
    /// Labels the tasks of a recording.
    pub(crate) fn of(recording: &Recording) -> Self {
        let mut labels = Self(Vec::new());
        for (index, task) in recording.tasks.iter().enumerate() {
            let visible = !only_watches_for_shutdown(recording, index);
            let label = visible.then(|| labels.next(recording, *task));
            labels.0.push(label);
        }
        labels
    }

    fn next(&self, recording: &Recording, task: Task) -> String {
        let siblings = recording.tasks.iter().zip(&self.0);
        let before = siblings.filter(|(other, label)| **other == task && label.is_some()).count();
        match task {
            Task::Server => "server".to_owned(),
            Task::Child => format!("child {}", before + 1),
            Task::Thread { of: 0 } => format!("thread {}", before + 1),
            Task::Thread { of } => format!("{}, thread {}", self.of_task(of), before + 1),
        }
    }

    /// Whether a transcript shows the task.
    pub(crate) fn shows(&self, task: usize) -> bool {
        self.0.get(task).is_some_and(Option::is_some)
    }

    /// The task's label.
    pub(crate) fn of_task(&self, task: usize) -> &str {
        self.0.get(task).and_then(Option::as_deref).unwrap_or("")
    }

    /// Whether there is more than one task to tell apart.
    pub(crate) fn are_needed(&self) -> bool {
        self.0.iter().flatten().count() > 1
    }

    /// The width of the longest label.
    pub(crate) fn width(&self) -> usize {
        self.0.iter().flatten().map(String::len).max().unwrap_or(0)
    }
}

/// A thread that waits for the shutdown, or for a pipe to say that its work is over, and for
/// nothing else, is no part of any scene.
fn only_watches_for_shutdown(recording: &Recording, task: usize) -> bool {
    let deeds = recording.events.iter().filter_map(|event| match event {
        Event::Waits(call) | Event::Call(call) if call.by == task => Some(is_watching(call)),
        _ => None,
    });
    let deeds: Vec<bool> = deeds.collect();
    !deeds.is_empty() && deeds.iter().all(|watches| *watches)
}

fn is_watching(call: &Call) -> bool {
    match call.name.as_str() {
        "poll" => call.arguments.starts_with("shutdown, pipe"),
        "close" => call.arguments.starts_with("pipe"),
        _ => false,
    }
}
