//! Which process holds a descriptor of which connection, and until when.

use recording::{Call, Event, Kind, Outcome, Subject};

use super::{scene::Scene, tasks::place};

/// A process holds a client's connection from one place to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hold {
    pub(super) task: usize,
    pub(super) client: usize,
    pub(super) from: i32,
    pub(super) to: i32,
}

/// All holds of a scene whose tasks are processes: threads would share them.
pub(super) fn holds(scene: &Scene) -> Vec<Hold> {
    let mut holds: Vec<Hold> = Vec::new();
    let end = place(scene.steps.len()) - 1;
    for (step, events) in scene.steps.iter().enumerate() {
        let at = place(step);
        for event in events {
            match event {
                Event::Call(call) if call.has_returned() => sees(&mut holds, call, at, end),
                Event::Ends { by, .. } => lets_go(&mut holds, |hold| hold.task == *by, at),
                _ => {}
            }
        }
    }
    holds
}

fn sees(holds: &mut Vec<Hold>, call: &Call, at: i32, end: i32) {
    let task = call.by;
    match (&call.kind, &call.outcome, call.subject) {
        (_, Outcome::Made(Subject::Client(client)), _) => {
            holds.push(Hold { task, client: *client, from: at, to: end });
        }
        (Kind::Fork, Outcome::Task(child), _) => {
            let of_parent = |hold: &&Hold| hold.task == task && hold.to > at;
            let copies = holds.iter().filter(of_parent);
            let copies: Vec<Hold> =
                copies.map(|hold| Hold { task: *child, from: at, ..*hold }).collect();
            holds.extend(copies);
        }
        (Kind::Close, _, Some(Subject::Client(client))) => {
            lets_go(holds, |hold| hold.task == task && hold.client == client, at);
        }
        _ => {}
    }
}

fn lets_go(holds: &mut [Hold], is: impl Fn(&Hold) -> bool, at: i32) {
    holds.iter_mut().filter(|hold| is(hold) && hold.to > at).for_each(|hold| hold.to = at);
}
