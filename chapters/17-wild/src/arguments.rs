//! The command line, as data.

use std::ffi::OsString;

use lexopt::prelude::{Long, Short, Value, ValueExt};

use crate::{server::Server, servers::SERVERS};

/// What the reader asks for.
#[derive(Debug)]
pub(crate) enum Asked {
    /// Explain the command line.
    Help,
    /// Name the servers.
    List,
    /// Compare those that were recorded for the book.
    Table,
    /// Play one scene with each that is installed.
    Each,
    /// Play all scenes with these.
    These(Vec<&'static Server>),
}

/// Parses a command line; an error is a sentence for the reader.
pub(crate) fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Asked, lexopt::Error> {
    let mut parser = lexopt::Parser::from_args(arguments);
    let mut servers = Vec::new();
    while let Some(argument) = parser.next()? {
        match argument {
            Short('h') | Long("help") => return Ok(Asked::Help),
            Long("table") => return Ok(Asked::Table),
            Long("list") => return Ok(Asked::List),
            Value(name) => servers.push(named(&name.string()?)?),
            _ => return Err(argument.unexpected()),
        }
    }
    Ok(if servers.is_empty() { Asked::Each } else { Asked::These(servers) })
}

fn named(name: &str) -> Result<&'static Server, lexopt::Error> {
    SERVERS.iter().find(|server| server.name == name).ok_or_else(|| {
        let names = SERVERS.iter().map(|server| server.name).collect::<Vec<_>>().join(", ");
        format!("there is no server '{name}': they are {names}").into()
    })
}
