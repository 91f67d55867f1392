//! Requests: how many there are in what clients send, and while which of them is one under way.

use std::collections::HashMap;

use recording::{Call, Deed, Event, Flow, Recording, Subject};

/// How requests are told apart in what clients send.
#[derive(Debug, Clone, Copy)]
pub enum Requests {
    /// Each message is one.
    Messages,
    /// So many whole ones are in these bytes of one client.
    Bytes(fn(&[u8]) -> usize),
}

impl Requests {
    /// How many whole requests the cast has sent.
    pub(crate) fn in_all(self, recording: &Recording) -> usize {
        match self {
            Self::Messages => messages(recording),
            Self::Bytes(count) => {
                (0..recording.cast.len()).map(|who| count(&sent(recording, who))).sum()
            }
        }
    }
}

fn messages(recording: &Recording) -> usize {
    let sends = |event: &&Event| matches!(event, Event::Client { deed: Deed::Sends(_), .. });
    recording.events.iter().filter(sends).count()
}

fn sent(recording: &Recording, client: usize) -> Vec<u8> {
    let sent = deeds(&recording.events, client).filter_map(|deed| match deed {
        Deed::Sends(bytes) => Some(bytes.as_slice()),
        _ => None,
    });
    sent.collect::<Vec<_>>().concat()
}

fn deeds(events: &[Event], client: usize) -> impl Iterator<Item = &Deed> {
    events.iter().filter_map(move |event| match event {
        Event::Client { who, deed } if *who == client => Some(deed),
        _ => None,
    })
}

/// The clients that wait for a reply, from event to event.
#[derive(Debug)]
pub(crate) struct UnderWay<'recording> {
    events: &'recording [Event],
    clients: HashMap<usize, Waiting>,
}

#[derive(Debug, Default)]
struct Waiting {
    waits: bool,
    /// All has been sent to it that it waits for.
    answered: bool,
    /// How many bytes it will have heard by then, if it ever hears any.
    wanted: Option<usize>,
    heard: usize,
    sent: usize,
}

impl<'recording> UnderWay<'recording> {
    /// No client waits yet.
    pub(crate) fn new(events: &'recording [Event]) -> Self {
        Self { events, clients: HashMap::new() }
    }

    /// Whether somebody waits.
    pub(crate) fn is_any(&self) -> bool {
        self.clients.values().any(|client| client.waits)
    }

    /// Follows the event with this index.
    pub(crate) fn follow(&mut self, index: usize) {
        match &self.events[index] {
            Event::Client { who, deed } => {
                self.rest();
                self.deed(*who, deed, index);
            }
            Event::Crowd { .. } | Event::FileChanges { .. } => self.rest(),
            Event::Call(call) if call.flow() == Flow::Out => self.send(call),
            _ => {}
        }
    }

    /// The server is at rest: whoever has been answered waits no more.
    fn rest(&mut self) {
        self.clients.values_mut().for_each(|client| client.waits &= !client.answered);
    }

    fn deed(&mut self, who: usize, deed: &Deed, index: usize) {
        let wanted = self.hears_after(who, index);
        let client = self.clients.entry(who).or_default();
        match deed {
            Deed::Sends(_) | Deed::Lends(_) | Deed::SendsFile(_) => {
                client.wanted = wanted.map(|more| client.heard + more);
                (client.waits, client.answered) = (true, false);
            }
            Deed::Hears(bytes) => {
                client.heard += bytes.len();
                client.waits &= client.wanted.is_none_or(|wanted| client.heard < wanted);
            }
            Deed::HearsMore(_) => {
                client.heard = client.sent;
                client.waits = false;
            }
            Deed::HearsEnd | Deed::HearsReset | Deed::Closes | Deed::Resets => client.waits = false,
            Deed::Connects | Deed::HearsNothing | Deed::HalfCloses | Deed::WritesFile(_) => {}
        }
    }

    /// How many bytes a client hears before it sends again.
    fn hears_after(&self, client: usize, index: usize) -> Option<usize> {
        let deeds = deeds(&self.events[index + 1..], client);
        let deeds = deeds.take_while(|deed| !matches!(deed, Deed::Sends(_)));
        let heard = deeds.map(|deed| match deed {
            Deed::Hears(bytes) => bytes.len(),
            Deed::HearsMore(bytes) => bytes.len().max(1),
            _ => 0,
        });
        Some(heard.sum()).filter(|heard| *heard > 0)
    }

    fn send(&mut self, call: &Call) {
        let Some(Subject::Client(who)) = call.about() else { return };
        let Some(client) = self.clients.get_mut(&who) else { return };
        client.sent += call.outcome.bytes().unwrap_or(0);
        client.answered |= client.wanted.is_some_and(|wanted| client.sent >= wanted);
    }
}
