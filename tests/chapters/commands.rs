//! What a reader types, and what the program answers: `cargo run -p chapter-N -- ...`.

mod endings;
mod output;

use std::{
    env,
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    process::{Child, ChildStdout, Command, ExitCode, Stdio},
    sync::LazyLock,
    thread,
};

use guide::{Chapter, Serve, Work};
use io_models::MODELS;
use libtest_mimic::Trial;
use rustix::process::{Pid, Signal, kill_process};

use crate::{
    CHAPTERS, agreement, matches_snapshot,
    passing::passes,
    program::{PROGRAM, program, report, terminal, typed},
};

pub(crate) fn trials() -> Vec<Trial> {
    let answers = ANSWERS.map(|(name, package, words)| trial(name.to_owned(), package, words));
    let typed = TYPED.map(|(name, words, typed)| says(name, move || talk(words, typed)));
    let lies =
        LIES.map(|(name, reply)| says(format!("client-of-{name}"), move || believe(&reply())));
    let mut trials: Vec<Trial> = CHAPTERS.iter().flat_map(of_each).collect();
    trials.extend(answers.into_iter().chain(typed).chain(lies).chain(with_more_than_words()));
    trials.extend(endings::trials());
    trials.extend(output::trials());
    trials
}

fn of_each(chapter: &Chapter) -> [Trial; 2] {
    let number = chapter.number;
    let package = format!("chapter-{number}");
    [("list", &["--list"]), ("help", &["--help"])]
        .map(|(name, words)| trial(format!("{number}-{name}"), &package, words))
}

/// What a reader types on a command line: a name, the package, the words.
const ANSWERS: [(&str, &str, &[&str]); 21] = [
    ("json", "chapter-1", &["3", "--json"]),
    ("json-of-datagrams", "chapter-8", &["1", "--json"]),
    ("all", "chapter-7", &["5", "--all"]),
    ("8-signals", "chapter-8", &["signals"]),
    ("error-no-such-step", "chapter-1", &["99"]),
    ("error-no-such-exercise", "chapter-1", &["exercise", "99"]),
    ("error-no-such-option", "chapter-1", &["--loud"]),
    ("error-no-such-word", "chapter-1", &["dance"]),
    ("error-step-without-terminal", "chapter-1", &["--step"]),
    ("error-two-forms", "chapter-1", &["--step", "--json"]),
    ("error-bad-address", "chapter-1", &["serve", "nowhere"]),
    ("error-nobody-there", "chapter-1", &["client", "127.0.0.1:1"]),
    ("error-watch-left-out", "chapter-1", &["serve", "--lines"]),
    ("waits-help", "waits", &["--help"]),
    ("waits-trace", "waits", &["trace", "--", "epoll"]),
    ("waits-trace-all", "waits", &["trace", "--all", "--", "epoll"]),
    ("waits-torture-all", "waits", &["torture", "--all", "--", "epoll"]),
    ("waits-no-such-script", "waits", &["trace", "--script", "opera", "--", "epoll"]),
    ("waits-no-server", "waits", &["trace"]),
    ("waits-no-such-server", "waits", &["trace", "--", "./no-such-program"]),
    ("waits-script-that-does-not-fit", "waits", &["trace", "--script", "echo", "--", "epoll"]),
];

/// What a reader types to the client: a name, the words of its command line, the lines.
const TYPED: [(&str, &[&str], &[u8]); 5] = [
    ("client", &[], b"PING\nSET k 1\nGET k\nDEL k\nGET k\nnonsense\nQUIT\n"),
    ("client-words", &[], WORDS),
    ("client-pipeline", &["--pipeline", "3"], b""),
    ("client-long-pipeline", &["--pipeline", "1000000"], b""),
    ("client-connections", &["--connections", "3"], b""),
];

/// Those that take more than words and an answer.
fn with_more_than_words() -> [Trial; 6] {
    [
        says("5-few-descriptors", few_descriptors),
        says("after-a-pass", after_a_pass),
        says("client-long-line", || talk(&[], LONG.as_bytes())),
        says("client-with-few-descriptors", many_connections),
        says("client-of-a-silent-server", leave),
        passes("command::serve-watch", watched),
    ]
}

/// What this says is a snapshot of the same name.
fn says(name: impl Into<String>, run: impl FnOnce() -> String + Send + 'static) -> Trial {
    let name = name.into();
    passes(format!("command::{name}"), move || matches_snapshot(&name, &run()))
}

/// Lines as somebody may type them: blank, quoted, no text, with no reply, an array's beginning.
const WORDS: &[u8] = b"\nPING\n  \n\t\nSET k \"two words\"\nGET k\nECHO 'it\\'s'\n\
    ECHO \"\\x41\\n\"\nECHO \"a\nECHO \"a\"b\nECHO \xff\nCLIENT REPLY OFF\nPING\nCLIENT REPLY ON\n\
    CLIENT REPLY SKIP\nPING\n*3\nHELLO 4\nPING";

/// A key that is longer than a line may be.
static LONG: LazyLock<String> =
    LazyLock::new(|| format!("SET {0} value\nGET {0}\n", "k".repeat(100_000)));

/// Makes a reply.
type Lie = fn() -> Vec<u8>;

/// What a server may answer that is broken, or wants to break its clients.
const LIES: [(&str, Lie); 7] = [
    ("lists-without-end", || b"*1\r\n".repeat(200_000)),
    ("a-string-of-all-bytes", || b"$18446744073709551615\r\nx\r\n".to_vec()),
    ("a-list-of-all-numbers", || b"*18446744073709551615\r\n:1\r\n".to_vec()),
    ("a-map-of-all-numbers", || b"%18446744073709551615\r\n:1\r\n".to_vec()),
    ("a-length-that-is-none", || b"$many\r\nx\r\n".to_vec()),
    ("a-string-that-goes-on", || b"$3\r\nhello\r\n".to_vec()),
    ("half-a-string", || b"$10\r\nhalf".to_vec()),
];

/// Asks a server that gives this reply and ends.
fn believe(reply: &[u8]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    thread::scope(|scope| {
        scope.spawn(|| {
            let (mut client, _) = listener.accept().unwrap();
            client.read_exact(&mut [0; 6]).unwrap();
            // It may have heard enough before the end.
            _ = client.write_all(reply);
        });
        let mut command = program("chapter-1");
        command.args(["client", &address]);
        report(&typed(command, b"PING\n"))
    })
}

/// Types Ctrl-D to a client whose server is silent.
fn leave() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let (mut keyboard, terminal) = terminal();
    let mut command = program("chapter-1");
    command.args(["client", &address]).stdin(terminal);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    keyboard.write_all(b"PING\n").unwrap();
    let (mut client, _) = listener.accept().unwrap();
    client.read_exact(&mut [0; 6]).unwrap();
    keyboard.write_all(b"\x04").unwrap();
    report(&child.wait_with_output().unwrap())
}

/// A server of chapter 5 that may open few files.
fn few_descriptors() -> String {
    let mut limited = Command::new("sh");
    limited.args(["-c", "ulimit -n 1000; exec \"$0\" 3"]);
    limited.arg(env::current_exe().unwrap()).env(PROGRAM, "chapter-5");
    report(&limited.output().unwrap())
}

/// More connections than a process may open files.
fn many_connections() -> String {
    let server = Serving::start();
    let mut command = Command::new("sh");
    command.args(["-c", "ulimit -n 100; exec \"$0\" client --connections 300 \"$1\""]);
    command.arg(env::current_exe().unwrap()).arg(&server.address).env(PROGRAM, "chapter-1");
    report(&typed(command, b""))
}

fn trial(name: String, package: &str, arguments: &'static [&'static str]) -> Trial {
    let package = package.to_owned();
    says(name, move || {
        let output = program(&package).args(arguments).stdin(Stdio::null()).output().unwrap();
        report(&output).replace(&models(), "MODELS")
    })
}

/// The list of all models, which grows.
fn models() -> String {
    MODELS.iter().map(|model| model.name).collect::<Vec<_>>().join(", ")
}

/// Types lines to the interactive client, which talks to a server of the same program.
fn talk(arguments: &[&str], lines: &[u8]) -> String {
    let server = Serving::start();
    let mut command = program("chapter-1");
    command.arg("client").arg(&server.address).args(arguments);
    report(&typed(command, lines)).replace(&server.address, "ADDRESS")
}

/// A server that is watched shows what a client asks, as it asks. (It ends well, or `drop` says so.)
fn watched() {
    let mut server = Serving::with(&["--watch"]);
    let mut row = |words: &str| {
        let mut line = String::new();
        while !line.contains(words) {
            line.clear();
            assert!(server.speech.read_line(&mut line).unwrap() > 0, "no row has {words}");
        }
    };
    row("Clients are not held back: the order is the clock's. Ctrl-C ends the server.");
    row("clients ");
    let mut alice = TcpStream::connect(&server.address).unwrap();
    alice.write_all(b"PING\r\n").unwrap();
    row("accept4(listener) = alice");
    row(r#"alice "PING\r\n" ──"#);
    row(r#"alice "+PONG\r\n" ◀──"#);
}

/// A server for real, on a port that is free.
pub(crate) struct Serving {
    server: Child,
    pub(crate) address: String,
    /// What else it says; a closed pipe would be an error.
    speech: BufReader<ChildStdout>,
}

impl Serving {
    pub(crate) fn start() -> Self {
        Self::with(&[])
    }

    fn with(options: &[&str]) -> Self {
        let mut command = program("chapter-1");
        command
            .args(["serve", "127.0.0.1:0"])
            .args(options)
            .stdout(Stdio::piped())
            .stdin(Stdio::null());
        let mut server = command.spawn().unwrap();
        let mut said = String::new();
        let mut speech = BufReader::new(server.stdout.take().unwrap());
        speech.read_line(&mut said).unwrap();
        let mut words = said.split_whitespace().map(|word| word.trim_end_matches(';'));
        let address = words.find(|word| word.starts_with("127.0.0.1:")).unwrap().to_owned();
        Self { server, address, speech }
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        kill_process(Pid::from_child(&self.server), Signal::TERM).unwrap();
        assert!(self.server.wait().unwrap().success(), "Ctrl-C is no failure");
    }
}

/// The number of a chapter whose reader has solved the exercises of chapter 7.
const SOLVED: u32 = 907;

/// A chapter whose attempts are the book's solutions.
fn solved() -> Chapter {
    let [mut first, second] = *chapter_7::CHAPTER.exercises else { unreachable!("two exercises") };
    if let Work::Server { solution, checks, .. } = first.work {
        first.work = Work::Server { attempt: solution, solution, checks };
    }
    Chapter { number: SOLVED, ..chapter_7::CHAPTER }.exercises(vec![first, second].leak())
}

/// The servers of that chapter, by their names.
pub(crate) fn servers() -> Vec<(String, Serve)> {
    solved().servers()
}

/// A reader who has passed sees the run of their own server, and where the book's solution is.
fn after_a_pass() -> String {
    let mut exercise = program(&format!("chapter-{SOLVED}"));
    report(&exercise.args(["exercise", "1"]).output().unwrap())
}

/// In a process that is to be a package's program, is it, to the end.
pub(crate) fn become_program() -> Option<ExitCode> {
    let package = env::var(PROGRAM).ok()?;
    match package.as_str() {
        "waits" => return Some(waits::run()),
        agreement::NAME => return Some(agreement::run()),
        _ => {}
    }
    let number = package.strip_prefix("chapter-")?.parse().ok()?;
    match number {
        8 => Some(chapter_8::run()),
        13 => Some(chapter_13::run(&[])),
        14 => Some(chapter_14::run()),
        15 => Some(chapter_15::run()),
        17 => Some(chapter_17::run()),
        SOLVED => Some(solved().run()),
        _ => CHAPTERS.iter().find(|chapter| chapter.number == number).map(Chapter::run),
    }
}
