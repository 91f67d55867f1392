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
        trial("what_was_typed_ahead_erases_no_row", what_was_typed_ahead_erases_no_row),
        trial("a_dumb_terminal_gets_letters_only", a_dumb_terminal_gets_letters_only),
        trial("what_no_row_shows_is_said", what_no_row_shows_is_said),
        trial("q_ends_it", q_ends_it),
        trial("ctrl_c_leaves_the_terminal_as_it_was", ctrl_c_leaves_the_terminal_as_it_was),
    ]
}

fn each_enter_shows_the_next_row() {
    let mut reader = Reader::of(EDGE, PLAIN);
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

/// What a row leaves on the screen until the next one comes.
const ERASED: &str = "\x1b[1A";

fn what_was_typed_ahead_erases_no_row() {
    let mut reader = Reader::of(EDGE, PLAIN);
    reader.write("\n\n");
    let rows = reader.screen();
    assert!(rows.contains("epoll_wait(epoll) … waits"), "{rows}");
    assert!(!rows.contains(ERASED), "{rows}");
    assert!(reader.types("\n").contains(ERASED));
}

fn a_dumb_terminal_gets_letters_only() {
    let mut reader = Reader::of(EDGE, ("TERM", "dumb"));
    let screen = reader.screen() + &reader.types("\n");
    assert!(!screen.contains('\x1b'), "{screen}");
}

fn what_no_row_shows_is_said() {
    let mut reader = Reader::of(["chapter-10", "2"], PLAIN);
    reader.write(&"\n".repeat(100));
    let text = reader.rest();
    assert!(text.trim_end().ends_with("(Without the calls about eventfd and timer.)"), "{text}");
}

fn q_ends_it() {
    let mut reader = Reader::of(EDGE, PLAIN);
    reader.screen();
    reader.write("q\n");
    assert!(reader.end().success());
}

fn ctrl_c_leaves_the_terminal_as_it_was() {
    let mut reader = Reader::of(EDGE, PLAIN);
    let before = reader.modes();
    reader.screen();
    reader.types("\n");
    reader.write("\x03");
    assert!(!reader.end().success());
    assert_eq!(before, reader.modes());
}

/// A step whose first call is one that waits.
const EDGE: [&str; 2] = ["chapter-7", "2"];

/// What a reader sets for a terminal without colours.
const PLAIN: (&str, &str) = ("NO_COLOR", "1");

/// Somebody before a terminal, who steps through a chapter.
struct Reader {
    keyboard_and_screen: File,
    terminal: Option<File>,
    chapter: Child,
}

impl Reader {
    /// Steps through this step of a chapter, with this in the environment.
    fn of([chapter, step]: [&str; 2], (name, value): (&str, &str)) -> Self {
        let (keyboard_and_screen, terminal) = terminal();
        let chapter = program(chapter);
        // A terminal sends Ctrl-C to those whose terminal it is. What runs in the background of a
        // script ignores it, and so would its children.
        let mut command = Command::new("setsid");
        command.args(["--ctty", "--wait", "env", "--default-signal=INT"]);
        command.arg(chapter.get_program()).args([step, "--step"]);
        let variables = chapter.get_envs().filter_map(|(name, value)| Some((name, value?)));
        command.envs(variables).env("TERM", "xterm").env(name, value);
        let end = || terminal.try_clone().unwrap();
        let chapter = command.stdin(end()).stdout(end()).stderr(end()).spawn().unwrap();
        Self { keyboard_and_screen, terminal: Some(terminal), chapter }
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

    /// What comes on the screen until nobody can write to it any more.
    fn rest(&mut self) -> String {
        self.terminal = None;
        let mut seen = Vec::new();
        // Then a terminal has no end, but an error.
        self.keyboard_and_screen.read_to_end(&mut seen).unwrap_err();
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

    /// Everything that a program can change about a terminal.
    fn modes(&self) -> String {
        format!("{:?}", tcgetattr(self.terminal.as_ref().unwrap()).unwrap())
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

fn has_setsid() -> bool {
    Command::new("setsid").arg("--version").output().is_ok_and(|output| output.status.success())
}
