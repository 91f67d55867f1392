//! A wait whose time is up when two clients act together: what it comes back with is not the clock's affair.

use std::{env, fs, process, process::Command};

use insta::assert_snapshot;

use crate::python::{AT_ONCE, PYTHON, has_python};

mod python;

/// A loop that looks up now and then, and answers whoever it is told of.
const LOOKS_UP: &str = "
import os, select, socket
host, port = os.environ['LISTEN_ADDRESS'].rsplit(':', 1)
listener = socket.create_server((host, int(port)))
events, clients = select.epoll(), {}
events.register(listener)
while True:
    for number, _ in events.poll(0.03):
        if number == listener.fileno():
            client, _ = listener.accept()
            clients[client.fileno()] = client
            events.register(client, select.EPOLLIN)
        elif clients[number].recv(4096):
            clients[number].send(b'+PONG\\r\\n')
        else:
            clients.pop(number).close()
";

/// Carol has no connection: she computes until the server's time is up by the machine's clock.
const TOGETHER_WHEN_IT_IS_UP: &str = "title Both ask when the time of the wait is up.
alice connects
bob connects
carol runs python3 -c \"import time; end = time.time() + 0.1\nwhile time.time() < end: pass\"
alice sends \"PING\\r\\n\"
and bob sends \"PING\\r\\n\"
alice hears \"+PONG\\r\\n\"
bob hears \"+PONG\\r\\n\"
";

#[test]
fn a_wait_whose_time_is_up_comes_back_with_the_first_of_two() {
    if !has_python("together") {
        return;
    }
    let file = env::temp_dir().join(format!("together-{}.script", process::id()));
    fs::write(&file, TOGETHER_WHEN_IT_IS_UP).expect("there is room");
    let mut command = Command::new(env!("CARGO_BIN_EXE_waits"));
    command.arg("trace").arg("--script").arg(&file).args(["--", PYTHON.as_str()]);
    let output = command.args(AT_ONCE).args(["-c", LOOKS_UP]).output().expect("it was built");
    fs::remove_file(file).expect("it was written");
    let text = String::from_utf8(output.stdout).expect("a transcript is text");
    let rows = text.lines().skip_while(|row| !row.contains("PING"));
    assert_snapshot!(rows.take(7).collect::<Vec<_>>().join("\n"), @"");
}
