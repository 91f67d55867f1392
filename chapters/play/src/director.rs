//! The director: plays a script against a server, and lets no client act out of turn.

mod deeds;
mod hearing;
mod running;

use std::{collections::HashMap, net::SocketAddr};

use recording::{Deed, Event, Subject};
use tracer::{Detail, Fault};

use crate::{
    arrival::listening::is_listening,
    client::Connection,
    file,
    played::Played,
    script::{Act, Script},
    server::Server,
    start::start,
    target::Target,
    trouble::Trouble,
};

/// Plays `script` against the `target`, while the kernel does `fault` to it.
///
/// # Errors
///
/// Returns why the server could not be started at all.
pub fn play(target: &Target, script: &Script, fault: Fault) -> Result<Played, Trouble> {
    play_in_detail(target, script, fault, Detail::default())
}

/// Plays like [`play`], and records so much beside the calls.
///
/// # Errors
///
/// Returns why the server could not be started at all.
pub fn play_in_detail(
    target: &Target,
    script: &Script,
    fault: Fault,
    detail: Detail,
) -> Result<Played, Trouble> {
    let mut director = Director::new(target, script, fault, detail)?;
    let trouble = director.play(script).err();
    let played = director.finish();
    Ok(Played { trouble, ..played })
}

/// A script that is being played.
#[derive(Debug)]
pub(crate) struct Director {
    pub(crate) address: SocketAddr,
    pub(crate) server: Server,
    /// What the server did before it listened.
    before: Vec<Event>,
    /// The size of its clients' buffers, if it is not left to the kernel.
    buffers: Option<usize>,
    /// The clients' names in the order of their entrance.
    cast: Vec<String>,
    clients: HashMap<&'static str, Connection>,
    /// What the programs of those that are programs have printed.
    printed: HashMap<&'static str, Vec<u8>>,
    guests: Vec<Connection>,
}

impl Director {
    /// Starts a server, and waits until it listens.
    pub(crate) fn new(
        target: &Target,
        script: &Script,
        fault: Fault,
        detail: Detail,
    ) -> Result<Self, Trouble> {
        let (address, server) = start(target, script, fault, detail)?;
        let (cast, buffers) = (script.cast(), fault.buffers());
        let (clients, printed, guests) = (HashMap::new(), HashMap::new(), Vec::new());
        let before = Vec::new();
        let mut director =
            Self { address, server, before, buffers, cast, clients, printed, guests };
        director.run_to_rest()?;
        match target {
            Target::Known(_) => director.has_listener()?,
            Target::Command(_) => {
                director.wait_for_listener()?;
                director.before = director.server.begin();
            }
        }
        Ok(director)
    }

    /// Whether the server has not ended.
    pub(crate) fn is_there(&mut self) -> Result<(), Trouble> {
        self.server.ending().map_or(Ok(()), |how| Err(Trouble::Ended(how)))
    }

    /// A known server listens from the start: it has got a socket that does. When its first process
    /// has ended, others may have that.
    fn has_listener(&mut self) -> Result<(), Trouble> {
        let there = self.is_there();
        there.or_else(|ended| if is_listening(self.address) { Ok(()) } else { Err(ended) })
    }

    /// Another program may take a while before it listens.
    fn wait_for_listener(&mut self) -> Result<(), Trouble> {
        let mut looks = 0;
        while !is_listening(self.address) {
            looks += 1;
            if looks > self.server.patience() {
                return Err(Trouble::Deaf);
            }
            self.glance_away()?;
        }
        self.run_to_rest()
    }

    fn play(&mut self, script: &Script) -> Result<(), Trouble> {
        script.acts.iter().try_for_each(|act| self.play_act(act))
    }

    /// Plays one act, and lets the server come to rest.
    pub(crate) fn play_act(&mut self, act: &Act) -> Result<(), Trouble> {
        self.act(act)?;
        if !act.listens() {
            self.server.wait_on()?;
        }
        self.run_to_rest()
    }

    /// Lets the server do all that it can do by itself. Whatever it sends, the clients acknowledge at
    /// once: that makes room for more, and the kernel would do it at the clock's pleasure.
    pub(crate) fn run_to_rest(&mut self) -> Result<(), Trouble> {
        let acknowledge = || self.clients.values().for_each(Connection::acknowledge);
        self.server.run_to_rest(acknowledge)?;
        // One that was put to sleep in the middle of a call, for want of room, has it now.
        acknowledge();
        Ok(self.server.run_to_rest(acknowledge)?)
    }

    /// Ends the server and returns what happened.
    pub(crate) fn finish(self) -> Played {
        Played { before: self.before, ..self.server.finish(self.cast) }
    }

    fn act(&mut self, act: &Act) -> Result<(), Trouble> {
        match act {
            Act::Client(client, line) => self.speak(*client, line),
            Act::Together(acts) => acts.iter().try_for_each(|act| {
                self.act(act)?;
                Ok(self.server.wait_on()?)
            }),
            Act::Crowd(count) => self.crowd(*count),
            Act::FileChanges(text) => self.file_changes(text.bytes()),
        }
    }

    fn crowd(&mut self, count: usize) -> Result<(), Trouble> {
        self.server.tell(Event::Crowd { count });
        for _ in 0..count {
            let guest = self.call(Subject::Guest(self.guests.len() + 1))?;
            self.guests.push(guest);
            self.server.wait_on()?;
        }
        Ok(())
    }

    fn file_changes(&mut self, bytes: Vec<u8>) -> Result<(), Trouble> {
        file::change(&file::of(self.server.process())?, &bytes)?;
        self.server.tell(Event::FileChanges { bytes });
        Ok(())
    }

    pub(crate) fn client(&mut self, who: &'static str) -> Result<&mut Connection, Trouble> {
        self.clients.get_mut(who).ok_or(Trouble::Absent(who))
    }

    /// A client is taken out of the cast that is there.
    fn leave(&mut self, who: &'static str) -> Result<Connection, Trouble> {
        self.clients.remove(who).ok_or(Trouble::Absent(who))
    }

    pub(crate) fn tell(&mut self, who: &str, deed: Deed) {
        self.server.tell(Event::Client { who: self.index(who), deed });
    }

    fn subject(&self, who: &str) -> Subject {
        Subject::Client(self.index(who))
    }

    fn index(&self, who: &str) -> usize {
        let index = self.cast.iter().position(|name| name == who);
        index.expect("who acts in a script is in its cast")
    }
}
