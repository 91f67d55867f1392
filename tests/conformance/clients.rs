//! Clients that others have written, and that many people use.

use std::{
    io::Write,
    process::{Command, Output, Stdio},
    thread,
};

use io_models::Model;

use crate::{case::Case, need::Need, server::Server, tools};

pub(crate) const CASES: &[Case] = &[
    Case::new("redis_cli", redis_cli).needs(&[Need::Tool("redis-cli")]),
    Case::new("redis_cli_pipe", redis_cli_pipe).needs(&[Need::Tool("redis-cli")]),
    Case::new("redis_benchmark", redis_benchmark)
        .needs(&[Need::Tool("redis-benchmark"), Need::Quiet]),
    Case::new("redis_benchmark_pipelined", redis_benchmark_pipelined)
        .needs(&[Need::Tool("redis-benchmark"), Need::Quiet]),
    Case::new("redis_cli_versions", redis_cli_versions).needs(&[Need::Tool("redis-cli")]),
    Case::new("redis_py", redis_py).needs(&[Need::PythonModule("redis")]),
    Case::new("node_redis", node_redis).needs(&[Need::NodeModule("redis")]),
    Case::new("ioredis", ioredis).needs(&[Need::NodeModule("ioredis")]),
];

fn redis_cli(model: &'static Model) {
    let server = Server::start(model);
    for (words, answer) in [
        (&["PING"][..], "PONG\n"),
        (&["SET", "key", "a value with blanks"], "OK\n"),
        (&["ECHO", "a value with blanks"], "a value with blanks\n"),
        (&["GET", "none"], "\n"),
        (&["NOSUCH"], "ERR unknown command 'NOSUCH'\n\n"),
    ] {
        assert_eq!(said(program("redis-cli", &server).args(words), ""), answer, "to {words:?}");
    }
    let typed = "SET key value\nGET key\nDEL key other\n";
    assert_eq!(said(&mut program("redis-cli", &server), typed), "OK\nvalue\n1\n");
    server.stop();
}

fn redis_cli_pipe(model: &'static Model) {
    let server = Server::start(model);
    let typed: String = (0..10_000).map(|i| format!("SET key{i} value{i}\r\n")).collect();
    let answer = said(program("redis-cli", &server).arg("--pipe"), &typed);
    assert!(answer.contains("errors: 0, replies: 10000"), "{answer}");
    if model.one_store {
        server.connect().ask(b"GET key9999\r\n", b"$9\r\nvalue9999\r\n");
    }
    server.stop();
}

fn redis_benchmark(model: &'static Model) {
    benchmark(model, "1", "5000");
}

fn redis_benchmark_pipelined(model: &'static Model) {
    benchmark(model, "64", "50000");
}

fn benchmark(model: &'static Model, pipeline: &str, requests: &str) {
    let server = Server::start(model);
    let clients = if model.one_at_a_time() { "1" } else { "50" };
    let mut command = program("redis-benchmark", &server);
    command.args(["-t", "ping_inline,ping_mbulk,set,get", "--csv"]);
    command.args(["-n", requests, "-c", clients, "-P", pipeline, "-r", "1000"]);
    let answer = said(&mut command, "");
    for test in ["PING_INLINE", "PING_MBULK", "SET", "GET"] {
        assert!(answer.contains(&format!("\"{test}\"")), "{test} is missing: {answer}");
    }
    server.stop();
}

/// What it asks before a conversation, and what it shows of each type.
fn redis_cli_versions(model: &'static Model) {
    let server = Server::start(model);
    for version in ["-2", "-3"] {
        let typed =
            "GET none\nCLIENT GETNAME\nCOMMAND COUNT\nINFO persistence\nCONFIG GET save\nPING\n";
        let said = said(program("redis-cli", &server).arg(version), typed);
        assert!(said.starts_with("\n\n15\n# Persistence"), "{version}: {said}");
        assert!(said.contains("loading:0") && said.ends_with("PONG\n"), "{version}: {said}");
    }
    server.stop();
}

fn redis_py(model: &'static Model) {
    let python = tools::python("redis").expect("the case needs it");
    talks(model, Command::new(python), "redis_py.py");
}

fn node_redis(model: &'static Model) {
    talks(model, Command::new("node"), "node_redis.js");
}

fn ioredis(model: &'static Model) {
    talks(model, Command::new("node"), "ioredis.js");
}

/// A program of `tests/clients`: it talks in each version of the protocol.
fn talks(model: &'static Model, mut interpreter: Command, name: &str) {
    let server = Server::start(model);
    interpreter.arg(tools::clients().join(name)).arg(server.address.port().to_string());
    assert_eq!(said(&mut interpreter, ""), "done\n");
    server.stop();
}

fn program(name: &str, server: &Server) -> Command {
    let mut command = Command::new(name);
    command.args(["-h", "127.0.0.1", "-p", &server.address.port().to_string()]);
    command
}

/// What a program answers to what is typed; it must end well and complain of nothing.
#[track_caller]
fn said(command: &mut Command, typed: &str) -> String {
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = piped.spawn().expect("the case needs it");
    let mut stdin = child.stdin.take().expect("it is piped");
    let output = thread::scope(|scope| {
        // It may have read enough before the end.
        scope.spawn(move || _ = stdin.write_all(typed.as_bytes()));
        child.wait_with_output().expect("it ends")
    });
    let Output { status, stdout, stderr } = output;
    let complaint = String::from_utf8_lossy(&stderr);
    assert!(status.success() && complaint.is_empty(), "{status}: {complaint}");
    String::from_utf8_lossy(&stdout).into_owned()
}
