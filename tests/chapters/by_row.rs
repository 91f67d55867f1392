//! `--step` on a terminal: the next row for each Enter, until there is none, or `q`, or Ctrl-C.

use std::{
    fs::File,
    io::{Read, Write},
    process::{Child, Command, ExitStatus},
};

use libtest_mimic::Trial;
use rustix::termios::tcgetattr;

use crate::{
    nothing_may_be_skipped,
    program::{program, terminal},
};

/// The end of what stands below each row.
const PROMPT: &str = "the end ";

pub(crate) fn trials() -> Vec<Trial> {
    let trial = |name: &str, run: fn()| {
        Trial::test(format!("by_row::{name}"), move || {
            if has_setsid() || nothing_may_be_skipped() {
                run();
            } else {
                println!("skipped: --step (setsid of util-linux is not installed)");
            }
            Ok(())
        })
    };
    vec![
        trial("each_enter_shows_the_next_row_and_its_line", each_enter_shows_the_next_row),
        trial("q_ends_it", q_ends_it),
        trial("ctrl_c_leaves_the_terminal_as_it_was", ctrl_c_leaves_the_terminal_as_it_was),
    ]
}

fn each_enter_shows_the_next_row() {
    let mut reader = Reader::new();
    assert!(!reader.screen().contains("epoll_wait"), "before the first Enter");
    let rows: Vec<String> = (0..4).map(|_| reader.types("\n")).collect();
    let waits = rows.iter().find(|row| row.contains("epoll_wait(epoll) … waits"));
    let waits = waits.unwrap_or_else(|| panic!("no row waits in {rows:#?}"));
    let line = waits.lines().find(|line| line.contains('▶')).unwrap();
    assert!(line.contains("epoll::wait(&epoll,"), "{waits}");
    assert_eq!(waits.lines().filter(|line| line.starts_with("        ")).count(), 6, "{waits}");
    let all: usize = rows.iter().map(|row| row.matches("server").count()).sum();
    assert!(all <= 2, "more than one row for an Enter: {rows:#?}");
}

fn q_ends_it() {
    let mut reader = Reader::new();
    reader.screen();
    reader.write("q\n");
    assert!(reader.end().success());
}

fn ctrl_c_leaves_the_terminal_as_it_was() {
    let mut reader = Reader::new();
    let before = modes(&reader.terminal);
    reader.screen();
    reader.types("\n");
    reader.write("\x03");
    assert!(!reader.end().success());
    assert_eq!(before, modes(&reader.terminal));
}

/// Somebody before a terminal, who steps through a chapter.
struct Reader {
    keyboard_and_screen: File,
    terminal: File,
    chapter: Child,
}

impl Reader {
    fn new() -> Self {
        let (keyboard_and_screen, terminal) = terminal();
        let chapter = program("chapter-7");
        // A terminal sends Ctrl-C to those whose terminal it is. What runs in the background of a
        // script ignores it, and so would its children.
        let mut command = Command::new("setsid");
        command.args(["--ctty", "--wait", "env", "--default-signal=INT"]);
        command.arg(chapter.get_program()).args(["2", "--step"]);
        let variables = chapter.get_envs().filter_map(|(name, value)| Some((name, value?)));
        command.envs(variables).env("NO_COLOR", "1");
        let end = || terminal.try_clone().unwrap();
        let chapter = command.stdin(end()).stdout(end()).stderr(end()).spawn().unwrap();
        Self { keyboard_and_screen, terminal, chapter }
    }

    /// What comes on the screen until the reader is asked to go on.
    fn screen(&mut self) -> String {
        let mut seen = Vec::new();
        while !String::from_utf8_lossy(&seen).ends_with(PROMPT) {
            let mut byte = [0];
            self.keyboard_and_screen.read_exact(&mut byte).unwrap();
            seen.extend(byte);
        }
        String::from_utf8(seen).unwrap()
    }

    fn write(&mut self, keys: &str) {
        self.keyboard_and_screen.write_all(keys.as_bytes()).unwrap();
    }

    /// What comes on the screen after these keys.
    fn types(&mut self, keys: &str) -> String {
        self.write(keys);
        self.screen()
    }

    fn end(&mut self) -> ExitStatus {
        self.chapter.wait().unwrap()
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        // It may have ended already.
        self.chapter.kill().and_then(|()| self.chapter.wait()).ok();
    }
}

/// Everything that a program can change about a terminal.
fn modes(terminal: &File) -> String {
    format!("{:?}", tcgetattr(terminal).unwrap())
}

fn has_setsid() -> bool {
    Command::new("setsid").arg("--version").output().is_ok_and(|output| output.status.success())
}
