//! A package's program: this one again, which links them all. One in the target folder could be an
//! old one.

use std::{
    env,
    fs::File,
    io::Write,
    process::{Command, Output, Stdio},
};

use rustix::pty::{OpenptFlags, grantpt, ioctl_tiocgptpeer, openpt, unlockpt};

/// Names the program that this process is to be, of those that the packages are.
pub(crate) const PROGRAM: &str = "WFB_PROGRAM";

/// A package's program.
pub(crate) fn program(package: &str) -> Command {
    let mut program = Command::new(env::current_exe().unwrap());
    program.env(PROGRAM, package);
    program
}

/// What it has said.
pub(crate) fn report(output: &Output) -> String {
    let status = output.status.code().unwrap();
    let out = String::from_utf8_lossy(&output.stdout);
    let error = String::from_utf8_lossy(&output.stderr);
    if status == 0 && error.is_empty() {
        return out.into_owned();
    }
    format!("{out}{error}exit status {status}\n")
}

/// What a program says when that is typed.
pub(crate) fn typed(mut command: Command, lines: &[u8]) -> Output {
    let piped = || Stdio::piped();
    let mut child = command.stdin(piped()).stdout(piped()).stderr(piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(lines).unwrap();
    child.wait_with_output().unwrap()
}

/// A terminal, and what types into it.
pub(crate) fn terminal() -> (File, File) {
    let keyboard = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&keyboard).unwrap();
    unlockpt(&keyboard).unwrap();
    let flags = OpenptFlags::RDWR | OpenptFlags::NOCTTY;
    let terminal = ioctl_tiocgptpeer(&keyboard, flags).unwrap();
    (keyboard.into(), terminal.into())
}
