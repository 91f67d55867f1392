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
    for cell in cells {
        let Cell { part, p10, median, p90, .. } = cell;
        let values = [("", median), ("_p10", p10), ("_p90", p90)];
        for (rank, value) in values {
            mark(&mut text, &(cell.key() + rank), &number(*part, *value));
        }
    }
    text
}
