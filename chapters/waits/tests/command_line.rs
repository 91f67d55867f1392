//! The program `waits`: what it says to a wrong command line, and to a server that fails.

use std::process::{Command, Output, Stdio};

use insta::assert_snapshot;

fn waits(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_waits"))
        .args(arguments)
        .output()
        .expect("the program was built")
}

fn complaint(arguments: &[&str], code: i32) -> String {
    let output = waits(arguments);
    assert_eq!(output.status.code(), Some(code), "{output:?}");
    String::from_utf8(output.stderr).expect("complaints are text")
}

#[test]
fn a_wrong_command_line_is_answered_in_a_sentence() {
    assert_snapshot!(complaint(&[], 2), @"which server? Write `waits trace -- COMMAND`; see waits --help");
    assert_snapshot!(complaint(&["trace", "--script", "x", "--", "epoll"], 2), @"there is no script 'x'; see waits --help");
    assert_snapshot!(complaint(&["trance", "--", "epoll"], 2), @"'trance' is no verb: they are `trace` and `torture`; see waits --help");
    assert_snapshot!(complaint(&["--foo"], 2), @"invalid option '--foo'; see waits --help");
}

#[test]
fn a_server_that_ends_is_reported() {
    assert_snapshot!(complaint(&["trace", "--", "false"], 1), @"The server exits with status 1 in the middle of the scene.");
}

#[test]
fn a_program_that_is_not_there_is_reported() {
    let complaint = complaint(&["trace", "--", "/no/such/program"], 1);
    assert!(complaint.ends_with("The server exits with status 1 in the middle of the scene.\n"));
}

#[test]
fn a_model_stands_torture() {
    let output = waits(&["torture", "--script", "together", "--", "epoll"]);
    assert!(output.status.success(), "{output:?}");
}

#[test]
fn a_server_does_not_outlive_a_director_that_was_killed_at_once() {
    let mut server = Command::new(env!("CARGO_BIN_EXE_waits"));
    server.env("PLAY_SERVER", "epoll").env("PLAY_DIRECTOR", "of another time");
    let status = server.stdin(Stdio::null()).status().expect("the program was built");
    assert_eq!(status.code(), Some(1), "it waits for a tracer");
}
