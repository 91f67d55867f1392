//! When each task of the server is asleep, awake, or goes round and round.

use recording::{Call, Event, Kind, Moment, Outcome, Subject};

use super::scene::Scene;

/// What a task does meanwhile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Asleep,
    Awake,
    /// It asks again and again, for nothing.
    Round,
    /// The same, and it sleeps for a time in between.
    Pauses,
}

/// A state, from one place to another. The middle of step N is place 2N, its end is 2N + 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bar {
    pub(super) task: usize,
    pub(super) state: State,
    pub(super) from: i32,
    pub(super) to: i32,
}

/// One task wakes another, without the network: by an eventfd or a pipe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ring {
    pub(super) step: usize,
    pub(super) by: usize,
    pub(super) whom: usize,
}

/// The bars of all tasks, and who wakes whom.
#[derive(Debug, Default)]
pub(super) struct Tasks {
    pub(super) bars: Vec<Bar>,
    pub(super) rings: Vec<Ring>,
    open: Vec<Option<(State, i32)>>,
}

impl Tasks {
    pub(super) fn of(scene: &Scene) -> Self {
        let open = vec![None; scene.recording.tasks.len()];
        let mut tasks = Self { open, ..Self::default() };
        tasks.turn(0, State::Awake, -1);
        for (step, events) in scene.steps.iter().enumerate() {
            for event in events {
                tasks.see(scene, step, event);
            }
        }
        let end = place(scene.steps.len()) - 1;
        (0..tasks.open.len()).for_each(|task| tasks.close(task, end));
        tasks
    }

    fn see(&mut self, scene: &Scene, step: usize, event: &Event) {
        let at = place(step);
        match event {
            Event::Call(call) if call.has_returned() => self.returns(scene, step, call),
            Event::Call(call) => self.turn(call.by, State::Asleep, at),
            Event::Round { by, .. } => {
                self.turn(*by, if scene.pauses(*by) { State::Pauses } else { State::Round }, at);
            }
            Event::Signal { by, .. } => self.turn(*by, State::Awake, at),
            Event::Ends { by, .. } => self.close(*by, at),
            Event::Kernel(Moment::Wakes { task, .. }) => self.turn(*task, State::Awake, at),
            _ => {}
        }
    }

    fn returns(&mut self, scene: &Scene, step: usize, call: &Call) {
        let at = place(step);
        if call.kind.is_pause() {
            self.turn(call.by, State::Asleep, at - 1);
            self.turn(call.by, State::Awake, at + 1);
            return;
        }
        self.turn(call.by, State::Awake, at);
        match (&call.kind, &call.outcome) {
            (Kind::Clone | Kind::Fork | Kind::Vfork, Outcome::Task(made)) => {
                self.turn(*made, State::Awake, at);
            }
            (kind, Outcome::Bytes(_) | Outcome::Number(_)) if kind.gives() => {
                self.rings(scene, step, call);
            }
            _ => {}
        }
    }

    /// If a sleeper hears of this write next, it is what wakes it.
    fn rings(&mut self, scene: &Scene, step: usize, call: &Call) {
        let Some(through @ (Subject::Eventfd | Subject::Pipe(_))) = call.subject else { return };
        let later = scene.steps[step + 1..].iter().flatten().filter_map(Event::returned);
        let hears = |other: &&Call| other.by != call.by && hears_of(other, through);
        let Some(whom) = later.take(4).find(hears).map(|call| call.by) else { return };
        if matches!(self.open[whom], Some((State::Asleep, _))) {
            self.turn(whom, State::Awake, place(step));
            self.rings.push(Ring { step, by: call.by, whom });
        }
    }

    fn turn(&mut self, task: usize, state: State, at: i32) {
        if self.open[task].is_some_and(|(was, _)| was == state) {
            return;
        }
        self.close(task, at);
        self.open[task] = Some((state, at));
    }

    fn close(&mut self, task: usize, to: i32) {
        if let Some((state, from)) = self.open[task].take() {
            self.bars.push(Bar { task, state, from, to });
        }
    }

    /// Whether a task sleeps between two places.
    pub(super) fn rests(&self, task: usize, from: i32, to: i32) -> bool {
        let rests = |bar: &&Bar| bar.task == task && bar.state != State::Awake;
        self.bars.iter().filter(rests).any(|bar| bar.from < to && from < bar.to)
    }

    /// Whether a task is there between two places.
    pub(super) fn lives(&self, task: usize, from: i32, to: i32) -> bool {
        self.bars.iter().any(|bar| bar.task == task && bar.from < to && from < bar.to)
    }
}

/// The place of the middle of a step.
pub(super) fn place(step: usize) -> i32 {
    i32::try_from(2 * step).expect("a scene is short")
}

fn hears_of(call: &Call, through: Subject) -> bool {
    match &call.outcome {
        Outcome::Ready(list) => list.iter().any(|found| found.subject == through),
        _ => call.kind.takes() && call.subject == Some(through),
    }
}
