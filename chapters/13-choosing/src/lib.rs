//! Chapter 13: which model? A lab that measures on this machine, and says when it can't tell.

#![expect(clippy::print_stderr, reason = "where the page is, is no result")]

mod arguments;
mod chart;
mod charts;
mod compare;
mod environment;
mod figure;
mod folder;
mod json;
mod measure;
mod page;
mod progress;
mod quotes;
mod report;
mod sample;
mod scale;
mod table;
mod terminal;
mod turn;
mod works;

use std::{env, path::Path, process::ExitCode};

use anyhow::{Context, Result, ensure};
use arguments::{Asked, Form, HELP, Options};
use folder::Folder;
use lab::{Contender, Cores, Outsider, interrupt, optimized, role, serve, traffic::Clients};
use measure::{Plan, Run};
use report::{REFERENCE, Report, TWIN};

/// Does what the command line says, with `outsiders` measured beside the models.
#[must_use]
pub fn run(outsiders: &'static [Outsider]) -> ExitCode {
    lab::end(obey(outsiders), "cargo run -p chapter-13 -- --help")
}

fn obey(outsiders: &'static [Outsider]) -> Result<()> {
    let all = Contender::all(outsiders);
    if let Some(role) = role() {
        return serve(&all, &role);
    }
    match Asked::parse(typed())? {
        Asked::Help => lab::tell(HELP),
        Asked::List => lab::tell(&list(&all)),
        Asked::Run(options) => measure(all, &options),
        Asked::Compare(before, after) => {
            lab::tell(&compare::text(&Folder::open(&before)?, &Folder::open(&after)?))
        }
        Asked::Report(path, form) => {
            let folder = Folder::open(&path)?;
            publish(&folder)?;
            lab::tell(&text(&folder, form))
        }
    }
}

/// What was typed: cargo adds a word of its own where this is a benchmark.
fn typed() -> lexopt::Parser {
    lexopt::Parser::from_args(env::args_os().skip(1).filter(|word| word != "--bench"))
}

fn list(all: &[Contender]) -> String {
    let servers = all.iter().map(|contender| {
        let missing = contender.missing().map(|why| format!("  (not here: {why})"));
        format!("  {}{}\n", contender.name, missing.unwrap_or_default())
    });
    let works = works::all().into_iter().map(|work| {
        let quick = if work.is_quick() { " *" } else { "  " };
        format!("{quick} {:16} {}\n", work.key, work.title)
    });
    let (servers, works): (String, String) = (servers.collect(), works.collect());
    format!("Servers:\n{servers}Works; with * in a quick run:\n{works}")
}

fn measure(all: Vec<Contender>, options: &Options) -> Result<()> {
    optimized::or_ask_cargo(env!("CARGO_MANIFEST_DIR"))?;
    lab::allow_many();
    let works = options.chosen()?;
    let (rounds, time, most) = (options.rounds(), options.turn(), options.most());
    let (contenders, missing) = contenders(all, options)?;
    let plan = Plan { works, contenders, rounds, time, most };
    // Looked for before this process keeps to one core.
    let cores = Cores::pair()?;
    options.rows.iter().try_for_each(|row| answers(row, &cores))?;
    let path =
        options.folder.clone().unwrap_or_else(|| Path::new("lab").join(environment::folder_name()));
    let mut folder = Folder::create(&path, environment::describe(&cores, &plan))?;
    for (name, why) in missing {
        folder.leave_out("all", name, &why)?;
    }
    interrupt::watch()?;
    let run = Run::new(&plan, cores, &mut folder)?.measure_all();
    if run.as_ref().is_err_and(|error| !error.is::<interrupt::Interrupted>()) {
        return run;
    }
    // What was measured until it was interrupted is kept and shown.
    publish(&folder)?;
    lab::tell(&text(&folder, options.form))?;
    eprintln!("The page of this run: {}", path.join(PAGE).display());
    run
}

fn text(folder: &Folder, form: Form) -> String {
    match form {
        Form::Json => format!("{}\n", json::json(folder)),
        Form::Tables => terminal::text(folder),
    }
}

/// Those that are asked for and can be there, and the reference twice; and what can't be.
fn contenders(all: Vec<Contender>, options: &Options) -> Result<(Vec<Contender>, Vec<Missing>)> {
    let reference = all.iter().find(|contender| contender.name == REFERENCE).copied();
    let mut names: Vec<&str> = all.iter().map(|contender| contender.name).collect();
    names.push(TWIN);
    let mut chosen = lab::chosen(all.clone(), options.only.as_deref())?;
    for row in &options.rows {
        ensure!(!names.contains(&row.name), twice(row.name));
        names.push(row.name);
        chosen.push(*row);
    }
    let missing = chosen.iter().filter_map(|server| Some((server.name, server.missing()?)));
    let missing = missing.collect();
    chosen.retain(|contender| contender.missing().is_none() && contender.name != REFERENCE);
    if let Some(reference) = reference {
        // Not one after the other: what disturbs one would disturb both.
        chosen.insert(chosen.len() / 2, reference);
        chosen.push(reference.named(TWIN));
    }
    Ok((chosen, missing))
}

fn twice(name: &str) -> lexopt::Error {
    format!("there is a server {name} already: name yours otherwise").into()
}

/// Looks before a run whether a server of the reader's can be measured: nobody waits for minutes to
/// hear that it can't.
fn answers(row: &Contender, cores: &Cores) -> Result<()> {
    let one = || Clients::connect(row.launch(2, cores)?.address(), 1);
    let command = row.typed().unwrap_or_default();
    one().map(drop).with_context(|| format!("{} can't be measured ({command})", row.name))
}

/// A server that this machine does not have, and why.
type Missing = (&'static str, String);

/// The page of a run.
const PAGE: &str = "index.html";

/// Writes what is made from a run's samples.
fn publish(folder: &Folder) -> Result<()> {
    let report = Report::of(folder);
    for work in report.works() {
        for (name, svg) in charts::charts(&report, work) {
            folder.write(&name, &svg)?;
        }
    }
    folder.write("quotes.txt", &quotes::quotes(folder))?;
    folder.write(PAGE, &page::page(folder))
}
