//! What was measured as a table: a row for each server.

use crate::time::{cell::Cell, load::Placement, part::Part};

/// The columns after the server's name.
const COLUMNS: [(Part, &str); 10] = [
    (Part::Waking, "waking"),
    (Part::Running, "running"),
    (Part::Asking, "asking"),
    (Part::Copying, "copying"),
    (Part::Rest, "rest"),
    (Part::Whole, "whole"),
    (Part::WakingShare, "woken %"),
    (Part::CopyingShare, "copy %"),
    (Part::CopyingOfCalls, "of calls %"),
    (Part::Tracing, "tracing"),
];

/// The head of the table, and a row for each server.
pub(crate) fn table(cells: &[Cell], size: &str, cores: Placement) -> Vec<Vec<String>> {
    let own = cells.iter().filter(|cell| cell.size == size && cell.cores == cores);
    let own: Vec<&Cell> = own.collect();
    let mut servers: Vec<&str> = own.iter().map(|cell| cell.server.as_str()).collect();
    servers.dedup();
    let head = COLUMNS.iter().map(|(_, title)| (*title).to_owned());
    let head = ["server".to_owned()].into_iter().chain(head).collect();
    let rows = servers.into_iter().map(|server| {
        let find = |part| own.iter().find(|cell| cell.server == server && cell.part == part);
        let values =
            COLUMNS.iter().map(|(part, _)| find(*part).map_or_else(none, |cell| value(cell)));
        [server.to_owned()].into_iter().chain(values).collect()
    });
    [head].into_iter().chain(rows).collect()
}

fn none() -> String {
    "-".to_owned()
}

fn value(cell: &Cell) -> String {
    let Cell { part, p10, median, p90, .. } = cell;
    match part {
        Part::Whole => {
            let [p10, median, p90] = [p10, median, p90].map(|value| number(*part, *value));
            format!("{median} [{p10}, {p90}]")
        }
        _ => number(*part, *median),
    }
}

/// A number with as many digits as it deserves.
pub(crate) fn number(part: Part, value: f64) -> String {
    let digits = match value.abs() {
        _ if part.unit() != "µs" => 0,
        value if value < 10.0 => 2,
        value if value < 100.0 => 1,
        _ => 0,
    };
    format!("{value:.digits$}")
}
