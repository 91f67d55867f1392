//! Rows of cells for a terminal: each column is as wide as its widest cell.

/// What stands in the columns after the first one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cells {
    /// Each begins where the one above it begins.
    Words,
    /// Each ends where the one above it ends.
    Numbers,
}

/// The rows, a line each. All have as many cells as the first one.
#[must_use]
pub fn columns(rows: &[Vec<String>], cells: Cells) -> String {
    let widest =
        |column: usize| rows.iter().map(|row: &Vec<String>| row[column].chars().count()).max();
    let widths: Vec<usize> = (0..rows.first().map_or(0, Vec::len)).filter_map(widest).collect();
    let cell = |(column, (cell, width)): (usize, (&String, &usize))| match cells {
        Cells::Numbers if column > 0 => format!("{cell:>width$}"),
        _ => format!("{cell:<width$}"),
    };
    let line = |row: &Vec<String>| {
        let cells: Vec<String> = row.iter().zip(&widths).enumerate().map(cell).collect();
        cells.join("  ").trim_end().to_owned() + "\n"
    };
    rows.iter().map(line).collect()
}
