//! `waits torture` and a server that is told of changes only: right by the rules of edges, it passes;
//! one that forgets the rest of a short write is found.

use std::process::{Command, Output};

use insta::assert_snapshot;

use crate::python::{AT_ONCE, PYTHON, has_python};

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

/// What is said of it when it does this with the rest of a short write.
fn tortured(way: &str, fault: &str) -> Option<Output> {
    has_python("torture").then(|| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_waits"));
        command.args(["torture", "--script", "echo", "--only", fault, "--"]);
        command.arg(PYTHON.as_str()).args(AT_ONCE).args(["-c", EDGES, way]);
        command.output().expect("it was built")
    })
}

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
