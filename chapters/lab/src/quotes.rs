//! What the book quotes of a run: each piece between two marks that name it, for `{{#include}}`.

use std::fmt::Write;

/// The lines of an environment, `name: value`: what quotes begin with.
#[must_use]
pub fn environment(lines: &str) -> String {
    let mut text = String::new();
    for (name, value) in lines.lines().filter_map(|line| line.split_once(": ")) {
        mark(&mut text, &name.replace(' ', "-"), value);
    }
    text
}

/// Adds a piece.
pub fn mark(text: &mut String, key: &str, value: &str) {
    writeln!(text, "ANCHOR: {key}\n{value}\nANCHOR_END: {key}").expect("a string takes all");
}

/// A table as it stands on a page; its first column has names, the others numbers.
#[must_use]
pub fn markdown(head: &[String], rows: &[Vec<String>]) -> String {
    let line = |cells: &[String]| format!("| {} |", cells.join(" | "));
    let rule = format!("|---|{}", "--:|".repeat(head.len() - 1));
    let rows = rows.iter().map(|cells| line(cells));
    [line(head), rule].into_iter().chain(rows).collect::<Vec<_>>().join("\n")
}
