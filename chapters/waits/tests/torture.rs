//! `waits torture` and a server that is told of changes only: right by the rules of edges, it passes;
//! one that forgets the rest of a short write is found.

use std::process::{Command, Output};

use insta::assert_snapshot;

use crate::{
    forbidden::{PIDFD_GETFD, waits_where},
    python::{AT_ONCE, PYTHON, has_python},
};

mod forbidden;
mod python;

/// It takes a short write for a full socket and a short read for an empty one, as epoll(7) allows, and
/// then waits for an edge.
const EDGES: &str = "
import os, select, socket, sys

class Client:
    owed, has_bytes, has_room = b'', False, True

    def __init__(self, socket):
        self.socket = socket

    def goes_on(self):
        try:
            while self.owed and self.has_room or not self.owed and self.has_bytes:
                self.sends() if self.owed else self.receives()
        except BlockingIOError:
            self.has_bytes, self.has_room = False, not self.owed

    def sends(self):
        sent = self.socket.send(self.owed)
        self.has_room = sent == len(self.owed)
        self.owed = b'' if sys.argv[1] == 'forgets' else self.owed[sent:]

    def receives(self):
        text = self.socket.recv(4096)
        self.has_bytes = len(text) == 4096
        self.owed = text
        if not text:
            clients.pop(self.socket.fileno()).socket.close()

host, port = os.environ['LISTEN_ADDRESS'].rsplit(':', 1)
listener = socket.create_server((host, int(port)))
epoll, clients = select.epoll(), {}
epoll.register(listener, select.EPOLLIN)
while True:
    for number, events in epoll.poll():
        if number == listener.fileno():
            client, _ = listener.accept()
            client.setblocking(False)
            clients[client.fileno()] = Client(client)
            epoll.register(client, select.EPOLLIN | select.EPOLLOUT | select.EPOLLET)
        else:
            client = clients[number]
            client.has_bytes |= bool(events & select.EPOLLIN)
            client.has_room |= bool(events & select.EPOLLOUT)
            client.goes_on()
";

/// A server that does this with the rest of a short write, for a command of `waits`.
fn server(command: &mut Command, way: &str) -> Output {
    command.arg("--").arg(PYTHON.as_str()).args(AT_ONCE).args(["-c", EDGES, way]);
    command.output().expect("it was built")
}

/// What is said of it when it is tortured so.
fn tortured(way: &str, fault: &str) -> Option<Output> {
    has_python("torture").then(|| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_waits"));
        server(command.args(TORTURE).arg(fault), way)
    })
}

const TORTURE: [&str; 4] = ["torture", "--script", "echo", "--only"];

fn passes(fault: &str) {
    let Some(output) = tortured("keeps", fault) else { return };
    assert!(output.status.success(), "{output:?}");
    let said = String::from_utf8_lossy(&output.stdout);
    assert_eq!(said, "1 fault, 0 noticed by a client that should not have\n");
}

#[test]
fn short_writes_of_one_that_waits_for_an_edge_are_no_fault() {
    passes("short-sends");
}

#[test]
fn short_reads_of_one_that_waits_for_an_edge_are_no_fault() {
    passes("one-byte");
}

#[test]
fn one_that_forgets_the_rest_is_found() {
    let Some(output) = tortured("forgets", "short-sends") else { return };
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let said = String::from_utf8(output.stdout).expect("a report is text");
    assert_snapshot!(said, @r#"
    one byte a write: alice should have heard "hello\n", but heard "h".
    1 fault, 1 noticed by a client that should not have
    "#);
}

/// What this command says of one that waits for edges, where the call fails so by which it would be told
/// once more.
fn where_it_fails(with: &str, words: &[&str]) -> Option<Output> {
    has_python("seccomp").then(|| {
        let output = server(waits_where(PIDFD_GETFD, with).args(words), "keeps");
        assert!(output.status.success(), "{output:?}");
        output
    })
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).expect("what is said is text")
}

#[test]
fn what_is_left_whole_is_said_with_the_way_out() {
    let told = |with| where_it_fails(with, &[&TORTURE[..], &["short-sends"]].concat());
    let (Some(forbidden), Some(missing)) = (told("EPERM"), told("ENOSYS")) else { return };
    assert_snapshot!(text(forbidden.stdout), @"
    0 faults, 0 noticed by a client that should not have
    Reads and writes were left whole, not cut: the server waits for edges, and to tell it of the rest takes pidfd_getfd(2), which this system forbids (EPERM): be root, and start a container with `--cap-add SYS_PTRACE`.
    ");
    assert_snapshot!(text(missing.stdout), @"
    0 faults, 0 noticed by a client that should not have
    Reads and writes were left whole, not cut: the server waits for edges, and to tell it of the rest takes pidfd_getfd(2), which this system does not have (ENOSYS): use Linux 5.6 or later, and start a container with `--cap-add SYS_PTRACE`.
    ");
}

#[test]
fn a_scene_that_was_left_whole_says_so() {
    let words = ["trace", "--script", "echo", "--fault", "one-byte"];
    let Some(output) = where_it_fails("EPERM", &words) else { return };
    let said = text(output.stderr);
    assert!(said.starts_with("Reads and writes were left whole"), "{said}");
}

/// That short writes are finished, nobody has seen.
#[test]
fn a_fingerprint_claims_nothing_that_could_not_be_tried() {
    let Some(output) = where_it_fails("EPERM", &["fingerprint", "--script", "echo"]) else {
        return;
    };
    let said = text(output.stdout);
    assert!(!said.contains("short writes are finished"), "{said}");
    assert!(said.contains("Reads and writes were left whole"), "{said}");
}
