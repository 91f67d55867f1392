//! The client of the chapters ends, whichever end comes first: that of its input, of its output, or
//! of the server's patience with it.

use std::{
    io::{Read, Write, pipe},
    net::{TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    thread,
};

use libtest_mimic::Trial;

use crate::{
    commands::{Serving, says},
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
    trials
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
