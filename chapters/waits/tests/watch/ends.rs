//! How watching ends: with the server, at a signal, or when nobody reads any more.

use std::process::Command;

use crate::{
    is_there,
    watched::{Client, Server, Watch, signal},
};

#[test]
fn a_server_that_exits_is_reported() {
    let (status, text, _) = Watch::new(&["--", "sh", "-c", "exit 3"]).end();
    assert!(status.success(), "{status}");
    assert!(text.ends_with("The server exits with status 3."), "{text}");
}

/// What it has waited for in the meantime stands before.
#[test]
fn that_a_server_exits_is_its_last_row() {
    let computes = "(i=0; while [ $i -lt 200000 ]; do i=$((i + 1)); done); exit 3";
    let (status, text, _) = Watch::new(&["--", "sh", "-c", computes]).end();
    assert!(status.success(), "{status}");
    let mut rows = text.lines().rev().filter(|row| row.contains("server  "));
    let last = rows.next().expect("it has made a process");
    assert!(last.ends_with("exits with status 3"), "{text}");
}

#[test]
fn a_server_that_is_killed_is_reported() {
    let mut server = Server::of("epoll");
    let mut watch = Watch::new(&["--pid", &server.number()]);
    watch.line(&["epoll_wait(epoll", "… waits"]);
    server.child.kill().unwrap();
    let (status, text, _) = watch.end();
    assert!(status.success(), "{status}");
    assert!(text.ends_with("The server is killed by SIGKILL."), "{text}");
}

#[test]
fn a_program_that_is_not_there_is_no_success() {
    let (status, _, complaint) = Watch::new(&["--", "/no/such/program"]).end();
    assert_eq!(status.code(), Some(1));
    assert!(complaint.contains("/no/such/program can't be run: No such file"), "{complaint}");
}

#[test]
fn a_command_is_ended_as_by_ctrl_c() {
    if !is_there("redis-server", "--version") {
        return;
    }
    let line = ["--", "redis-server", "--port", "{port}", "--save", ""];
    let mut watch = Watch::new(&line);
    let address = watch.address();
    watch.complaint("Ready to accept connections");
    assert_eq!(Client::new(address).asks("PING\r\n", 7), "+PONG\r\n");
    watch.line(&["alice \"+PONG\\r\\n\" ◀"]);
    watch.signal("INT");
    let (status, text, complaint) = watch.end();
    assert!(status.success(), "{status}:\n{text}");
    assert!(complaint.contains("Received SIGINT"), "{complaint}");
    assert!(text.ends_with("The server exits."), "{text}");
}

#[test]
fn a_command_that_wants_no_end_is_killed_by_the_second_signal() {
    let script = "trap '' INT; echo ready >&2; while :; do read line < /dev/zero; done";
    let mut watch = Watch::new(&["--", "bash", "-c", script]);
    watch.line(&["clients", "server"]);
    watch.complaint("ready");
    watch.signal("INT");
    watch.complaint("The server is told to end; a second Ctrl-C kills it.");
    watch.signal("INT");
    let (status, text, _) = watch.end();
    assert!(status.success(), "{status}");
    assert!(text.contains("The server is killed by"), "{text}");
}

#[test]
fn a_reader_that_goes_ends_it_and_not_the_server() {
    let server = Server::of("epoll");
    let mut watch = Watch::new(&["--pid", &server.number()]);
    watch.line(&["epoll_wait(epoll", "… waits"]);
    watch.close();
    server.assert_unharmed();
}

#[test]
fn a_reader_that_goes_ends_a_command() {
    let mut watch = Watch::new(&["--", "epoll"]);
    let address = watch.address();
    watch.line(&["clients", "server"]);
    watch.close();
    assert!(std::net::TcpStream::connect(address).is_err(), "nobody serves any more");
}

#[test]
fn a_command_does_not_outlive_a_watcher_that_is_killed() {
    let mut watch = Watch::new(&["--", "epoll"]);
    let address = watch.address();
    watch.line(&["clients", "server"]);
    let own = Command::new("pgrep").args(["-P", &watch.number().to_string()]).output().unwrap();
    let child: u32 = String::from_utf8(own.stdout).unwrap().trim().parse().unwrap();
    watch.signal("KILL");
    watch.end();
    while std::path::Path::new(&format!("/proc/{child}")).exists() {}
    assert!(std::net::TcpStream::connect(address).is_err(), "nobody serves any more");
    signal(child, "0");
}
