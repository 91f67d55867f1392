//! Tables on a terminal.

use comfy_table::{CellAlignment, Table as Grid, presets::NOTHING};

use crate::{
    folder::Folder,
    report::Report,
    table::{Table, legend},
};

/// All that a run says.
pub(crate) fn print(folder: &Folder) {
    let report = Report(folder);
    for work in report.works() {
        let table = Table::new(&report, work);
        println!("{} [{}]\n{}\n  {}\n", table.title, table.work, grid(&table), table.noise);
    }
    println!("{}", legend());
    for line in &folder.left_out {
        println!("left out: {line}");
    }
}

fn grid(table: &Table) -> Grid {
    let mut grid = Grid::new();
    grid.load_style(NOTHING).set_header(&table.columns).add_rows(&table.rows);
    for column in grid.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    grid
}
