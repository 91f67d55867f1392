//! Two runs beside each other: what has changed by more than either run's own noise.

use comfy_table::{CellAlignment, Table as Grid, presets::NOTHING};

use crate::{
    figure::Figure,
    folder::Folder,
    report::{Cell, Report},
    table::number,
};

/// What a change is looked for in.
const COMPARED: [Figure; 5] =
    [Figure::Cpu, Figure::Calls, Figure::Memory, Figure::P50, Figure::P99];
/// What should be the same.
const SAME: [&str; 6] = ["turns", "kernel", "processor", "server and load", "governor", "build"];

/// What differs.
pub(crate) fn text(before: &Folder, after: &Folder) -> String {
    let changed = SAME.map(|name| (name, line(before, name), line(after, name)));
    let changed = changed.into_iter().filter(|(_, was, is)| was != is);
    let mut text: String = changed
        .map(|(name, was, is)| format!("Not the same, {name}: {was}, then {is}\n"))
        .collect();
    let rows = rows(&Report::of(before), &Report::of(after));
    let ties = rows.iter().filter(|row| row[5] == "tie").count();
    let mut grid = Grid::new();
    let columns = ["work", "server", "figure", "before", "after", "times", "a tie is"];
    let told = rows.iter().filter(|row| row[5] != "tie");
    grid.load_style(NOTHING).set_header(columns).add_rows(told);
    for column in grid.column_iter_mut().skip(3) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    if ties < rows.len() {
        text += &format!("{grid}\n");
    }
    text + &format!("{} figures are in both runs; {ties} of them are a tie.\n", rows.len())
}

fn line<'a>(folder: &'a Folder, name: &str) -> &'a str {
    let lines = folder.environment.lines();
    let value = lines.filter_map(|line| line.split_once(": ")).find(|(known, _)| *known == name);
    value.map_or("not known", |(_, value)| value)
}

fn rows(before: &Report<'_>, after: &Report<'_>) -> Vec<[String; 7]> {
    let mut rows = Vec::new();
    for work in after.works() {
        for server in after.servers(work) {
            let row = |figure| row(before, after, work, server, figure);
            rows.extend(COMPARED.into_iter().filter_map(row));
        }
    }
    rows
}

fn row(
    before: &Report<'_>,
    after: &Report<'_>,
    work: &str,
    server: &str,
    figure: Figure,
) -> Option<[String; 7]> {
    let (Cell::Number(was), Cell::Number(is)) =
        (before.cell(work, server, figure), after.cell(work, server, figure))
    else {
        return None;
    };
    // The runs were not made at the same time: what both of them may be off by adds up.
    let noise = before.noise(work, figure)? + after.noise(work, figure)?;
    let times = is / was;
    let tie = times <= 1.0 + noise && times >= 1.0 / (1.0 + noise);
    let times = if tie { "tie".to_owned() } else { format!("{times:.2}") };
    let numbers =
        [number(was, figure), number(is, figure), times, format!("± {:.0} %", noise * 100.0)];
    let [was, is, times, noise] = numbers;
    Some([work.to_owned(), server.to_owned(), figure.title().to_owned(), was, is, times, noise])
}
