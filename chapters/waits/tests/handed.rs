//! How a client gets to the task that serves it, and what that is called.

use std::process::Command;

use insta::{allow_duplicates, assert_snapshot};

use crate::python::{AT_ONCE, PYTHON, has_python};

mod python;

/// The transcript of one client beside the server that hands it over in this way.
fn handed(way: &str) -> Option<String> {
    let server = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/handed.py");
    has_python(way).then(|| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_waits"));
        command.args(["trace", "--script", "echo", "--", PYTHON.as_str()]);
        command.args(AT_ONCE).args([server, way]);
        let output = command.output().expect("it was built");
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).expect("a transcript is text")
    })
}

/// A worker sleeps in a futex until it has a client, and the wake-up is told.
fn is_by_futex(way: &str) {
    let Some(text) = handed(way) else { return };
    allow_duplicates! {
        assert_snapshot!(text, @r#"
        Alice hears what she says.
             alice           server
          1                  server    accept4(listener) … waits
          2  connect ──────▶ server    accept4(listener) = alice
          3                  server    futex(wake) = thread 1
          4                  server    accept4(listener) … waits
          5                  thread 1  recvfrom(alice) … waits
          6  "hello\n" ────▶ thread 1  recvfrom(alice) = 6
          7  "hello\n" ◀──── thread 1  sendto(alice) = 6
          8                  thread 1  recvfrom(alice) … waits
          9  close ────────▶ thread 1  recvfrom(alice) = 0
         10                  thread 1  close(alice) = 0
        "#);
    }
}

#[test]
fn by_a_queue() {
    is_by_futex("queue");
}

#[test]
fn by_a_condition() {
    is_by_futex("condition");
}

/// By then the worker's time is up. It is the clock's affair whether it has looked up before: here it has
/// not, for nobody waited for that.
#[test]
fn by_a_condition_to_one_whose_time_is_up() {
    is_by_futex("late_condition");
}

#[test]
fn by_a_pipe() {
    let Some(text) = handed("pipe") else { return };
    assert_snapshot!(text, @r#"
    Alice hears what she says.
         alice           server
      1                  server    accept4(listener) … waits
      2                  thread 1  epoll_wait(epoll) … waits
      3  connect ──────▶ server    accept4(listener) = alice
      4                  server    write(pipe 1) = 1
      5                  thread 1  epoll_wait(epoll) = pipe 1 readable
      6                  server    accept4(listener) … waits
      7                  thread 1  read(pipe 1) = 1
      8                  thread 1  recvfrom(alice) … waits
      9  "hello\n" ────▶ thread 1  recvfrom(alice) = 6
     10  "hello\n" ◀──── thread 1  sendto(alice) = 6
     11                  thread 1  recvfrom(alice) … waits
     12  close ────────▶ thread 1  recvfrom(alice) = 0
     13                  thread 1  close(alice) = 0
     14                  thread 1  epoll_wait(epoll) … waits
    "#);
}

#[test]
fn by_a_pipe_to_one_whose_time_is_up() {
    let Some(text) = handed("late_pipe") else { return };
    assert_snapshot!(text, @r#"
    Alice hears what she says.
         alice           server
      1                  server    accept4(listener) … waits
      2                  thread 1  epoll_wait(epoll, timeout) … waits
      3  connect ──────▶ server    accept4(listener) = alice
      4                  server    write(pipe 1) = 1
      5                  thread 1  epoll_wait(epoll, timeout) = pipe 1 readable
      6                  server    accept4(listener) … waits
      7                  thread 1  read(pipe 1) = 1
      8                  thread 1  recvfrom(alice) … waits
      9  "hello\n" ────▶ thread 1  recvfrom(alice) = 6
     10  "hello\n" ◀──── thread 1  sendto(alice) = 6
     11                  thread 1  recvfrom(alice) … waits
     12  close ────────▶ thread 1  recvfrom(alice) = 0
     13                  thread 1  close(alice) = 0
     14                  thread 1  epoll_wait(epoll, timeout) … waits
    "#);
}

#[test]
fn a_lock_is_not_told() {
    let Some(text) = handed("lock") else { return };
    assert_snapshot!(text, @r#"
    Alice hears what she says.
         alice           server
      1                  server    accept4(listener) … waits
      2  connect ──────▶ server    accept4(listener) = alice
      3                  server    clone() = thread 1
      4                  thread 1  recvfrom(alice) … waits
      5                  server    accept4(listener) … waits
      6  "hello\n" ────▶ thread 1  recvfrom(alice) = 6
      7  "hello\n" ◀──── thread 1  sendto(alice) = 6
      8                  thread 1  recvfrom(alice) … waits
      9  close ────────▶ thread 1  recvfrom(alice) = 0
     10                  thread 1  close(alice) = 0
     11                  thread 1  exits
    "#);
}

#[test]
fn a_process_with_a_name() {
    let Some(text) = handed("process") else { return };
    assert_snapshot!(text, @r#"
    Alice hears what she says.
         alice           server
      1                  server  accept4(listener) … waits
      2                  keeper  accept4(listener) … waits
      3  connect ──────▶ server  accept4(listener) = alice
      4                  server  recvfrom(alice) … waits
      5  "hello\n" ────▶ server  recvfrom(alice) = 6
      6  "hello\n" ◀──── server  sendto(alice) = 6
      7                  server  recvfrom(alice) … waits
      8  close ────────▶ server  recvfrom(alice) = 0
      9                  server  close(alice) = 0
     10                  server  accept4(listener) … waits
    "#);
}

#[test]
fn a_process_with_a_title() {
    let Some(text) = handed("title") else { return };
    assert_snapshot!(text, @r#"
    Alice hears what she says.
         alice           server
      1                  server          wait4(any child) … waits
      2                  worker process  accept4(listener) … waits
      3  connect ──────▶ worker process  accept4(listener) = alice
      4                  worker process  recvfrom(alice) … waits
      5  "hello\n" ────▶ worker process  recvfrom(alice) = 6
      6  "hello\n" ◀──── worker process  sendto(alice) = 6
      7                  worker process  recvfrom(alice) … waits
      8  close ────────▶ worker process  recvfrom(alice) = 0
      9                  worker process  close(alice) = 0
     10                  worker process  accept4(listener) … waits
    "#);
}

/// What the kernel lists tells whom the token stands for: before, it stood for a pipe.
#[test]
fn a_descriptor_that_was_registered_through_a_duplicate() {
    let Some(text) = handed("duplicate") else { return };
    assert_snapshot!(text, @r#"
    Alice hears what she says.
         alice           server
      1                  accept4(listener) … waits
      2  connect ──────▶ accept4(listener) = alice
      3                  epoll_ctl(add alice readable) = 0
      4                  epoll_wait(epoll) … waits
      5  "hello\n" ────▶ epoll_wait(epoll) = alice readable
      6                  recvfrom(alice) = 6
      7  "hello\n" ◀──── sendto(alice) = 6
      8                  epoll_wait(epoll) … waits
      9  close ────────▶ epoll_wait(epoll) = alice readable
     10                  recvfrom(alice) = 0
     11                  close(epoll) = 0
     12                  close(epoll) = 0
     13                  close(epoll) = 0
     14                  close(alice) = 0
     15                  close(listener) = 0
     16                  exits
    "#);
}
