//! The results as JSON: an object for each row, as the tables have them.

use crate::{
    figure::Figure,
    folder::Folder,
    report::{Cell, Report, Verdict},
    table::beside,
};

/// All that a run says.
pub(crate) fn json(folder: &Folder) -> String {
    let report = &Report::of(folder);
    let rows = report.works().into_iter().flat_map(|work| {
        let servers = report.servers(work).into_iter();
        servers.map(move |server| row(report, work, server))
    });
    let rows = rows.collect::<Vec<_>>().join(",\n    ");
    let environment = folder.environment.lines().filter_map(|line| line.split_once(": "));
    let environment = environment.map(|(name, value)| format!("{}: {}", text(name), text(value)));
    let environment = environment.collect::<Vec<_>>().join(",\n    ");
    let left_out =
        folder.left_out.iter().map(|line| text(line)).collect::<Vec<_>>().join(",\n    ");
    format!(
        "{{\n  \"environment\": {{\n    {environment}\n  }},\n  \"rows\": [\n    {rows}\n  ],\n  \
         \"left_out\": [\n    {left_out}\n  ]\n}}"
    )
}

fn row(report: &Report<'_>, work: &str, server: &str) -> String {
    let names = [("work", work), ("server", server)];
    let names = names.map(|(name, value)| format!("{}: {}", text(name), text(value)));
    let figures = Figure::ALL.into_iter().filter_map(|figure| {
        let value = match report.cell(work, server, figure) {
            Cell::Number(value) => format!("{value:.3}"),
            Cell::Load => text("limited by the load"),
            Cell::None => return None,
        };
        Some(format!("{}: {value}", text(figure.key())))
    });
    let beside = [Figure::Cpu, Figure::P99].into_iter().filter_map(|figure| {
        let value = match report.verdict(work, server, figure) {
            Verdict::None => return None,
            Verdict::Times(ratio) => format!("{ratio:.3}"),
            other => text(&beside(other)),
        };
        Some(format!("{}: {value}", text(&format!("{}_beside_epoll", figure.key()))))
    });
    let fields = names.into_iter().chain(figures).chain(beside).collect::<Vec<_>>();
    format!("{{{}}}", fields.join(", "))
}

/// A string of JSON.
fn text(words: &str) -> String {
    let mut escaped = String::from('"');
    for letter in words.chars() {
        match letter {
            '"' | '\\' => escaped.extend(['\\', letter]),
            _ if letter.is_control() => escaped.push_str(&format!("\\u{:04x}", u32::from(letter))),
            _ => escaped.push(letter),
        }
    }
    escaped + "\""
}
