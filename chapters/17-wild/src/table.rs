//! One table of all servers, from their stored recordings.

use std::io;

use fingerprint::{Facts, Kin};
use guide::{
    Cells, columns,
    recording::{Call, Recording, Subject},
};

use crate::servers::SERVERS;

const HEAD: [&str; 7] =
    ["server", "answer", "waits in", "told of", "accepts by", "a client is", "calls"];

/// A row for each server: how many of its tasks answer, what they wait in, and so on.
///
/// # Errors
///
/// A stored recording can't be read.
pub fn table() -> io::Result<String> {
    let mut rows = vec![HEAD.map(str::to_owned).to_vec()];
    for server in SERVERS {
        let document = server.stored()?;
        // Of two clients, each may have a task of its own.
        let all = document.scenes.iter().map(|scene| Facts::of(&scene.recording).answer);
        let most = all.max().unwrap_or(0);
        rows.extend(document.scenes.first().map(|scene| row(server.name, most, &scene.recording)));
    }
    Ok(columns(&rows, Cells::Words))
}

fn row(name: &str, answer: usize, recording: &Recording) -> Vec<String> {
    let facts = Facts::of(recording);
    let told = match (facts.edge, facts.drains) {
        (false, _) => "level",
        (true, false) => "edge",
        (true, true) => "edge, to EAGAIN",
    };
    let accepts = if facts.accepts_all { " until EAGAIN" } else { "" };
    vec![
        name.to_owned(),
        answer.to_string(),
        facts.waits_in.to_owned(),
        told.to_owned(),
        format!("{}{accepts}", facts.accepts),
        reaches(&facts, recording),
        facts.calls.to_string(),
    ]
}

/// How a client gets to the task that answers it.
fn reaches(facts: &Facts, recording: &Recording) -> String {
    if let Some(through) = facts.handed_over {
        return format!("handed on by {through}");
    }
    let how = match facts.kin {
        _ if !facts.made_for_client && is_answered_where_accepted(recording) => {
            "served by the same"
        }
        _ if !facts.made_for_client => "served by any",
        Kin::Children => "given a process",
        Kin::First | Kin::Threads => "given a thread",
    };
    how.to_owned()
}

fn is_answered_where_accepted(recording: &Recording) -> bool {
    let task =
        |is_it: fn(&Call) -> bool| recording.returned().find(|call| is_it(call)).map(|it| it.by);
    let accepts = task(|call| call.outcome.made().is_some_and(is_client));
    accepts == task(|call| call.kind.gives() && call.about().is_some_and(is_client))
}

fn is_client(who: Subject) -> bool {
    matches!(who, Subject::Client(_))
}
