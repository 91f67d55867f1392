//! A chapter: a table of steps, each a server and the scripts to play against it.

use crate::script::Script;
use io_models::Server;
use std::io;

/// How a server is run: it returns when it is told to shut down.
pub type Serve = fn(Server) -> io::Result<()>;

/// A chapter of the book, as a program.
#[derive(Debug, Clone, Copy)]
pub struct Chapter {
    /// Its number in the book.
    pub number: u32,
    /// Its title in the book.
    pub title: &'static str,
    /// Its steps; the last one is the finished model.
    pub steps: &'static [Step],
}

/// One step of a chapter.
#[derive(Debug, Clone, Copy)]
pub struct Step {
    /// Its name, as on the command line: lower case, with dashes.
    pub name: &'static str,
    /// What it shows, in one line.
    pub idea: &'static str,
    /// The server.
    pub serve: Serve,
    /// What happens to it.
    pub scripts: &'static [Script],
}
