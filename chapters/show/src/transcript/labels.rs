//! What the server's tasks are called, and which of them a reader need not see.

use recording::{Call, Event, Kind, Recording, Subject, Task};

/// A label for each task; `None` for one that is left out.
#[derive(Debug)]
pub struct Labels {
    tasks: Vec<Option<String>>,
    /// Pipes on which a task that is left out was told to end.
    private: Vec<Subject>,
}

impl Labels {
    /// Labels the tasks of a recording.
    #[must_use]
    pub fn of(recording: &Recording) -> Self {
        let mut labels = Self { tasks: Vec::new(), private: private_pipes(recording) };
        for (index, task) in recording.tasks.iter().enumerate() {
            let visible = appears(recording, index) && !only_watches_for_shutdown(recording, index);
            let label = visible.then(|| labels.label(recording, index, *task));
            labels.tasks.push(label);
        }
        labels
    }

    /// Labels for tasks of which each will be shown: see [`grow`](Self::grow).
    pub(crate) fn of_all() -> Self {
        Self { tasks: Vec::new(), private: Vec::new() }
    }

    /// Labels the tasks that have come.
    pub(crate) fn grow(&mut self, recording: &Recording) {
        for task in &recording.tasks[self.tasks.len()..] {
            self.tasks.push(Some(self.next(recording, *task)));
        }
    }

    /// A task is called what its program calls it, if it does.
    fn label(&self, recording: &Recording, index: usize, task: Task) -> String {
        let Some(name) = recording.name(index) else { return self.next(recording, task) };
        let is_so_called = |other: &usize| recording.name(*other) == Some(name);
        let before = (0..index).filter(is_so_called).filter(|other| self.shows(*other)).count();
        match (0..recording.tasks.len()).filter(is_so_called).count() {
            1 => name.to_owned(),
            _ => format!("{name} {}", before + 1),
        }
    }

    fn next(&self, recording: &Recording, task: Task) -> String {
        let siblings = (0..).zip(&recording.tasks).zip(&self.tasks);
        let is_like = |other: usize, kind: Task| kind == task && recording.name(other).is_none();
        let before = siblings
            .filter(|((other, kind), label)| is_like(*other, **kind) && label.is_some())
            .count();
        match task {
            Task::Server => "server".to_owned(),
            Task::Child => format!("child {}", before + 1),
            Task::Thread { of: 0 } => format!("thread {}", before + 1),
            Task::Thread { of } => format!("{}, thread {}", self.of_task(of), before + 1),
        }
    }

    /// Whether a transcript shows the task.
    #[must_use]
    pub fn shows(&self, task: usize) -> bool {
        self.tasks.get(task).is_some_and(Option::is_some)
    }

    /// Whether a transcript shows a call: not if it serves a task that is left out.
    #[must_use]
    pub fn show(&self, call: &Call) -> bool {
        let made = call.outcome.task().is_none_or(|task| self.shows(task));
        let private = call.about().is_some_and(|who| self.private.contains(&who));
        made && !private
    }

    /// The task's label.
    #[must_use]
    pub fn of_task(&self, task: usize) -> &str {
        self.tasks.get(task).and_then(Option::as_deref).unwrap_or("")
    }

    /// Whether there is more than one task to tell apart.
    #[must_use]
    pub fn are_needed(&self) -> bool {
        self.tasks.iter().flatten().count() > 1
    }

    /// The width of the longest label.
    pub(crate) fn width(&self) -> usize {
        self.tasks.iter().flatten().map(String::len).max().unwrap_or(0)
    }
}

/// A task that had ended before the first act is no part of the scene.
fn appears(recording: &Recording, task: usize) -> bool {
    let is_about_it = |event: &Event| match event {
        Event::Call(call) => call.by == task || call.outcome.task() == Some(task),
        event => event.task() == Some(task),
    };
    task == 0 || recording.events.iter().any(is_about_it)
}

/// A thread that waits for nothing but the shutdown, or to be told that there is none, is no part
/// of any scene.
fn only_watches_for_shutdown(recording: &Recording, task: usize) -> bool {
    let mut subjects = calls(recording, task).map(first_subject);
    let first = subjects.next() == Some(Some(Subject::Shutdown));
    first && subjects.all(|who| matches!(who, Some(Subject::Shutdown | Subject::Pipe(_))))
}

/// The descriptor that a call is about, or the first of a list.
fn first_subject(call: &Call) -> Option<Subject> {
    match &call.kind {
        Kind::Poll(list) | Kind::Select(list) => list.first().map(|interest| interest.subject),
        Kind::EpollCtl { .. } => None,
        _ => call.subject,
    }
}

fn calls(recording: &Recording, task: usize) -> impl Iterator<Item = &Call> {
    recording.events.iter().filter_map(move |event| match event {
        Event::Call(call) if call.by == task => Some(call),
        _ => None,
    })
}

/// What a task that is left out waits for beside the shutdown: it is told there to end.
fn private_pipes(recording: &Recording) -> Vec<Subject> {
    let watchers =
        (0..recording.tasks.len()).filter(|task| only_watches_for_shutdown(recording, *task));
    let pipes =
        watchers.flat_map(|task| match calls(recording, task).next().map(|call| &call.kind) {
            Some(Kind::Poll(list) | Kind::Select(list)) => list.get(1..).unwrap_or_default(),
            _ => &[],
        });
    pipes.map(|told| told.subject).collect()
}
