//! What the book quotes: each cell between two marks that name it, for `{{#include}}`.

use lab::quotes::{self, mark, markdown};

use crate::time::{
    cell::Cell,
    load::{Placement, SIZES},
    table::{number, table},
};

/// The environment, a table for each size, and each cell: its median, and what lies around it.
pub(crate) fn quotes(environment: &str, cells: &[Cell]) -> String {
    let mut text = quotes::environment(environment);
    let tables = Placement::ALL.map(|cores| SIZES.map(|(size, _)| (size, cores)));
    for (size, cores) in tables.into_iter().flatten() {
        let key = format!("table_{size}{}", cores.suffix());
        let table = table(cells, size, cores);
        mark(&mut text, &key, &markdown(&table[0], &table[1..]));
    }
    cells.iter().for_each(|cell| mark_cell(&mut text, cell));
    text
}

fn mark_cell(text: &mut String, cell: &Cell) {
    let Cell { part, p10, median, p90, .. } = cell;
    for (rank, value) in [("", median), ("_p10", p10), ("_p90", p90)] {
        mark(text, &(cell.key() + rank), &number(*part, *value));
    }
}
