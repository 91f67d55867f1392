//! Programs of this machine: where they are, and which version they say that they have.

use std::{
    env,
    ffi::OsStr,
    fmt, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// Why a server can't be played here.
#[derive(Debug)]
pub enum Missing {
    /// This program is not installed; Debian has it in this package, or this workspace builds it.
    Program(&'static str, Option<&'static str>),
    /// It is there, and could not be made ready.
    Unready(String),
}

impl fmt::Display for Missing {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Program(program, Some(package)) => {
                write!(out, "{program} is not installed: `apt-get install {package}`")
            }
            Self::Program(program, None) => {
                write!(out, "{program} is not built: `cargo build -p benches --example {program}`")
            }
            Self::Unready(why) => out.write_str(why),
        }
    }
}

/// Where a program is, if it is in that package, or else built here.
pub(crate) fn find(name: &'static str, package: Option<&'static str>) -> Result<PathBuf, Missing> {
    // Without a path, no program is looked for.
    let path = env::var_os("PATH").filter(|path| !path.is_empty());
    let folders = path.map(|path| if package.is_some() { installed(&path) } else { built() });
    let folders = folders.unwrap_or_default();
    let mut files = folders.into_iter().map(|folder| folder.join(name));
    files.find(|file| file.is_file()).ok_or(Missing::Program(name, package))
}

/// The system's own come before others on the path.
fn installed(path: &OsStr) -> Vec<PathBuf> {
    let system = SYSTEM.iter().map(PathBuf::from);
    system.chain(env::split_paths(path)).chain(of_postgresql()).collect()
}

const SYSTEM: &[&str] = &["/usr/bin", "/usr/sbin"];

/// Debian keeps each version of PostgreSQL in a folder of its own, and none of them on the path.
fn of_postgresql() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").ok()?;
    let newest = versions.filter_map(Result::ok).max_by_key(|version| number(&version.path()));
    newest.map(|version| version.path().join("bin"))
}

fn number(folder: &Path) -> u32 {
    let name = folder.file_name().and_then(OsStr::to_str);
    name.and_then(|name| name.parse().ok()).unwrap_or(0)
}

/// Where cargo leaves examples: in a folder beside this program, or beside the folder of this test.
fn built() -> Vec<PathBuf> {
    let program = env::current_exe().unwrap_or_default();
    program.ancestors().skip(1).take(2).map(|folder| folder.join("examples")).collect()
}

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
