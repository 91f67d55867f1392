//! Why a program of the book failed, and what it says then.

use std::{
    io::{self, ErrorKind, Write},
    process::ExitCode,
};

use play::Trouble;

/// Why a program failed.
#[derive(Debug)]
pub enum Failure {
    /// The reader's command line makes no sense; the sentence says why.
    Usage(String),
    /// A scene did not go as its script says.
    Scene(Trouble),
    /// The reader has not solved all exercises.
    Unsolved,
    /// Reading or writing failed.
    Io(io::Error),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Says what went wrong, and chooses the exit code: 2 for a wrong command line, for which
/// `way_out` is the help.
pub fn report(outcome: Result<(), Failure>, way_out: &str) -> ExitCode {
    match outcome {
        Ok(()) => return ExitCode::SUCCESS,
        Err(Failure::Usage(sentence)) => {
            say(&format!("{sentence}; see {way_out}"));
            return ExitCode::from(2);
        }
        Err(Failure::Unsolved) => {}
        Err(Failure::Scene(trouble)) => say(&trouble.to_string()),
        // The reader has closed the pipe and wants no more.
        Err(Failure::Io(error)) if error.kind() == ErrorKind::BrokenPipe => {}
        Err(Failure::Io(error)) => say(&sentence(&error)),
    }
    ExitCode::FAILURE
}

/// What has no room left, the number alone does not say.
fn sentence(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::StorageFull => format!("the output can't be written to: {error}"),
        _ => error.to_string(),
    }
}

/// Says it on standard error. Where that is closed or full, the exit code has to do.
fn say(sentence: &str) {
    writeln!(io::stderr(), "{sentence}").ok();
}
