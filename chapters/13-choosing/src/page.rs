//! A run as one HTML page that needs no other file.

use crate::{
    charts::charts,
    folder::Folder,
    report::Report,
    table::{Table, legend},
};

const STYLE: &str = include_str!("page.css");

pub(crate) fn page(folder: &Folder) -> String {
    let report = Report::of(folder);
    let works = report.works().into_iter().map(|work| section(&report, work)).collect::<String>();
    let environment = folder.environment.lines().filter_map(|line| line.split_once(": "));
    let environment =
        environment.map(|(name, value)| row("td", &[name, value])).collect::<String>();
    let left_out = folder.left_out.iter().map(|line| format!("<li>{}</li>\n", text(line)));
    let left_out = left_out.collect::<String>();
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>Which model?</title>\n\
         <style>\n{STYLE}</style>\n<h1>Which model?</h1>\n<p>{}</p>\n\
         <table class=\"about\">\n{environment}</table>\n{works}<h2>Left out</h2>\n<ul>\n{left_out}</ul>\n</html>\n",
        text(&legend()),
    )
}

fn section(report: &Report<'_>, work: &str) -> String {
    let table = Table::new(report, work);
    let pictures =
        charts(report, work).into_iter().map(|(_, svg)| format!("<figure>\n{svg}</figure>\n"));
    let head = row("th", &table.columns);
    let rows = table.rows.iter().map(|cells| row("td", cells)).collect::<String>();
    format!(
        "<h2>{}</h2>\n{}<div class=\"wide\"><table>\n{head}{rows}</table></div>\n<p>{}</p>\n",
        text(&table.title),
        pictures.collect::<String>(),
        text(&table.noise),
    )
}

fn row(tag: &str, cells: &[impl AsRef<str>]) -> String {
    let cells = cells.iter().map(|cell| format!("<{tag}>{}</{tag}>", text(cell.as_ref())));
    format!("<tr>{}</tr>\n", cells.collect::<String>())
}

/// Text that is no HTML; what stood between back quotes is code.
fn text(words: &str) -> String {
    let safe = words.replace('&', "&amp;").replace('<', "&lt;");
    let parts = safe.split('`').enumerate();
    parts
        .map(
            |(place, part)| {
                if place % 2 == 1 { format!("<code>{part}</code>") } else { part.to_owned() }
            },
        )
        .collect()
}
