//! Programs of this machine: where they are, and which version they say that they have.

use std::{
    env,
    ffi::OsStr,
    fmt,
    path::PathBuf,
    process::{Command, Stdio},
};

/// Why a server can't be played here.
#[derive(Debug)]
pub enum Missing {
    /// This program is not installed; Debian has it in this package.
    Program(&'static str, &'static str),
    /// It is there, and could not be made ready.
    Unready(String),
}

impl fmt::Display for Missing {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Program(program, package) => {
                write!(out, "{program} is not installed: `apt-get install {package}`")
            }
            Self::Unready(why) => out.write_str(why),
        }
    }
}

/// Where a program is: the system's own comes before another one on the path.
pub(crate) fn find(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let folders = SYSTEM.iter().map(PathBuf::from).chain(env::split_paths(&path));
    folders.map(|folder| folder.join(name)).find(|file| file.is_file())
}

const SYSTEM: &[&str] = &["/usr/bin", "/usr/sbin"];

/// The version that a program says that it has, to whichever stream: the first word with a number.
pub(crate) fn says(program: impl AsRef<OsStr>, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).stdin(Stdio::null()).output().ok()?;
    let text = [output.stdout, output.stderr].concat();
    let text = String::from_utf8_lossy(&text).into_owned();
    let word =
        text.split_whitespace().find(|word| word.contains('.') && word.contains(is_digit))?;
    word.find(is_digit).map(|start| word[start..].to_owned())
}

fn is_digit(sign: char) -> bool {
    sign.is_ascii_digit()
}

/// Runs a program to its end; an error is a sentence.
pub(crate) fn run(command: &mut Command) -> Result<(), Missing> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.stdin(Stdio::null()).output();
    let output = output.map_err(|error| Missing::Unready(format!("{name}: {error}")))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr).trim().replace('\n', "; ");
    Err(Missing::Unready(format!("{name}: {said}")))
}
