//! What a client should hear: it waits for that, and for nothing more.

use std::{thread::sleep, time::Duration};

use recording::Deed;

use show::quote;

use crate::{
    arrival::streams::{self, News},
    client::{Connection, Ending},
    director::Director,
    server::PATIENCE,
    trouble::Trouble,
};

/// How long to look away while a client waits for the server's clock.
const GLANCE: Duration = Duration::from_millis(1);

/// So much is heard at once of a server that never stops.
const MOST: usize = 1 << 24;

/// So much of what should not have come tells the reader what it was.
const ENOUGH: usize = 4096;

impl Director {
    pub(crate) fn expect(&mut self, who: &'static str, wanted: &[u8]) -> Result<(), Trouble> {
        self.wait(who, wanted, |client| client.ending.is_some())?;
        let mut heard = self.client(who)?.take();
        let fits = heard == wanted;
        if !fits {
            // The reader will want to know it.
            heard.extend(self.client(who)?.take_all()?);
        }
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

    /// All that has come when the server is at rest; only what is wanted of it is told.
    pub(crate) fn expect_more(&mut self, who: &'static str, wanted: &[u8]) -> Result<(), Trouble> {
        let least = if wanted.is_empty() { b"\0" } else { wanted };
        self.wait(who, least, |client| client.ending.is_some())?;
        self.run_to_rest()?;
        let address = self.address;
        let client = self.client(who)?;
        streams::wait(address, client.address()?, News::Answers);
        client.listen(MOST)?;
        let mut heard = client.take();
        let ending = client.ending;
        if !heard.is_empty() && heard.starts_with(wanted) {
            self.tell(who, Deed::HearsMore(wanted.to_vec()));
            return Ok(());
        }
        heard.truncate(ENOUGH);
        if !heard.is_empty() {
            self.tell(who, Deed::Hears(heard.clone()));
        }
        let expected = format!("{} and more", quote(wanted));
        Err(match ending {
            Some(ending) => cut(who, wanted, ending),
            None => unheard(who, &expected, &quote(&heard)),
        })
    }

    pub(crate) fn expect_nothing(&mut self, who: &'static str) -> Result<(), Trouble> {
        let client = self.client(who)?;
        let heard = quote(client.listen(4096)?);
        match client.ending {
            _ if heard != "\"\"" => return Err(unheard(who, "nothing", &heard)),
            Some(ending) => return Err(cut(who, b"", ending)),
            None => self.tell(who, Deed::HearsNothing),
        }
        Ok(())
    }

    pub(crate) fn expect_end(&mut self, who: &'static str) -> Result<(), Trouble> {
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

    /// Waits until a client has heard as much as it wants, or something else, or `enough` of it.
    fn wait(
        &mut self,
        who: &'static str,
        wanted: &[u8],
        enough: fn(&Connection) -> bool,
    ) -> Result<(), Trouble> {
        let mut silence = Silence::default();
        while !self.has_heard(who, wanted, enough)? {
            let news = (self.client(who)?.listen(0)?.len(), self.server.events());
            if silence.lasts(news) > self.server.patience() || silence.whole > PATIENCE {
                break;
            }
            self.glance_away()?;
        }
        Ok(())
    }

    /// Lets a moment pass, in which the server may do something, or end.
    pub(crate) fn glance_away(&mut self) -> Result<(), Trouble> {
        self.is_there()?;
        sleep(GLANCE);
        self.server.let_time_pass()?;
        self.run_to_rest()
    }

    fn has_heard(
        &mut self,
        who: &'static str,
        wanted: &[u8],
        enough: fn(&Connection) -> bool,
    ) -> Result<bool, Trouble> {
        let client = self.client(who)?;
        let heard = client.listen(wanted.len())?;
        let differs = heard.len() == wanted.len() || !wanted.starts_with(heard);
        Ok(differs || enough(client))
    }
}

/// How long nothing has been new, in glances: on a busy machine each of them takes longer, and so does
/// all that a client waits for.
#[derive(Default)]
struct Silence {
    /// How often a client has looked in all.
    whole: u32,
    /// How often since there was anything new.
    since: u32,
    /// How much had been heard then, and how much had happened.
    last: (usize, usize),
}

impl Silence {
    /// How long it has been no more than this, now that the client looks once more.
    fn lasts(&mut self, news: (usize, usize)) -> u32 {
        self.since = if news == self.last { self.since + 1 } else { 0 };
        self.last = news;
        self.whole += 1;
        self.since
    }
}

pub(crate) fn cut(who: &'static str, wanted: &[u8], ending: Ending) -> Trouble {
    let expected = if wanted.is_empty() { "nothing yet".to_owned() } else { quote(wanted) };
    let how = match ending {
        Ending::Closed => "the end of the connection",
        Ending::Reset => "a reset",
    };
    Trouble::Cut { who, expected, how }
}

pub(crate) fn unheard(who: &'static str, expected: &str, heard: &str) -> Trouble {
    let heard = if heard == "\"\"" { "nothing" } else { heard };
    Trouble::Unheard { who, expected: expected.to_owned(), heard: heard.to_owned() }
}
