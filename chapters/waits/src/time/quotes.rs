//! What the book quotes: each cell between two marks that name it, for `{{#include}}`.

use std::fmt::Write;

use crate::time::{
    cell::Cell,
    load::{Placement, SIZES},
    table::{markdown, number, table},
};

/// The environment, a table for each size, and each cell: its median, and what lies around it.
pub(crate) fn quotes(environment: &str, cells: &[Cell]) -> String {
    let mut text = String::new();
    for (name, value) in environment.lines().filter_map(|line| line.split_once(": ")) {
        mark(&mut text, &name.replace(' ', "-"), value);
    }
    let tables = Placement::ALL.map(|cores| SIZES.map(|(size, _)| (size, cores)));
    for (size, cores) in tables.into_iter().flatten() {
        let key = format!("table_{size}{}", cores.suffix());
        mark(&mut text, &key, &markdown(&table(cells, size, cores)));
    }
    for cell in cells {
        let Cell { part, p10, median, p90, .. } = cell;
        let values = [("", median), ("_p10", p10), ("_p90", p90)];
        for (rank, value) in values {
            mark(&mut text, &(cell.key() + rank), &number(*part, *value));
        }
    }
    text
}

fn mark(text: &mut String, key: &str, value: &str) {
    writeln!(text, "ANCHOR: {key}\n{value}\nANCHOR_END: {key}").expect("a string takes all");
}
