//! The director: plays a script against a server, and lets nobody act out of turn.

use crate::backstage::{Backstage, Part, Watched, is_listening};
use crate::client::{Connection, Ending};
use crate::quote::quote;
use crate::recording::{Deed, Event, Recording};
use crate::script::{Act, Client, Line, Script};
use crate::trace::torture::Fault;
use crate::trouble::Trouble;
use std::collections::HashMap;
use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// A script that has been played, perhaps not to its end.
#[derive(Debug)]
pub struct Played {
    /// What happened.
    pub recording: Recording,
    /// Why it went no further.
    pub trouble: Option<Trouble>,
}

/// How long a client waits for what it should hear. Only a failure takes that long.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long to look away while a client waits for the server's clock.
const GLANCE: Duration = Duration::from_millis(1);

/// Plays `script` against the server that `part` names, while the kernel does `fault` to it.
///
/// # Errors
///
/// Returns why the server could not be started at all.
pub fn play(part: &Part, script: &Script, fault: Fault) -> Result<Played, Trouble> {
    let mut director = Director::new(part, fault)?;
    let trouble = director.play(script).err();
    Ok(Played { recording: director.finish(script), trouble })
}

/// A script that is being played.
#[derive(Debug)]
pub(crate) struct Director {
    address: SocketAddr,
    pub(crate) server: Watched,
    clients: HashMap<&'static str, Connection>,
}

impl Director {
    /// Starts a server, and waits until it listens.
    pub(crate) fn new(part: &Part, fault: Fault) -> Result<Self, Trouble> {
        let Backstage { address, server } = Backstage::start(part, fault)?;
        let mut director = Self { address, server, clients: HashMap::new() };
        director.server.settle()?;
        director.wait_for_listener()?;
        Ok(director)
    }

    /// Our own servers listen from the start; a stranger may take a while.
    fn wait_for_listener(&mut self) -> Result<(), Trouble> {
        let start = Instant::now();
        while !is_listening(self.address) {
            if let Some(how) = self.server.ending() {
                return Err(Trouble::Ended(how));
            }
            if start.elapsed() > PATIENCE {
                return Err(Trouble::Deaf);
            }
            sleep(GLANCE);
            self.server.settle()?;
        }
        Ok(())
    }

    fn play(&mut self, script: &Script) -> Result<(), Trouble> {
        script.acts.iter().try_for_each(|act| self.play_act(act))
    }

    /// Plays one act, and lets the server come to rest.
    pub(crate) fn play_act(&mut self, act: &Act) -> Result<(), Trouble> {
        self.act(act)?;
        Ok(self.server.settle()?)
    }

    /// Ends the server and returns what happened.
    pub(crate) fn finish(self, script: &Script) -> Recording {
        self.server.finish(script)
    }

    fn act(&mut self, act: &Act) -> Result<(), Trouble> {
        match act {
            Act::Client(client, line) => self.speak(*client, line),
            Act::Together(acts) => acts.iter().try_for_each(|act| {
                self.act(act)?;
                Ok(self.server.gather()?)
            }),
        }
    }

    fn speak(&mut self, Client(who): Client, line: &Line) -> Result<(), Trouble> {
        match line {
            Line::Connect => self.connect(who),
            Line::Send(text) => self.send(who, &text.bytes()),
            Line::Expect(text) => self.expect(who, &text.bytes()),
            Line::ExpectNothing => self.expect_nothing(who),
            Line::ExpectEnd => self.expect_end(who),
            Line::HalfClose => {
                self.tell(who, Deed::HalfCloses);
                self.client(who)?.half_close().map_err(|error| gone(who, error))
            }
            Line::Close => {
                self.tell(who, Deed::Closes);
                drop(self.leave(who)?);
                Ok(())
            }
            Line::Reset => {
                self.tell(who, Deed::Resets);
                Ok(self.leave(who)?.reset()?)
            }
        }
    }

    fn connect(&mut self, who: &'static str) -> Result<(), Trouble> {
        self.tell(who, Deed::Connects);
        let client = Connection::new(self.address)?;
        self.server.meet(who, client.port()?);
        self.clients.insert(who, client);
        Ok(())
    }

    fn send(&mut self, who: &'static str, bytes: &[u8]) -> Result<(), Trouble> {
        self.tell(who, Deed::Sends(bytes.to_vec()));
        let mut sent = self.push(who, bytes)?;
        let start = Instant::now();
        while sent < bytes.len() {
            self.server.settle()?;
            let more = self.push(who, &bytes[sent..])?;
            if more == 0 && start.elapsed() > PATIENCE {
                return Err(unheard(who, "a server that takes its bytes", "none"));
            }
            sent += more;
        }
        Ok(())
    }

    fn push(&mut self, who: &'static str, bytes: &[u8]) -> Result<usize, Trouble> {
        self.client(who)?.send(bytes).map_err(|error| gone(who, error))
    }

    fn expect(&mut self, who: &'static str, wanted: &[u8]) -> Result<(), Trouble> {
        self.wait(who, wanted, |client| client.ending.is_some())?;
        let heard = self.client(who)?.take();
        let fits = heard == wanted;
        let ending = self.client(who)?.ending.filter(|_| !fits);
        if !heard.is_empty() {
            self.tell(who, Deed::Hears(heard.clone()));
        }
        match ending {
            Some(ending) => Err(cut(who, wanted, ending)),
            None if fits => Ok(()),
            None => Err(unheard(who, &quote(wanted), &quote(&heard))),
        }
    }

    fn expect_nothing(&mut self, who: &'static str) -> Result<(), Trouble> {
        let client = self.client(who)?;
        let heard = quote(client.listen(1)?);
        match client.ending {
            Some(ending) => return Err(cut(who, b"", ending)),
            None if heard != "\"\"" => return Err(unheard(who, "nothing", &heard)),
            None => self.tell(who, Deed::HearsNothing),
        }
        Ok(())
    }

    fn expect_end(&mut self, who: &'static str) -> Result<(), Trouble> {
        self.wait(who, b"\0", |client| client.ending.is_some())?;
        let client = self.client(who)?;
        match client.ending {
            Some(Ending::Closed) => self.tell(who, Deed::HearsEnd),
            Some(Ending::Reset) => self.tell(who, Deed::HearsReset),
            None => {
                let heard = quote(&client.take());
                return Err(unheard(who, "the end", &heard));
            }
        }
        Ok(())
    }

    /// Waits until a client has heard as much as it wants, or `enough` of it.
    fn wait(
        &mut self,
        who: &'static str,
        wanted: &[u8],
        enough: fn(&Connection) -> bool,
    ) -> Result<(), Trouble> {
        let start = Instant::now();
        loop {
            let client = self.client(who)?;
            if client.listen(wanted.len())?.len() == wanted.len() || enough(client) {
                return Ok(());
            }
            if let Some(how) = self.server.ending() {
                return Err(Trouble::Ended(how));
            }
            if start.elapsed() > PATIENCE {
                return Ok(());
            }
            sleep(GLANCE);
            self.server.settle()?;
        }
    }

    fn client(&mut self, who: &'static str) -> Result<&mut Connection, Trouble> {
        self.clients.get_mut(who).ok_or(Trouble::Absent(who))
    }

    fn leave(&mut self, who: &'static str) -> Result<Connection, Trouble> {
        self.clients.remove(who).ok_or(Trouble::Absent(who))
    }

    fn tell(&mut self, who: &str, deed: Deed) {
        self.server.tell(Event::Client { who: who.to_owned(), deed });
    }
}

/// What an error on a client's own socket means: most often that the server has broken off.
fn gone(who: &'static str, error: io::Error) -> Trouble {
    use ErrorKind::{BrokenPipe, ConnectionReset, NotConnected};
    match error.kind() {
        BrokenPipe | ConnectionReset | NotConnected => cut(who, b"", Ending::Reset),
        _ => error.into(),
    }
}

fn cut(who: &'static str, wanted: &[u8], ending: Ending) -> Trouble {
    let expected = if wanted.is_empty() { "nothing yet".to_owned() } else { quote(wanted) };
    let how = match ending {
        Ending::Closed => "the end of the connection",
        Ending::Reset => "a reset",
    };
    Trouble::Cut { who, expected, how }
}

fn unheard(who: &'static str, expected: &str, heard: &str) -> Trouble {
    let heard = if heard == "\"\"" { "nothing" } else { heard };
    Trouble::Unheard { who, expected: expected.to_owned(), heard: heard.to_owned() }
}
