//! `waits time`: what it says, and that it leaves nothing when it is stopped.
#![expect(clippy::print_stderr, reason = "a test says what it skips")]
#![expect(clippy::unwrap_used, reason = "a test")]

use std::{
    fs,
    process::{Child, Command, Output, Stdio},
    thread,
    time::Duration,
};

use guide::tracefs::{Stopwatch, Unavailable};
use insta::assert_snapshot;
use rustix::process::{Pid, Signal, kill_process};

/// The program, which does not ask cargo for another build.
fn time(words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_waits"));
    command.arg("time").args(words).env_remove("CARGO").stdin(Stdio::null());
    command
}

/// Whether times can be taken here; if not, says why, once for each test.
fn can_be_taken() -> bool {
    let taken = Stopwatch::new().map(drop);
    if let Err(why) = &taken {
        skip(why);
    }
    taken.is_ok()
}

fn skip(why: &Unavailable) {
    eprintln!("skipped: tracepoints ({why})");
    assert!(std::env::var_os("WFB_REQUIRE_TOOLS").is_none(), "{why}");
}

#[test]
fn a_wrong_command_line_is_answered_in_a_sentence() {
    let complaint = |words: &[&str]| {
        let Output { status, stderr, .. } = time(words).output().unwrap();
        format!("{}: {}", status.code().unwrap(), String::from_utf8_lossy(&stderr))
    };
    assert_snapshot!(complaint(&["--requests", "3"]), @"2: 20 requests are the fewest that tell anything; see waits time --help");
    assert_snapshot!(complaint(&["--only", "kqueue"]), @"2: there is no server 'kqueue': they are blocking, threads, processes, nonblocking, select, poll, epoll, sigio, uring, callbacks, executor, cores; see waits time --help");
    assert_snapshot!(complaint(&["epoll"]), @r#"2: unexpected argument "epoll"; see waits time --help"#);
}

#[test]
fn a_model_has_its_parts_and_what_a_page_quotes() {
    if !can_be_taken() {
        return;
    }
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("time");
    let words = ["--only", "epoll", "--requests", "20", "--folder", folder.to_str().unwrap()];
    let output = time(&words).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let times = fs::read_to_string(folder.join("times.csv")).unwrap();
    let quotes = fs::read_to_string(folder.join("quotes.txt")).unwrap();
    for part in ["waking", "running", "asking", "copying", "rest", "whole", "round-trip"] {
        for size in ["6", "1m"] {
            assert!(times.contains(&format!("epoll,{size},1,{part},")), "{part}: {times}");
            assert!(quotes.contains(&format!("ANCHOR: epoll_{size}_{part}\n")), "{part}");
        }
    }
    assert!(fs::read_to_string(folder.join("environment.txt")).unwrap().contains("\nkernel: "));
}

#[test]
fn nothing_is_left_when_it_is_interrupted() {
    if !can_be_taken() {
        return;
    }
    for signal in [Signal::INT, Signal::TERM] {
        let mut program = time(&["--requests", "100000"]).spawn().unwrap();
        let servers = servers_of(&program);
        kill_process(Pid::from_child(&program), signal).unwrap();
        assert_eq!(program.wait().unwrap().code(), Some(130));
        assert!(!servers.iter().any(|server| lives(*server)), "a server lives on");
        assert_eq!(instances(program.id()), Vec::<String>::new());
    }
}

/// Its children at this moment.
fn servers_of(program: &Child) -> Vec<i32> {
    let path = format!("/proc/{0}/task/{0}/children", program.id());
    for _ in 0..3_000 {
        let children = fs::read_to_string(&path).unwrap_or_default();
        let servers = children.split_whitespace().map(|child| child.parse().unwrap());
        let servers: Vec<i32> = servers.collect();
        if !servers.is_empty() && !instances(program.id()).is_empty() {
            return servers;
        }
        thread::sleep(Duration::from_millis(10));
    }
    panic!("no server within half a minute");
}

/// The parts of tracefs that a process has made.
fn instances(process: u32) -> Vec<String> {
    let mounts = fs::read_to_string("/proc/mounts").unwrap();
    let mount = mounts.lines().find(|line| line.contains(" tracefs ")).unwrap();
    let folder = format!("{}/instances", mount.split(' ').nth(1).unwrap());
    let names = fs::read_dir(folder).unwrap().flatten();
    let names = names.map(|entry| entry.file_name().to_string_lossy().into_owned());
    names.filter(|name| name.starts_with(&format!("waits-{process}-"))).collect()
}

/// A process that has ended, and that nobody has waited for, does not live.
fn lives(process: i32) -> bool {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    stat.rsplit_once(") ").is_some_and(|(_, rest)| !rest.starts_with(['Z', 'X']))
}
