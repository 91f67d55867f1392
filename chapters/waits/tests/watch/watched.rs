//! The program under test, whose lines are read as they come, and servers for it to watch.

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    os::fd::OwnedFd,
    process::{Child, ChildStderr, ChildStdout, Command, ExitStatus, Stdio, id},
    sync::mpsc::{RecvTimeoutError, Sender, channel},
    thread,
    time::Duration,
};

/// A test that has come to nothing in this time has failed.
const PATIENCE: Duration = Duration::from_secs(60);

/// `waits watch`, under way.
pub(crate) struct Watch {
    child: Child,
    speech: BufReader<ChildStdout>,
    complaints: BufReader<ChildStderr>,
    /// All lines that were read.
    pub(crate) lines: Vec<String>,
    /// When this is dropped, nobody kills it any more.
    _watchdog: Sender<()>,
}

impl Watch {
    /// Starts it with these arguments.
    pub(crate) fn new(arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_waits"));
        command.arg("watch").args(arguments).stdin(Stdio::null());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let speech = BufReader::new(child.stdout.take().unwrap());
        let (watchdog, bark) = channel();
        let number = child.id();
        thread::spawn(move || {
            if bark.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                signal(number, "KILL");
            }
        });
        let complaints = BufReader::new(child.stderr.take().unwrap());
        Self { child, speech, complaints, lines: Vec::new(), _watchdog: watchdog }
    }

    /// Reads until a line has all these words in it, and returns that line.
    pub(crate) fn line(&mut self, words: &[&str]) -> String {
        loop {
            let mut line = String::new();
            let count = self.speech.read_line(&mut line).unwrap();
            assert!(count > 0, "no line has {words:?} in it:\n{}", self.lines.join("\n"));
            self.lines.push(line.trim_end().to_owned());
            if words.iter().all(|word| line.contains(word)) {
                return line;
            }
        }
    }

    /// Reads what is said on standard error until a line has these words in it; that line.
    pub(crate) fn complaint(&mut self, words: &str) -> String {
        let mut line = String::new();
        while !line.contains(words) {
            line.clear();
            assert!(self.complaints.read_line(&mut line).unwrap() > 0, "nobody says '{words}'");
        }
        line
    }

    /// The address at which the server says that it serves.
    pub(crate) fn address(&mut self) -> SocketAddr {
        address_in(&self.line(&["at 127.0.0.1:"]))
    }

    /// The same where standard output is for a program.
    pub(crate) fn address_beside(&mut self) -> SocketAddr {
        address_in(&self.complaint("at 127.0.0.1:"))
    }

    /// Sends it a signal, like Ctrl-C.
    pub(crate) fn signal(&self, name: &str) {
        signal(self.child.id(), name);
    }

    /// Its own number.
    pub(crate) fn number(&self) -> u32 {
        self.child.id()
    }

    /// Waits for its end; what it has said by then, and on standard error.
    pub(crate) fn end(mut self) -> (ExitStatus, String, String) {
        let (mut rest, mut complaint) = (String::new(), String::new());
        self.speech.read_to_string(&mut rest).unwrap();
        self.complaints.read_to_string(&mut complaint).unwrap();
        self.lines.extend(rest.lines().map(str::to_owned));
        (self.child.wait().unwrap(), self.lines.join("\n"), complaint)
    }

    /// Lets it write to nobody from now on; how it ends.
    pub(crate) fn close(self) -> ExitStatus {
        let Self { mut child, speech, .. } = self;
        drop(speech);
        child.wait().unwrap()
    }
}

fn address_in(line: &str) -> SocketAddr {
    let address = line.split("at ").nth(1).unwrap();
    address.trim_end().trim_end_matches('.').split(';').next().unwrap().parse().unwrap()
}

/// Sends a signal to a process, by kill(1).
pub(crate) fn signal(number: u32, name: &str) {
    Command::new("kill").args([format!("-{name}"), number.to_string()]).status().unwrap();
}

/// A server that runs already.
pub(crate) struct Server {
    pub(crate) child: Child,
    pub(crate) address: SocketAddr,
}

impl Server {
    /// A model of the book, which nobody traces.
    pub(crate) fn of(model: &str) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_waits"));
        command.env("PLAY_SERVER", model).env("PLAY_UNTRACED", "1");
        command.env("PLAY_DIRECTOR", id().to_string()).stdin(OwnedFd::from(listener));
        Self { child: command.spawn().unwrap(), address }
    }

    /// A command that listens at `LISTEN_ADDRESS`.
    pub(crate) fn command(line: &[&str]) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let address = listener.local_addr().unwrap();
        drop(listener);
        let mut command = Command::new(line[0]);
        command.args(&line[1..]).env("LISTEN_ADDRESS", address.to_string());
        let server = Self { child: command.spawn().unwrap(), address };
        // It may not listen yet.
        while TcpStream::connect(address).is_err() {}
        server
    }

    /// Its number, as an argument.
    pub(crate) fn number(&self) -> String {
        self.child.id().to_string()
    }

    /// What `/proc/PID/status` says of each of its threads, under this name.
    pub(crate) fn threads_say(&self, name: &str) -> Vec<String> {
        let tasks = fs::read_dir(format!("/proc/{}/task", self.child.id())).unwrap();
        let status = |task: fs::DirEntry| fs::read_to_string(task.path().join("status")).unwrap();
        let says = |text: String| {
            let line = text.lines().find_map(|line| line.strip_prefix(name));
            line.unwrap().trim().to_owned()
        };
        tasks.map(|task| says(status(task.unwrap()))).collect()
    }

    /// Whether nobody follows it, and no thread of it is halted.
    pub(crate) fn assert_unharmed(&self) {
        for (state, tracer) in self.threads_say("State:").iter().zip(self.threads_say("TracerPid:"))
        {
            assert!(!state.to_lowercase().starts_with('t'), "a thread is halted: {state}");
            assert_eq!(tracer, "0", "a thread is still followed");
        }
        assert_eq!(Client::new(self.address).asks("PING\r\n", 7), "+PONG\r\n");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// A client.
pub(crate) struct Client(TcpStream);

impl Client {
    /// It connects.
    pub(crate) fn new(address: SocketAddr) -> Self {
        Self(TcpStream::connect(address).unwrap())
    }

    /// It sends a request, and hears so many bytes.
    pub(crate) fn asks(&mut self, request: &str, bytes: usize) -> String {
        self.says(request);
        let mut reply = vec![0; bytes];
        self.0.read_exact(&mut reply).unwrap();
        String::from_utf8(reply).unwrap()
    }

    /// It sends something.
    pub(crate) fn says(&mut self, text: &str) {
        self.0.write_all(text.as_bytes()).unwrap();
    }
}
