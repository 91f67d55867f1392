//! Clients that are programs: what they send is what the server gets, and their end is told.

use std::{
    env, fs, process,
    process::{Command, Output},
};

use insta::assert_snapshot;

/// Plays acts against the model `epoll`; nothing where there is no such program.
fn play(needs: &str, test: &str, acts: &str) -> Option<Output> {
    waits(&["trace"], needs, test, acts)
}

fn waits(verb: &[&str], needs: &str, test: &str, acts: &str) -> Option<Output> {
    let file = env::temp_dir().join(format!("programs-{}-{test}.script", process::id()));
    has(needs, test).then(|| {
        fs::write(&file, format!("title {test}\n{acts}")).expect("a file for a moment");
        let mut command = Command::new(env!("CARGO_BIN_EXE_waits"));
        command.args(verb).arg("--script").arg(&file).args(["--", "epoll"]);
        let output = command.output().expect("the program was built");
        fs::remove_file(file).expect("it was written");
        output
    })
}

#[expect(clippy::print_stdout, reason = "a test that is skipped says so")]
fn has(program: &str, test: &str) -> bool {
    let has_it = Command::new(program).arg("--version").output().is_ok();
    if !has_it {
        assert!(env::var_os("WFB_REQUIRE_TOOLS").is_none(), "{program} is not installed");
        println!("skipped: {test} ({program} is not installed)");
    }
    has_it
}

fn transcript(output: Output) -> String {
    let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{complaint}");
    String::from_utf8(output.stdout).expect("a transcript is text")
}

fn complaint(output: Output) -> String {
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    String::from_utf8(output.stderr).expect("a complaint is text")
}

#[test]
fn redis_cli_is_a_client() {
    let acts = "alice runs redis-cli -p {port} SET k \"two words\"\nalice prints \"OK\\n\"\n\
                bob runs redis-cli -p {port} GET k\nbob prints \"two words\\n\"\n";
    let Some(output) = play("redis-cli", "redis_cli_is_a_client", acts) else { return };
    assert_snapshot!(transcript(output), @r#"
    redis_cli_is_a_client
         alice                   bob                          server
    1-4  (The server sets up: epoll with shutdown, listener; listener non-blocking)
      5                                                       epoll_wait(epoll) … waits
      6  connect ───────────────────────────────────────────▶ epoll_wait(epoll) = listener readable
      7                                                       accept4(listener) = alice
      8                                                       epoll_ctl(add alice readable) = 0
      9                                                       epoll_wait(epoll) … waits
     10  "*3\r\n$3\r…" 35 bytes ────────────────────────────▶ epoll_wait(epoll) = alice readable
     11                                                       recvfrom(alice) = 35
     12  "+OK\r\n" ◀───────────────────────────────────────── sendto(alice) = 5
     13                                                       epoll_wait(epoll) … waits
     14  close ─────────────────────────────────────────────▶ epoll_wait(epoll) = alice readable
     15                                                       recvfrom(alice) = 0
     16                                                       close(alice) = 0
     17                                                       epoll_wait(epoll) … waits
     18                          connect ───────────────────▶ epoll_wait(epoll) = listener readable
     19                                                       accept4(listener) = bob
     20                                                       epoll_ctl(add bob readable) = 0
     21                                                       epoll_wait(epoll) … waits
     22                          "*2\r\n$3\r…" 20 bytes ────▶ epoll_wait(epoll) = bob readable
     23                                                       recvfrom(bob) = 20
     24                          "$9\r\ntwo words\r\n" ◀───── sendto(bob) = 15
     25                                                       epoll_wait(epoll) … waits
     26                          close ─────────────────────▶ epoll_wait(epoll) = bob readable
     27                                                       recvfrom(bob) = 0
     28                                                       close(bob) = 0
     29                                                       epoll_wait(epoll) … waits
    "#);
}

/// As any client may that the fault was for; the program fails for it.
#[test]
fn a_program_may_lose_its_connection_to_a_fault() {
    let test = "a_program_may_lose_its_connection_to_a_fault";
    let verb = ["torture", "--only", "ECONNRESET"];
    let acts = "alice runs redis-cli -p {port} PING\nalice prints \"PONG\\n\"\n";
    let Some(output) = waits(&verb, "redis-cli", test, acts) else { return };
    assert_snapshot!(transcript(output), @"3 faults, 0 noticed by a client that should not have");
}

#[test]
fn a_program_in_python_is_a_client() {
    let code = "import socket\n\
                s = socket.create_connection(('127.0.0.1', {port}))\n\
                s.sendall(b'PI')\n\
                s.sendall(b'NG\\r\\n')\n\
                print(s.recv(100))\n\
                s.shutdown(socket.SHUT_WR)\n\
                print(s.recv(100))\n";
    let acts = format!("alice runs python3 -c {code:?}\nalice prints \"b'+PONG\" and more\n");
    let Some(output) = play("python3", "a_program_in_python_is_a_client", &acts) else { return };
    assert_snapshot!(transcript(output), @r#"
    a_program_in_python_is_a_client
         alice             server
    1-4  (The server sets up: epoll with shutdown, listener; listener non-blocking)
      5                    epoll_wait(epoll) … waits
      6  connect ────────▶ epoll_wait(epoll) = listener readable
      7                    accept4(listener) = alice
      8                    epoll_ctl(add alice readable) = 0
      9                    epoll_wait(epoll) … waits
     10  "PING\r\n" ─────▶ epoll_wait(epoll) = alice readable
     11                    recvfrom(alice) = 6
     12  "+PONG\r\n" ◀──── sendto(alice) = 7
     13                    epoll_wait(epoll) … waits
     14  half-close ─────▶ epoll_wait(epoll) = alice readable
     15                    recvfrom(alice) = 0
     16  end ◀──────────── close(alice) = 0
     17                    epoll_wait(epoll) … waits
    "#);
}

#[test]
fn a_program_that_fails_is_told() {
    let test = "a_program_that_fails_is_told";
    let acts = "alice runs python3 -c \"import sys; sys.exit('no server for me')\"\n";
    let Some(output) = play("python3", test, acts) else { return };
    assert_snapshot!(complaint(output), @"The scene could not go on: alice's python3 has ended with exit status: 1, and says: no server for me.");
    let acts = "alice runs ./no-such-program {port}\n";
    let Some(output) = play("python3", test, acts) else { return };
    assert_snapshot!(complaint(output), @"The scene could not go on: ./no-such-program can't be run (No such file or directory (os error 2)).");
    let acts = "alice runs python3 -c \"print(1)\"\nalice prints \"2\\n\"\n";
    let Some(output) = play("python3", test, acts) else { return };
    assert_snapshot!(complaint(output), @r#"The scene could not go on: alice's program should have printed "2\n", but printed "1\n"."#);
}

/// One thread sleeps in its receive, and another one asks.
#[test]
fn a_program_with_threads_is_a_client() {
    let code = "import socket, threading\n\
                s = socket.create_connection(('127.0.0.1', {port}))\n\
                hears = threading.Thread(target=lambda: print(s.recv(100)))\n\
                asks = threading.Thread(target=lambda: s.sendall(b'PING\\r\\n'))\n\
                hears.start(), asks.start(), hears.join(), asks.join()\n";
    let acts = format!("alice runs python3 -c {code:?}\nalice prints \"b'+PONG\" and more\n");
    let Some(output) = play("python3", "a_program_with_threads_is_a_client", &acts) else { return };
    assert_snapshot!(transcript(output), @r#"
    a_program_with_threads_is_a_client
         alice             server
    1-4  (The server sets up: epoll with shutdown, listener; listener non-blocking)
      5                    epoll_wait(epoll) … waits
      6  connect ────────▶ epoll_wait(epoll) = listener readable
      7                    accept4(listener) = alice
      8                    epoll_ctl(add alice readable) = 0
      9                    epoll_wait(epoll) … waits
     10  "PING\r\n" ─────▶ epoll_wait(epoll) = alice readable
     11                    recvfrom(alice) = 6
     12  "+PONG\r\n" ◀──── sendto(alice) = 7
     13                    epoll_wait(epoll) … waits
     14  close ──────────▶ epoll_wait(epoll) = alice readable
     15                    recvfrom(alice) = 0
     16                    close(alice) = 0
     17                    epoll_wait(epoll) … waits
    "#);
}

/// The shell has no connection; its child has one, and the shell goes on without it.
#[test]
fn a_program_with_a_child_is_a_client() {
    let acts =
        "alice runs sh -c \"redis-cli -p {port} PING; echo bye\"\nalice prints \"PONG\\nbye\\n\"\n";
    let test = "a_program_with_a_child_is_a_client";
    let Some(output) = play("redis-cli", test, acts) else { return };
    assert_snapshot!(transcript(output), @r#"
    a_program_with_a_child_is_a_client
         alice                        server
    1-4  (The server sets up: epoll with shutdown, listener; listener non-blocking)
      5                               epoll_wait(epoll) … waits
      6  connect ───────────────────▶ epoll_wait(epoll) = listener readable
      7                               accept4(listener) = alice
      8                               epoll_ctl(add alice readable) = 0
      9                               epoll_wait(epoll) … waits
     10  "*1\r\n$4\r\nPING\r\n" ────▶ epoll_wait(epoll) = alice readable
     11                               recvfrom(alice) = 14
     12  "+PONG\r\n" ◀─────────────── sendto(alice) = 7
     13                               epoll_wait(epoll) … waits
     14  close ─────────────────────▶ epoll_wait(epoll) = alice readable
     15                               recvfrom(alice) = 0
     16                               close(alice) = 0
     17                               epoll_wait(epoll) … waits
    "#);
}

/// A client of a script has one connection: whoever needs a second one is a second client.
#[test]
fn a_second_connection_is_refused() {
    let test = "a_second_connection_is_refused";
    let acts = "alice runs sh -c \"redis-cli -p {port} PING; redis-cli -p {port} PING\"\n";
    let Some(output) = play("redis-cli", test, acts) else { return };
    assert_snapshot!(complaint(output), @"The scene could not go on: sh has connected once more: one connection is relayed.");
    let code = "import socket\n\
                call = lambda: socket.create_connection(('127.0.0.1', {port}))\n\
                both = call(), call()\n\
                both[1].recv(100)\n";
    let Some(output) = play("python3", test, &format!("alice runs python3 -c {code:?}\n")) else {
        return;
    };
    assert_snapshot!(complaint(output), @"The scene could not go on: python3 has connected once more: one connection is relayed.");
}
