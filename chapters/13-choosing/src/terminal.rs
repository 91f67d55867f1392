//! Tables on a terminal.

use comfy_table::{CellAlignment, Table as Grid, presets::NOTHING};

use crate::{
    folder::Folder,
    report::Report,
    table::{Table, legend},
};

/// All that a run says.
pub(crate) fn text(folder: &Folder) -> String {
    let report = Report::of(folder);
    let tables = report.works().into_iter().map(|work| {
        let table = Table::new(&report, work);
        format!("{} [{}]\n{}\n  {}\n\n", table.title, table.work, grid(&table), table.noise)
    });
    let left_out = folder.left_out.iter().map(|line| format!("left out: {line}\n"));
    let (tables, left_out): (String, String) = (tables.collect(), left_out.collect());
    format!("{tables}{}\n{left_out}", legend())
}

fn grid(table: &Table) -> Grid {
    let mut grid = Grid::new();
    grid.load_style(NOTHING).set_header(&table.columns).add_rows(&table.rows);
    for column in grid.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    grid
}
