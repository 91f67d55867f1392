//! `cargo run -p book`: runs one task of the press and tells the person how it went.

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result};
use lexopt::Parser;
use press::arguments::{HELP, Task};
use press::gate::{self, Book};
use press::{figure, html, serve};
use tracing_subscriber::filter::LevelFilter;

fn main() -> ExitCode {
    let task = match Task::parse(Parser::from_env()) {
        Ok(task) => task,
        Err(error) => {
            let way_out = "`cargo run -p book -- --help` lists the tasks";
            return complain(2, &format!("{error}; {way_out}."));
        }
    };
    show_warnings_of_mdbook();
    match run(task, &mut io::stdout().lock()) {
        Ok(code) => code,
        Err(error) => complain(1, &format!("{error:#}.")),
    }
}

fn run(task: Task, out: &mut impl Write) -> Result<ExitCode> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    match task {
        Task::Help => out.write_all(HELP.as_bytes())?,
        Task::Build => writeln!(out, "{}", html::build(folder)?.join("index.html").display())?,
        Task::Serve => serve::until_interrupted(&html::build(folder)?, out)?,
        Task::Figures => {
            let drawn = figure::write(repository(folder)?)?;
            writeln!(out, "{drawn} figures are drawn in {}.", figure::FOLDER)?;
        }
        Task::Check => return check(folder, out),
    }
    Ok(ExitCode::SUCCESS)
}

fn repository(folder: &Path) -> Result<&Path> {
    folder.parent().context("the folder of the book has no parent")
}

fn check(folder: &Path, out: &mut impl Write) -> Result<ExitCode> {
    let book = Book::read(repository(folder)?)?;
    let faults = gate::faults(&book);
    for fault in &faults {
        writeln!(out, "{fault}")?;
    }
    if !faults.is_empty() {
        writeln!(out, "The gate is closed: {} to repair.", faults.len())?;
        return Ok(ExitCode::FAILURE);
    }
    writeln!(out, "The gate is open: {} pages keep every rule.", book.pages.len())?;
    Ok(ExitCode::SUCCESS)
}

/// mdBook only logs what it thinks odd, and a library's log is silent until someone listens.
fn show_warnings_of_mdbook() {
    tracing_subscriber::fmt()
        .with_max_level(LevelFilter::WARN)
        .with_writer(io::stderr)
        .without_time()
        .init();
}

fn complain(code: u8, message: &str) -> ExitCode {
    // If standard error is gone as well, the exit code still tells.
    drop(writeln!(io::stderr(), "book: {message}"));
    ExitCode::from(code)
}
