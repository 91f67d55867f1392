//! What the command line asks the press to do.

use std::ffi::OsStr;

use lexopt::{Arg, Error, Parser};

/// What `--help` prints.
pub const HELP: &str = "\
Builds, checks and serves the book; draws its figures.

Usage: cargo run -p book [-- TASK]

Tasks:
  (none)   build the HTML and serve it on a free loopback port until Ctrl-C
  build    build the HTML into book/html
  figures  draw the figures anew from book/recorded into book/src/figures
  check    list every broken rule of the pages; writes nothing into the repository

Options:
  -h, --help   print this help

Exit codes: 0 done, 1 the pages break a rule or the build failed, 2 wrong arguments.
";

/// One run of the press does one of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    /// Build the HTML, then serve it.
    Serve,
    /// Build the HTML.
    Build,
    /// Draw the figures.
    Figures,
    /// Build the HTML elsewhere, then hold the pages against the gate's rules.
    Check,
    /// Print [`HELP`].
    Help,
}

impl Task {
    /// Reads the task from the arguments; an error names the argument that is wrong.
    pub fn parse(mut arguments: Parser) -> Result<Self, Error> {
        let task = match arguments.next()? {
            None => return Ok(Self::Serve),
            Some(Arg::Short('h') | Arg::Long("help")) => Self::Help,
            Some(Arg::Value(word)) => Self::named(&word)?,
            Some(other) => return Err(other.unexpected()),
        };
        match arguments.next()? {
            None => Ok(task),
            Some(extra) => Err(extra.unexpected()),
        }
    }

    fn named(word: &OsStr) -> Result<Self, Error> {
        match word.to_str() {
            Some("build") => Ok(Self::Build),
            Some("figures") => Ok(Self::Figures),
            Some("check") => Ok(Self::Check),
            _ => Err(Arg::Value(word.to_owned()).unexpected()),
        }
    }
}
