//! `--json` in a program that was built without it, as the first one of a newcomer is: cargo, which
//! has built and started it, builds and starts it once more, with it.

use std::{
    env,
    ffi::OsString,
    io::{self, Write},
    os::unix::process::CommandExt,
    process::Command,
};

use crate::{cli::telling::Telling, failure::Failure, step::Step};

impl<W: Write> Telling<'_, W> {
    /// Becomes the same program with JSON.
    pub(crate) fn record(&self, _: &[(usize, &Step)]) -> Result<(), Failure> {
        let package = format!("chapter-{}", self.chapter.number);
        let Some(cargo) = env::var_os("CARGO") else { return Err(without(&package)) };
        Err(Failure::Io(command(cargo, &package).exec()))
    }
}

fn command(cargo: OsString, package: &str) -> Command {
    let mut command = Command::new(cargo);
    command.args(["run", "--quiet", "--package", package, "--features", "json", "--"]);
    command.args(env::args_os().skip(1));
    command
}

fn without(package: &str) -> Failure {
    let way_out = format!("build it with `cargo build -p {package} --features json`");
    Failure::Io(io::Error::other(format!("This program was built without JSON: {way_out}.")))
}
