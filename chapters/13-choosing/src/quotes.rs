//! What the book quotes: each cell between two marks that name it, for `{{#include}}`.

use lab::quotes::{environment, mark, markdown};

use crate::{
    figure::Figure,
    folder::Folder,
    report::{Cell, Report, Verdict},
    table::{Table, number},
};

/// Cells, tables and lines of the environment.
pub(crate) fn quotes(folder: &Folder) -> String {
    let report = Report::of(folder);
    let mut text = environment(&folder.environment);
    for work in report.works() {
        let table = Table::new(&report, work);
        mark(&mut text, &format!("{work}_table"), &markdown(&table.columns, &table.rows));
        mark(&mut text, &format!("{work}_noise"), &table.noise);
        for server in report.servers(work) {
            cells(&mut text, &report, work, server);
        }
    }
    text
}

fn cells(text: &mut String, report: &Report<'_>, work: &str, server: &str) {
    for figure in Figure::ALL {
        let key = format!("{work}_{server}_{}", figure.key());
        if let Cell::Number(value) = report.cell(work, server, figure) {
            mark(text, &key, &number(value, figure));
        }
        match report.verdict(work, server, figure) {
            Verdict::Times(ratio) => mark(text, &format!("{key}_times"), &format!("{ratio:.2}")),
            Verdict::Tie => mark(text, &format!("{key}_tie"), "a tie"),
            Verdict::CantTell | Verdict::None => {}
        }
    }
}
