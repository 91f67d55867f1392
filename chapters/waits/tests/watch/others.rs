//! Servers that are not ours: small ones in Python and C, and redis-server under load.

use std::{env, fs, process::Command};

use crate::{
    is_there,
    python::{AT_ONCE, PYTHON, has_python},
    watched::{Client, Server, Watch},
};

/// A server of the tests in Python, of this kind.
fn python(kind: &str) -> [&str; 5] {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/kinds.py");
    [&PYTHON, AT_ONCE[0], AT_ONCE[1], file, kind]
}

/// Starts it to be watched, with these options.
fn watch(options: &[&str], kind: &str) -> Watch {
    Watch::new(&[options, &["--"], &python(kind), &["{address}"]].concat())
}

/// Watches a server in Python that is started for it; what was shown.
fn shows(kind: &str) -> Option<String> {
    if !has_python(kind) {
        return None;
    }
    let mut watch = watch(&[], kind);
    let address = watch.address();
    watch.line(&["… waits"]);
    assert_eq!(Client::new(address).asks("PING\r\n", 7), "+PONG\r\n");
    watch.line(&["alice \"PING\\r\\n\" ──", "(alice) = 6"]);
    watch.line(&["alice \"+PONG\\r\\n\" ◀", "(alice) = 7"]);
    watch.signal("INT");
    let (status, text, _) = watch.end();
    assert!(status.success(), "{status}:\n{text}");
    Some(text)
}

/// What is shown of it has this.
#[track_caller]
fn tells(kind: &str, what: &str) {
    if let Some(text) = shows(kind) {
        assert!(text.contains(what), "{text}");
    }
}

#[test]
fn python_with_a_thread_for_each_client() {
    tells("threads", "= thread 1");
}

#[test]
fn a_wait_that_follows_rounds_for_nothing_is_told() {
    if !has_python("a server") {
        return;
    }
    let mut watch = watch(&[], "rounds");
    let address = watch.address();
    watch.line(&["… and round again"]);
    // Nobody has come yet.
    watch.line(&["epoll_wait(epoll, timeout) … waits"]);
    assert_eq!(Client::new(address).asks("PING\r\n", 7), "+PONG\r\n");
    watch.line(&["alice \"+PONG\\r\\n\" ◀", "(alice) = 7"]);
    watch.signal("INT");
    watch.end();
}

#[test]
fn a_server_that_nobody_calls_is_told_of_once_its_other_thread_computes_no_more() {
    tells("beside computing", "(The server sets up:");
}

#[test]
fn a_server_that_nobody_calls_is_told_of_though_its_other_thread_naps() {
    tells("beside naps", "(The server sets up:");
}

#[test]
fn an_interpreter_has_functions_and_no_lines() {
    if !has_python("a server") {
        return;
    }
    let mut watch = watch(&["--lines"], "threads");
    let address = watch.address();
    watch.line(&["… waits"]);
    assert_eq!(Client::new(address).asks("PING\r\n", 7), "+PONG\r\n");
    watch.line(&["(No lines"]);
    watch.signal("INT");
    let (_, text, _) = watch.end();
    assert_eq!(text.matches("(No lines").count(), 1, "{text}");
}

#[test]
fn python_with_a_process_for_each_client() {
    tells("fork", "= child 1");
}

#[test]
fn python_with_an_event_loop() {
    tells("asyncio", "epoll_wait(epoll");
}

#[test]
fn processes_that_were_made_before_are_watched_as_well() {
    if !has_python("a server") {
        return;
    }
    let server = Server::command(&python("fork"));
    let mut earlier = Client::new(server.address);
    assert_eq!(earlier.asks("PING\r\n", 7), "+PONG\r\n");
    let mut watch = Watch::new(&["--pid", &server.number()]);
    watch.line(&["clients", "server"]);
    assert_eq!(earlier.asks("PING\r\n", 7), "+PONG\r\n");
    watch.line(&["child", "recvfrom(earlier-", "= 6"]);
    watch.signal("INT");
    assert!(watch.end().0.success());
    assert_eq!(earlier.asks("PING\r\n", 7), "+PONG\r\n", "its process serves it");
    server.assert_unharmed();
}

#[test]
fn a_program_in_c_and_its_lines() {
    if !is_there("cc", "--version") {
        return;
    }
    let program = env::temp_dir().join(format!("waits-watch-{}", std::process::id()));
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/server.c");
    let built = Command::new("cc").args(["-g", "-o"]).arg(&program).arg(source).status().unwrap();
    assert!(built.success());
    let mut watch = Watch::new(&["--lines", "--", program.to_str().unwrap(), "{port}"]);
    let address = watch.address();
    watch.line(&["accept(listener) … waits"]);
    assert_eq!(Client::new(address).asks("PING\r\n", 7), "+PONG\r\n");
    let row = watch.line(&["alice \"PING\\r\\n\" ──", "(alice) = 6"]);
    assert!(row.contains("server.c:"), "{row}");
    watch.signal("INT");
    let (status, text, _) = watch.end();
    assert!(status.success() && text.ends_with("The server is killed by SIGINT."), "{text}");
    fs::remove_file(program).unwrap();
}

#[test]
fn a_server_under_load_goes_on_serving() {
    if !is_there("redis-server", "--version") || !is_there("redis-benchmark", "--version") {
        return;
    }
    let mut watch = Watch::new(&["--", "redis-server", "--port", "{port}", "--save", ""]);
    let port = watch.address().port().to_string();
    watch.complaint("Ready to accept connections");
    let mut load = Command::new("redis-benchmark");
    load.args(["-p", &port, "-n", "1000", "-t", "ping", "-q"]);
    let load = std::thread::spawn(move || load.output().unwrap());
    // The rows are read while it runs, as on a terminal.
    watch.line(&["client-50"]);
    while !load.is_finished() {
        watch.line(&[""]);
    }
    let output = load.join().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && text.contains("requests per second"), "{text}");
    watch.signal("INT");
    assert!(watch.end().0.success());
}
