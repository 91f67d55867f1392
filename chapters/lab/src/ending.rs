//! What a program that measures tells, and how it ends.

use std::{
    io::{self, ErrorKind, Write, stdout},
    process::ExitCode,
};

use anyhow::{Context, Error, Result};

use crate::interrupt::Interrupted;

/// Tells it on standard output.
///
/// # Errors
/// Standard output is full, or nobody reads it any more.
pub fn tell(text: &str) -> Result<()> {
    let told = stdout().write_all(text.as_bytes()).and_then(|()| stdout().flush());
    told.context("standard output can't be written to")
}

/// Says why it ended, if not for the good, and chooses the exit code: 2 for a wrong command line
/// ([`lexopt::Error`]), for which `way_out` is the help.
#[must_use]
pub fn end(outcome: Result<()>, way_out: &str) -> ExitCode {
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.is::<Interrupted>() => {
            eprintln!("The run was interrupted: what was measured until then is there.");
            ExitCode::from(130)
        }
        Err(error) if is_unread(&error) => ExitCode::SUCCESS,
        Err(error) if error.is::<lexopt::Error>() => {
            eprintln!("{error}; see {way_out}");
            ExitCode::from(2)
        }
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

/// A reader that has what it wanted, as `head` does, is no fault.
fn is_unread(error: &Error) -> bool {
    let error = error.downcast_ref::<io::Error>();
    error.is_some_and(|error| error.kind() == ErrorKind::BrokenPipe)
}
