//! What can't be watched: each is said in one sentence, with the way out.

use std::{fs, os::unix::process::CommandExt, process::Command};

use crate::watched::{Server, Watch};

/// What is said to these arguments.
fn complaint(arguments: &[&str], code: i32) -> String {
    let (status, _, complaint) = Watch::new(arguments).end();
    assert_eq!(status.code(), Some(code), "{complaint}");
    assert_eq!(complaint.lines().count(), 1, "{complaint}");
    complaint
}

#[test]
fn a_process_that_is_not_there() {
    // No process has the highest number that there can be, and one more.
    let most = fs::read_to_string("/proc/sys/kernel/pid_max").unwrap();
    let sentence = complaint(&["--pid", most.trim()], 1);
    assert!(sentence.starts_with("There is no process"), "{sentence}");
}

#[test]
fn a_thread_is_no_process() {
    let server = Server::of("threads");
    server.assert_unharmed();
    let folder = format!("/proc/{}/task", server.number());
    let tasks = fs::read_dir(folder).unwrap().map(|task| task.unwrap().file_name());
    let mut others = tasks.map(|name| name.into_string().unwrap());
    let thread = others.find(|name| *name != server.number()).expect("it has several");
    let sentence = complaint(&["--pid", &thread], 1);
    let expected = format!("{thread} is a thread of process {}: watch that.\n", server.number());
    assert_eq!(sentence, expected);
}

#[test]
fn a_process_that_is_watched_already() {
    let server = Server::of("epoll");
    let mut first = Watch::new(&["--pid", &server.number()]);
    first.line(&["clients", "server"]);
    let sentence = complaint(&["--pid", &server.number()], 1);
    let by = format!("is traced already, by waits ({})", first.number());
    assert!(sentence.contains(&by), "{sentence}");
    first.signal("INT");
    first.end();
}

/// Nobody is `nobody`, and process 1 is root's.
const NOBODY: u32 = 65_534;

#[test]
fn a_process_of_another_user() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_waits"));
    command.args(["watch", "--pid", "1"]);
    // It takes root to become somebody else.
    if fs::read_to_string("/proc/self/status").unwrap().contains("Uid:\t0\t") {
        command.uid(NOBODY);
    }
    let output = command.output().unwrap();
    let sentence = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{sentence}");
    assert!(sentence.contains("belongs to another user"), "{sentence}");
}

#[test]
fn a_thread_of_the_kernel() {
    // kthreadd(8) is there but in containers, which have a number 2 of their own.
    let is_kernel = fs::read_to_string("/proc/2/comm").is_ok_and(|name| name == "kthreadd\n");
    if is_kernel {
        let sentence = complaint(&["--pid", "2"], 1);
        assert!(sentence.contains("is a thread of the kernel"), "{sentence}");
    }
}

#[test]
fn a_wrong_command_line() {
    for (arguments, words) in [
        (&[][..], "which server?"),
        (&["--pid", "x"], "'x' is no number of a process"),
        (&["--pid", "1", "--", "epoll"], "choose one"),
        (&["--", ""], "'' is no command"),
        (&["--script", "ping", "--", "epoll"], "invalid option '--script'"),
    ] {
        let sentence = complaint(arguments, 2);
        assert!(sentence.contains(words), "{sentence}");
        assert!(sentence.ends_with("; see waits --help\n"), "{sentence}");
    }
}
