//! One table of all servers, from their stored recordings.

use std::io;

use fingerprint::Facts;
use guide::recording::Subject;

use crate::servers::SERVERS;

const HEAD: [&str; 7] =
    ["server", "answer", "waits in", "told of", "accepts by", "a client is", "calls"];

/// A row for each server: how many of its tasks answer, what they wait in, and so on.
///
/// # Errors
///
/// A stored recording can't be read.
pub fn table() -> io::Result<String> {
    let mut rows = vec![HEAD.map(str::to_owned)];
    for server in SERVERS {
        let document = server.stored()?;
        // Of two clients, each may have a task of its own.
        let all = document.scenes.iter().map(|scene| Facts::of(&scene.recording));
        let all: Vec<Facts> = all.collect();
        let most = all.iter().map(|facts| facts.answer).max().unwrap_or(0);
        rows.extend(all.first().map(|facts| row(server.name, most, facts)));
    }
    Ok(aligned(&rows))
}

fn row(name: &str, answer: usize, facts: &Facts) -> [String; 7] {
    let told = match (facts.edge, facts.drains) {
        (false, _) => "what is there",
        (true, false) => "changes",
        (true, true) => "changes, reads all",
    };
    let accepts = if facts.accepts_all { " until EAGAIN" } else { "" };
    let reaches = match facts.handed_over {
        None => "served by the same",
        Some(Subject::Eventfd) => "handed on by eventfd",
        Some(_) => "handed on by a pipe",
    };
    [
        name.to_owned(),
        answer.to_string(),
        facts.waits_in.to_owned(),
        told.to_owned(),
        format!("{}{accepts}", facts.accepts),
        reaches.to_owned(),
        facts.calls.to_string(),
    ]
}

fn aligned(rows: &[[String; 7]]) -> String {
    let width = |column: usize| rows.iter().map(|row| row[column].len()).max().unwrap_or(0);
    let line = |row: &[String; 7]| {
        let cells =
            row.iter().enumerate().map(|(column, cell)| format!("{cell:<0$}", width(column)));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned() + "\n"
    };
    rows.iter().map(line).collect()
}
