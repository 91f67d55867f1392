//! What a client does: a deed is told first, and is done when it has arrived.

use std::{
    io::{self, ErrorKind},
    net::SocketAddr,
};

use recording::{Arrival, Deed, Subject};

use crate::{
    arrival::{
        datagrams,
        streams::{self, News},
    },
    client::{Connection, Ending},
    director::{
        Director,
        hearing::{cut, unheard},
    },
    script::{Client, Line},
    server::PATIENCE,
    trouble::Trouble,
};

impl Director {
    /// A client does what its line says.
    pub(crate) fn speak(&mut self, Client(who): Client, line: &Line) -> Result<(), Trouble> {
        match line {
            Line::Connect => self.connect(who),
            Line::Open => self.open(who),
            Line::Send(text) => self.send(who, &text.bytes()),
            Line::Lend(text) => {
                self.tell(who, Deed::Lends(text.bytes()));
                let sent = self.client(who)?.lend(text.bytes())?;
                self.has_sent(who, sent)
            }
            Line::SendFile(text) => {
                self.tell(who, Deed::SendsFile(text.bytes()));
                let sent = self.client(who)?.send_file(&text.bytes())?;
                self.has_sent(who, sent)
            }
            Line::WriteFile(text) => {
                self.tell(who, Deed::WritesFile(text.bytes()));
                Ok(self.client(who)?.write_file(&text.bytes())?)
            }
            Line::Expect(text) => self.expect(who, &text.bytes()),
            Line::ExpectMore(text) => self.expect_more(who, &text.bytes()),
            Line::ExpectNothing => self.expect_nothing(who),
            Line::ExpectEnd => self.expect_end(who),
            Line::Run(words) => self.run(who, words),
            Line::Print(text, more) => self.prints(who, &text.bytes(), *more),
            Line::HalfClose => self.half_close(who),
            Line::Close => self.close(who),
            Line::Reset => self.reset(who),
        }
    }

    pub(crate) fn half_close(&mut self, who: &'static str) -> Result<(), Trouble> {
        self.tell(who, Deed::HalfCloses);
        let client = self.client(who)?.half_close().map_err(|error| gone(who, error))?;
        self.ends(who, client, Arrival::End)
    }

    pub(crate) fn close(&mut self, who: &'static str) -> Result<(), Trouble> {
        self.tell(who, Deed::Closes);
        let client = self.leave(who)?.close()?;
        self.ends(who, client, Arrival::End)
    }

    fn reset(&mut self, who: &'static str) -> Result<(), Trouble> {
        self.tell(who, Deed::Resets);
        let client = self.leave(who)?.reset()?;
        self.ends(who, client, Arrival::Reset)
    }

    /// A deed is done when it has arrived.
    fn ends(&mut self, who: &str, client: SocketAddr, how: Arrival) -> Result<(), Trouble> {
        streams::wait(self.address, client, News::End);
        self.server.arrives(self.subject(who), how);
        Ok(())
    }

    pub(crate) fn connect(&mut self, who: &'static str) -> Result<(), Trouble> {
        self.tell(who, Deed::Connects);
        let client = self.call(self.subject(who))?;
        self.clients.insert(who, client);
        self.server.arrives(self.subject(who), Arrival::Connection);
        Ok(())
    }

    /// A client, or a guest, connects.
    pub(crate) fn call(&mut self, who: Subject) -> Result<Connection, Trouble> {
        let client = Connection::new(self.address, self.buffers).map_err(|error| {
            // The server listens no more: the reader wants to know why.
            self.server.ending().map_or(error.into(), Trouble::Ended)
        })?;
        let address = client.address()?;
        self.server.meet(who, address);
        streams::wait(self.address, address, News::Connection);
        Ok(client)
    }

    fn open(&mut self, who: &'static str) -> Result<(), Trouble> {
        let client = Connection::of_datagrams(self.address)?;
        self.server.meet(self.subject(who), client.address()?);
        self.clients.insert(who, client);
        Ok(())
    }

    pub(crate) fn send(&mut self, who: &'static str, bytes: &[u8]) -> Result<(), Trouble> {
        self.tell(who, Deed::Sends(bytes.to_vec()));
        if self.client(who)?.is_of_datagrams() {
            return self.send_datagram(who, bytes);
        }
        let sent = self.push(who, bytes)?;
        let rest = &bytes[sent..];
        if !rest.is_empty() {
            // The others come as the server makes room.
            self.server.arrives(self.subject(who), Arrival::Bytes(bytes.len()));
            self.send_rest(who, rest)?;
            return self.wait_for_bytes(who);
        }
        self.has_sent(who, sent)
    }

    fn send_datagram(&mut self, who: &'static str, bytes: &[u8]) -> Result<(), Trouble> {
        let before = datagrams::arrived(self.address);
        let sent = self.push(who, bytes)?;
        datagrams::wait(self.address, &before);
        self.server.datagram_arrives(self.subject(who), sent);
        Ok(())
    }

    /// All that was sent has arrived.
    fn has_sent(&mut self, who: &'static str, bytes: usize) -> Result<(), Trouble> {
        self.wait_for_bytes(who)?;
        self.server.arrives(self.subject(who), Arrival::Bytes(bytes));
        Ok(())
    }

    fn wait_for_bytes(&mut self, who: &'static str) -> Result<(), Trouble> {
        let client = self.client(who)?;
        let (address, sent) = (client.address()?, client.sent);
        streams::wait(self.address, address, News::Bytes(sent));
        Ok(())
    }

    /// Sends what the kernel had no room for, as the server makes some.
    fn send_rest(&mut self, who: &'static str, mut rest: &[u8]) -> Result<(), Trouble> {
        let mut in_vain = 0;
        while !rest.is_empty() {
            if in_vain > 0 {
                self.glance_away()?;
            } else {
                self.server.let_time_pass()?;
                self.run_to_rest()?;
            }
            let sent = self.push(who, rest)?;
            in_vain = if sent == 0 { in_vain + 1 } else { 0 };
            if in_vain > PATIENCE {
                return Err(unheard(who, "a server that takes its bytes", "none"));
            }
            rest = &rest[sent..];
        }
        Ok(())
    }

    fn push(&mut self, who: &'static str, bytes: &[u8]) -> Result<usize, Trouble> {
        self.client(who)?.send(bytes).map_err(|error| gone(who, error))
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
