//! The client of the chapters ends, whichever end comes first: that of its input, of its output, or
//! of the server's patience with it. And Ctrl-C ends it, and each server that the chapters serve for
//! real, whatever the program that started it does at Ctrl-C.

use std::{
    io::{BufRead, BufReader, Read, Write, pipe},
    net::{TcpListener, TcpStream},
    os::unix::process::ExitStatusExt,
    process::{Child, Command, Stdio},
    thread,
};

use libtest_mimic::Trial;
use rustix::process::{Pid, Signal, kill_process};

use crate::{
    commands::{Serving, says},
    passing::passes,
    program::{program, report},
};

pub(crate) fn trials() -> Vec<Trial> {
    let mut trials = vec![says("client-of-a-silent-server-by-a-pipe", || silent(b"PING\n"))];
    for (name, arguments) in [
        ("client-without-output", &[][..]),
        ("client-pipeline-without-output", &["--pipeline", "1000000"]),
        ("client-connections-without-output", &["--connections", "3"]),
    ] {
        trials.push(says(name, move || nobody_listens(arguments)));
    }
    trials.push(passes("command::client-at-ctrl-c", client_at_ctrl_c));
    for package in ["chapter-11", "chapter-16"] {
        trials.push(passes(format!("command::serve-{package}"), move || dies_at_ctrl_c(package)));
    }
    trials
}

/// A server that would not hear that it is to stop.
fn dies_at_ctrl_c(package: &str) {
    let mut command = deaf(&program(package));
    command.args(["serve", "127.0.0.1:0"]).stdin(Stdio::null()).stdout(Stdio::piped());
    let mut server = command.spawn().unwrap();
    let mut speech = BufReader::new(server.stdout.take().unwrap());
    speech.read_line(&mut String::new()).unwrap();
    // What only takes note of the first one would end by itself at the second.
    for signal in [Signal::INT, Signal::TERM] {
        kill_process(Pid::from_child(&server), signal).unwrap();
    }
    let status = server.wait().unwrap();
    assert!(status.signal().is_some(), "{status}");
}

/// A client whose server is silent, and whose user goes on typing.
fn client_at_ctrl_c() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let mut command = deaf(&client(&listener.local_addr().unwrap().to_string(), &[]));
    let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
    let mut keyboard = child.stdin.take().unwrap();
    keyboard.write_all(b"PING\n").unwrap();
    let mut server = listener.accept().unwrap().0;
    server.read_exact(&mut [0; 6]).unwrap();
    kill_process(Pid::from_child(&child), Signal::INT).unwrap();
    let status = child.wait().unwrap();
    assert_eq!(status.signal(), Some(Signal::INT.as_raw()), "{status}");
}

/// A program that is started by one that has SIGINT and SIGTERM blocked and ignored.
fn deaf(program: &Command) -> Command {
    let mut start = Command::new("env");
    start.args(["--ignore-signal=TERM,INT", "--block-signal=TERM,INT"]);
    start.arg(program.get_program()).args(program.get_args());
    start.envs(program.get_envs().filter_map(|(name, value)| Some((name, value?))));
    start
}

/// Input that ends, and a server that takes the request and never answers.
fn silent(typed: &[u8]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let mut child = client(&listener.local_addr().unwrap().to_string(), &[]).spawn().unwrap();
    let mut server = listener.accept().unwrap().0;
    child.stdin.take().unwrap().write_all(typed).unwrap();
    // It has heard the request, and keeps the connection until the client ends it.
    let heard = thread::spawn(move || ends(&mut server));
    let said = report(&child.wait_with_output().unwrap());
    assert_eq!(heard.join().unwrap(), b"PING\r\n");
    said
}

fn ends(server: &mut TcpStream) -> Vec<u8> {
    let mut heard = Vec::new();
    server.read_to_end(&mut heard).unwrap();
    heard
}

/// The program that reads its output has ended; somebody still types.
fn nobody_listens(arguments: &'static [&'static str]) -> String {
    let server = Serving::start();
    let (reader, writer) = pipe().unwrap();
    drop(reader);
    let mut child = client(&server.address, arguments).stdout(writer).spawn().unwrap();
    let keyboard = child.stdin.take();
    if let Some(mut keyboard) = keyboard.as_ref() {
        // It may have ended by now.
        _ = keyboard.write_all(b"PING\n");
    }
    let said = ended(child);
    drop(keyboard);
    said
}

fn ended(child: Child) -> String {
    report(&child.wait_with_output().unwrap())
}

fn client(address: &str, arguments: &[&str]) -> Command {
    let mut command = program("chapter-1");
    command.arg("client").arg(address).args(arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}
