//! Chapter 13: which model? A lab that measures on this machine, and says when it can't tell.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "the lab prints what it found")]

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
    match obey(outsiders) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn obey(outsiders: &'static [Outsider]) -> Result<ExitCode> {
    let all = Contender::all(outsiders);
    if let Some(role) = role() {
        return serve(&all, &role).map(|()| ExitCode::SUCCESS);
    }
    match Asked::parse(typed())? {
        Asked::Help => print!("{HELP}"),
        Asked::List => list(&all),
        Asked::Run(options) => return measure(all, &options),
        Asked::Compare(before, after) => {
            compare::print(&Folder::open(&before)?, &Folder::open(&after)?);
        }
        Asked::Report(path, form) => {
            let folder = Folder::open(&path)?;
            publish(&folder)?;
            print(&folder, form);
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// What was typed: cargo adds a word of its own where this is a benchmark.
fn typed() -> lexopt::Parser {
    lexopt::Parser::from_args(env::args_os().skip(1).filter(|word| word != "--bench"))
}

fn list(all: &[Contender]) {
    println!("Servers:");
    for contender in all {
        let missing = contender.missing().map(|why| format!("  (not here: {why})"));
        println!("  {}{}", contender.name, missing.unwrap_or_default());
    }
    println!("Works; with * in a quick run:");
    for work in works::all() {
        println!("{} {:16} {}", if work.is_quick() { " *" } else { "  " }, work.key, work.title);
    }
}

fn measure(all: Vec<Contender>, options: &Options) -> Result<ExitCode> {
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
    let interrupted = match run {
        Err(error) if error.is::<interrupt::Interrupted>() => true,
        run => run.map(|()| false)?,
    };
    publish(&folder)?;
    print(&folder, options.form);
    eprintln!("The page of this run: {}", path.join(PAGE).display());
    if interrupted {
        eprintln!("The run was interrupted: what was measured until then is there.");
    }
    Ok(if interrupted { ExitCode::from(130) } else { ExitCode::SUCCESS })
}

fn print(folder: &Folder, form: Form) {
    match form {
        Form::Json => println!("{}", json::json(folder)),
        Form::Tables => terminal::print(folder),
    }
}

/// Those that are asked for and can be there, and the reference twice; and what can't be.
fn contenders(all: Vec<Contender>, options: &Options) -> Result<(Vec<Contender>, Vec<Missing>)> {
    let reference = all.iter().find(|contender| contender.name == REFERENCE).copied();
    let mut names: Vec<&str> = all.iter().map(|contender| contender.name).collect();
    names.push(TWIN);
    let mut chosen = lab::chosen(all.clone(), options.only.as_deref())?;
    for row in &options.rows {
        ensure!(
            !names.contains(&row.name),
            "there is a server {} already: name yours otherwise",
            row.name
        );
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
    let report = Report(folder);
    for work in report.works() {
        for (name, svg) in charts::charts(&report, work) {
            folder.write(&name, &svg)?;
        }
    }
    folder.write("quotes.txt", &quotes::quotes(folder))?;
    folder.write(PAGE, &page::page(folder))
}
