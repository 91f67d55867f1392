//! `waits watch` of such a server, with clients that come until all has been seen.

use std::{
    io::{self, BufRead, BufReader, ErrorKind, Read, Write},
    net::TcpStream,
    process::{Child, ChildStdout, Stdio},
    sync::mpsc::{Receiver, channel},
    thread::{self, JoinHandle},
    time::Duration,
};

use guide::{
    Act, Line, Recording, Script, Target,
    recording::{End, Event, json::Document},
};
use libtest_mimic::Failed;
use rustix::process::{Pid, Signal, kill_process};

use crate::{others::lane::Lane, program::program};

/// So many clients come before what has not been seen of any counts as what can't be seen.
const CLIENTS: usize = 40;

/// When nothing was told for so long, a client acts. If that was too soon, less is seen of it, and
/// another one comes: no row depends on it.
const QUIET: Duration = Duration::from_millis(150);

/// The program, which watches a server.
pub(crate) struct Watched {
    child: Child,
    lines: Receiver<String>,
    /// All that it has told by now.
    told: String,
    /// Takes what it says besides, and the server.
    listener: JoinHandle<io::Result<String>>,
    address: String,
}

impl Watched {
    /// Starts it with this server.
    pub(crate) fn of(target: &Target) -> Result<Self, Failed> {
        let Target::Command(line) = target else { return Err("it is no command".into()) };
        let mut command = program("waits");
        command.args(["watch", "--json", "--kernel", "--lines", "--"]);
        // An argument that has the address in it makes it say where that is.
        command.args(["env", "LISTEN_ADDRESS={address}"]).args(line).stdin(Stdio::null());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
        let lines = each(child.stdout.take().unwrap());
        let mut complaints = BufReader::new(child.stderr.take().unwrap());
        let mut said = String::new();
        while !said.contains("told to listen at ") {
            if complaints.read_line(&mut said)? == 0 {
                return Err(format!("it has ended: {said}").into());
            }
        }
        let address = said.trim_end().trim_end_matches('.').rsplit(' ').next().unwrap().to_owned();
        let listener = thread::spawn(move || {
            complaints.read_to_string(&mut said)?;
            Ok(said)
        });
        Ok(Self { child, lines, told: String::new(), listener, address })
    }

    /// Lets clients play this script until as much has been seen of one of them; then Ctrl-C. What was
    /// seen, and how the server has ended.
    pub(crate) fn until_it_shows(
        mut self,
        script: &Script,
        wanted: &Lane,
    ) -> Result<(Lane, End), Failed> {
        let is_it = |lane: &Lane| lane.how == wanted.how && lane.beside == wanted.beside;
        let mut seen = None;
        for _ in 0..CLIENTS {
            self.plays(script)?;
            seen = Lane::of(&self.recording()?);
            if seen.as_ref().is_some_and(is_it) {
                break;
            }
        }
        let shown = self.end()?;
        let how = shown.events.iter().rev().find_map(|event| match event {
            Event::Ends { by: 0, how } => Some(*how),
            _ => None,
        });
        let seen = seen.ok_or_else(|| format!("no request was seen whole: {shown:#?}"))?;
        Ok((seen, how.ok_or_else(|| format!("it has not ended: {shown:#?}"))?))
    }

    /// A client plays it, each act when nothing more was told for a while; or leaves when the server
    /// answers that it is not ready yet.
    fn plays(&mut self, script: &Script) -> Result<(), Failed> {
        let mut client = connect(&self.address)?;
        for act in script.acts {
            self.listen_until_quiet();
            let Act::Client(_, line) = act else { return Err("it takes one client".into()) };
            if !is_done(&mut client, line)? {
                break;
            }
        }
        drop(client);
        self.listen_until_quiet();
        Ok(())
    }

    fn listen_until_quiet(&mut self) {
        while let Ok(line) = self.lines.recv_timeout(QUIET) {
            self.told += &line;
        }
    }

    /// What it has told by now.
    fn recording(&self) -> io::Result<Recording> {
        Ok(Document::read(&self.told)?.scenes.remove(0).recording)
    }

    /// Ctrl-C, and all that it has told.
    fn end(mut self) -> Result<Recording, Failed> {
        kill_process(Pid::from_child(&self.child), Signal::INT)?;
        while let Ok(line) = self.lines.recv() {
            self.told += &line;
        }
        let (status, recording) = (self.child.wait()?, self.recording()?);
        let said = self.listener.join().expect("it only reads")?;
        if status.success() { Ok(recording) } else { Err(format!("{status}:\n{said}").into()) }
    }
}

/// Each line that is read, as it comes.
fn each(output: ChildStdout) -> Receiver<String> {
    let (sender, lines) = channel();
    thread::spawn(move || {
        let mut output = BufReader::new(output);
        let mut line = String::new();
        while output.read_line(&mut line).is_ok_and(|count| count > 0) {
            if sender.send(std::mem::take(&mut line)).is_err() {
                return;
            }
        }
    });
    lines
}

/// The server may not listen yet.
fn connect(address: &str) -> io::Result<TcpStream> {
    loop {
        match TcpStream::connect(address) {
            Err(error) if error.kind() == ErrorKind::ConnectionRefused => thread::yield_now(),
            other => return other,
        }
    }
}

/// What a client does that has connected, and will close in the end; whether it has heard what it
/// expected.
fn is_done(client: &mut TcpStream, line: &Line) -> Result<bool, Failed> {
    match line {
        Line::Connect | Line::Close => {}
        Line::Send(text) => client.write_all(&text.bytes())?,
        Line::Expect(text) | Line::ExpectMore(text) => {
            let mut heard = vec![0; text.bytes().len()];
            client.read_exact(&mut heard)?;
            return Ok(heard == text.bytes());
        }
        Line::ExpectEnd => drop(client.read_to_end(&mut Vec::new())?),
        other => return Err(format!("nobody does {other:?} here").into()),
    }
    Ok(true)
}
