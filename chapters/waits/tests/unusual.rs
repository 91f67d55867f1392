//! Servers that do what the kernel allows and few servers do: `waits` shows them truly.

use std::process::{Command, Output};

use insta::assert_snapshot;

use crate::{
    forbidden::{PIDFD_GETFD, waits_where},
    python::{AT_ONCE, PYTHON, has_python},
};

mod forbidden;
mod python;

/// Plays a scene against the server that does it in this way; `None` where there is no Python.
fn trace(verb: &[&str], way: &str) -> Option<Output> {
    let server = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/server.py");
    has_python(way).then(|| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_waits"));
        command.args(verb).args(["--", PYTHON.as_str()]).args(AT_ONCE).args([server, way]);
        command.output().expect("the program was built")
    })
}

/// The rows in which bytes move.
fn moves(way: &str) -> Option<String> {
    let output = trace(&["trace"], way)?;
    let text = String::from_utf8(output.stdout).expect("a transcript is text");
    let rows = text.lines().filter(|row| row.contains("PING") || row.contains("PONG"));
    Some(rows.collect::<Vec<_>>().join("\n"))
}

#[test]
fn bytes_in_messages() {
    let Some(rows) = moves("messages") else { return };
    assert_snapshot!(rows, @r#"
      4  "PING\r\n" ─────▶ recvmsg(alice) = 6
      5  "+PONG\r\n" ◀──── sendmsg(alice) = 7
    "#);
}

#[test]
fn bytes_in_several_pieces() {
    let Some(rows) = moves("vectors") else { return };
    assert_snapshot!(rows, @r#"
      4  "PING\r\n" ─────▶ readv(alice) = 6
      5  "+PONG\r\n" ◀──── writev(alice) = 7
    "#);
}

#[test]
fn bytes_that_the_kernel_moves_from_a_file() {
    let Some(rows) = moves("sendfile") else { return };
    assert_snapshot!(rows, @r#"
      4  "PING\r\n" ─────▶ recvfrom(alice) = 6
      5  "+PONG\r\n" ◀──── sendfile(alice, a file) = 7
    "#);
}

#[test]
fn bytes_that_the_kernel_moves_from_a_pipe() {
    let Some(rows) = moves("splice") else { return };
    assert_snapshot!(rows, @r#"
      4  "PING\r\n" ─────▶ recvfrom(alice) = 6
      6  "+PONG\r\n" ◀──── splice(pipe 1, alice) = 7
    "#);
}

/// What a server writes to its standard output is not told, unless a client is there.
#[test]
fn bytes_that_go_to_standard_output() {
    let Some(rows) = moves("inetd") else { return };
    assert_snapshot!(rows, @r#"
      4  "PING\r\n" ─────▶ read(alice) = 6
      5  "+PONG\r\n" ◀──── write(alice) = 7
    "#);
}

#[test]
fn a_thread_that_becomes_another_program() {
    let Some(rows) = moves("exec") else { return };
    assert_snapshot!(rows, @r#"
      4  "PING\r\n" ─────▶ recvfrom(alice) = 6
      5  "+PONG\r\n" ◀──── sendto(alice) = 7
    "#);
}

/// Chapter 7 sends its readers to these names.
#[test]
fn the_end_of_a_peer_that_epoll_tells_has_a_name() {
    let Some(output) = trace(&["trace"], "rdhup") else { return };
    let text = String::from_utf8(output.stdout).expect("a transcript is text");
    let rows = text.lines().filter(|row| row.contains("epoll_") && row.contains("alice"));
    assert_snapshot!(rows.collect::<Vec<_>>().join("\n"), @r#"
      5                    epoll_ctl(add alice readable+edge+rdhup) = 0
      7  "PING\r\n" ─────▶ epoll_wait(epoll) = alice readable
     11  close ──────────▶ epoll_wait(epoll) = alice readable+rdhup
    "#);
}

/// A thread that keeps the time naps all the while, and one that waits for clients looks up now and
/// then: how often, is the clock's affair, and no part of the scene.
#[test]
fn naps_and_waits_in_vain_are_not_told() {
    let Some(output) = trace(&["trace"], "background") else { return };
    let text = String::from_utf8(output.stdout).expect("a transcript is text");
    assert_snapshot!(text, @r#"
    Alice asks and gets an answer.
         alice             server
      1                    worker  epoll_wait(epoll, timeout) … waits
      2  connect ────────▶ worker  epoll_wait(epoll, timeout) = listener readable
      3                    worker  accept4(listener) = alice
      4                    worker  epoll_ctl(add alice readable) = 0
      5                    worker  epoll_wait(epoll, timeout) … waits
      6  "PING\r\n" ─────▶ worker  epoll_wait(epoll, timeout) = alice readable
      7                    worker  recvfrom(alice) = 6
      8  "+PONG\r\n" ◀──── worker  sendto(alice) = 7
      9                    worker  epoll_wait(epoll, timeout) … waits
     10  close ──────────▶ worker  epoll_wait(epoll, timeout) = alice readable
     11                    worker  recvfrom(alice) = 0
     12                    worker  close(alice) = 0
     13                    worker  epoll_wait(epoll, timeout) … waits
    "#);
}

/// A container forbids the call by which descriptors are named, or the kernel lacks it: then the
/// kernel's tables name them, and every row is the same.
#[test]
fn descriptors_have_their_names_without_pidfd_getfd() {
    let Some(all) = with("ENOENT", NO_CALL) else { return };
    assert!(all.contains("recvfrom(alice)"), "{all}");
    for error in ["EPERM", "ENOSYS"] {
        assert_eq!(with(error, PIDFD_GETFD).as_ref(), Some(&all), "{error}");
    }
}

/// No call has this number.
const NO_CALL: &str = "9999";

#[test]
fn nobody_has_mounted_proc() {
    let Some(said) = with("ENOENT", READLINK) else { return };
    assert_snapshot!(said, @"The scene could not go on: there is no /proc (mount it: `mount -t proc proc /proc`).");
}

/// readlink(2), or readlinkat(2) where there is no other.
const READLINK: &str = if cfg!(target_arch = "x86_64") { "89" } else { "78" };

/// What is told of a scene where this call fails so; `None` where there is no Python.
fn with(error: &str, call: &str) -> Option<String> {
    has_python("seccomp").then(|| {
        let mut command = waits_where(call, error);
        let output = command.args(["trace", "--", "epoll"]).output();
        let output = output.expect("it was there a moment ago");
        let said = [output.stdout, output.stderr].concat();
        String::from_utf8(said).expect("a transcript is text")
    })
}

#[test]
fn a_server_that_stops_itself() {
    let Some(output) = trace(&["trace"], "stopped") else { return };
    let complaint = String::from_utf8(output.stderr).expect("a complaint is text");
    assert_snapshot!(complaint, @"The server is stopped by SIGSTOP in the middle of the scene.");
}

/// Whether a client misses what a write did not take.
fn forgets_the_rest(way: &str) {
    let Some(output) = trace(&["trace", "--fault", "short-sends"], way) else { return };
    let complaint = String::from_utf8(output.stderr).expect("a complaint is text");
    let sentence = "alice should have heard \"+PONG\\r\\n\", but heard \"+\".\n";
    assert_eq!(complaint, sentence, "{way} ignores what was not taken");
}

#[test]
fn a_short_send_is_caught() {
    forgets_the_rest("careless");
}

#[test]
fn a_short_sendmsg_is_caught() {
    forgets_the_rest("messages");
}

#[test]
fn a_short_writev_is_caught() {
    forgets_the_rest("vectors");
}

#[test]
fn a_short_sendfile_is_caught() {
    forgets_the_rest("sendfile");
}

/// That another process came too late for the client is no habit of the one which accepts.
#[test]
fn who_comes_too_late_does_not_accept_until_eagain() {
    if !has_python("herd") {
        return;
    }
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/kinds.py");
    let mut command = Command::new(env!("CARGO_BIN_EXE_waits"));
    command.args(["fingerprint", "--", PYTHON.as_str()]).args(AT_ONCE).args([file, "herd"]);
    let output = command.output().expect("it was built");
    let said = String::from_utf8(output.stdout).expect("a report is text");
    assert!(said.starts_with("processes: each client has a process"), "{said}");
    assert!(!said.contains("It accepts until EAGAIN"), "{said}");
}

/// A server that sends once, and forgets what the kernel did not take.
const SENDS_ONCE: &str = "
import os, socket
host, port = os.environ['LISTEN_ADDRESS'].rsplit(':', 1)
listener = socket.create_server((host, int(port)))
client, _ = listener.accept()
while text := client.recv(4096):
    client.send(text)
";

#[test]
fn a_server_that_listens_elsewhere_is_told_where_to() {
    let Some(output) = trace(&["trace"], "elsewhere") else { return };
    let complaint = String::from_utf8(output.stderr).expect("a complaint is text");
    assert_snapshot!(complaint, @"The server does not listen where it is told to: at what stands for {port}, {host} or {address} in its arguments, or at LISTEN_ADDRESS in its environment.");
}

#[test]
fn torture_finds_a_server_that_sends_once() {
    if !has_python("torture") {
        return;
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_waits"));
    command.args(["torture", "--script", "echo", "--only", "short-sends", "--"]);
    command.arg(PYTHON.as_str()).args(AT_ONCE).args(["-c", SENDS_ONCE]);
    let output = command.output().expect("it was built");
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let said = String::from_utf8(output.stdout).expect("a report is text");
    assert_snapshot!(said, @r#"
    one byte a write: alice should have heard "hello\n", but heard "h".
    1 fault, 1 noticed by a client that should not have
    "#);
}

/// Torture begins with a scene that nothing disturbs: one that the server ends there is no finding.
#[test]
fn torture_tells_of_a_script_that_the_server_does_not_play() {
    if !has_python("torture") {
        return;
    }
    let (start, _) = SENDS_ONCE.split_once("while").expect("it is there");
    let server = format!("{start}client.close()\nlistener.accept()\n");
    let mut command = Command::new(env!("CARGO_BIN_EXE_waits"));
    command.args(["torture", "--script", "echo", "--only", "one-byte", "--"]);
    command.arg(PYTHON.as_str()).args(AT_ONCE).args(["-c", &server]);
    let output = command.output().expect("it was built");
    let complaint = String::from_utf8(output.stderr).expect("a complaint is text");
    assert_snapshot!(complaint, @r#"alice should have heard "hello\n", but got the end of the connection."#);
}
