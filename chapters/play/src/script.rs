//! Scripts: what each client does, in which order, as data that reads like a play.
//!
//! ```
//! use play::{ALICE, Act, Script};
//!
//! const HELLO: Script = Script {
//!     title: "a client says hello",
//!     acts: &[
//!         ALICE.connects(),
//!         ALICE.sends("hello\n"),
//!         ALICE.hears("hello\n"),
//!         ALICE.closes(),
//!     ],
//! };
//! # assert_eq!(HELLO.cast(), ["alice"]);
//! ```

mod text;

pub use self::text::Text;

/// A scene with clients.
#[derive(Debug, Clone, Copy)]
pub struct Script {
    /// What happens in it, in a few words.
    pub title: &'static str,
    /// The acts, in order. The server comes to rest after each.
    pub acts: &'static [Act],
}

impl Script {
    /// The same acts under another title.
    #[must_use]
    pub const fn titled(self, title: &'static str) -> Self {
        Self { title, ..self }
    }

    /// No more than the first of its acts, so many.
    #[must_use]
    pub const fn first(self, acts: usize) -> Self {
        Self { acts: self.acts.split_at(acts).0, ..self }
    }

    /// The clients in the order of their entrance.
    #[must_use]
    pub fn cast(&self) -> Vec<String> {
        let mut cast = Vec::new();
        self.acts.iter().for_each(|act| act.introduce(&mut cast));
        cast
    }

    /// Whether its clients speak by datagrams: then the server is handed a UDP socket, and no
    /// listener.
    pub(crate) fn is_of_datagrams(&self) -> bool {
        self.acts.iter().any(|act| matches!(act, Act::Client(_, Line::Open)))
    }
}

/// One act of a script.
#[derive(Debug, Clone, Copy)]
pub enum Act {
    /// A client does something.
    Client(Client, Line),
    /// Several clients act before the server can answer the first of them.
    Together(&'static [Self]),
    /// So many more clients connect, before the server can answer the first, and stay silent.
    Crowd(usize),
    /// Somebody writes this over the beginning of the file that the server has open, which is one in
    /// memory (memfd_create(2)).
    FileChanges(Text),
}

/// So many guests connect, and stay silent to the end. They have no column in the transcript.
#[must_use]
pub const fn crowd(guests: usize) -> Act {
    Act::Crowd(guests)
}

/// The file that the server has open begins with this from now on.
#[must_use]
pub const fn file_changes(text: &'static str) -> Act {
    Act::FileChanges(Text(text.as_bytes(), 1))
}

impl Act {
    /// Whether a client only hears what has come, or waits for it.
    pub(crate) const fn listens(&self) -> bool {
        use Line::{Expect, ExpectEnd, ExpectNothing, Print};
        matches!(self, Self::Client(_, Expect(_) | ExpectNothing | ExpectEnd | Print(..)))
    }

    fn introduce(&self, cast: &mut Vec<String>) {
        match self {
            Self::Together(acts) => acts.iter().for_each(|act| act.introduce(cast)),
            Self::Crowd(_) | Self::FileChanges(_) => {}
            Self::Client(Client(name), _) if cast.iter().any(|known| known == name) => {}
            Self::Client(Client(name), _) => cast.push((*name).to_owned()),
        }
    }
}

/// What a client has to do.
#[derive(Debug, Clone, Copy)]
pub enum Line {
    /// Connect to the server.
    Connect,
    /// Open a socket for datagrams, of which the server learns by the first one.
    Open,
    /// Send this.
    Send(Text),
    /// Send this out of memory that the kernel may use for it (`MSG_ZEROCOPY`).
    Lend(Text),
    /// Send a file in which this is, with sendfile(2).
    SendFile(Text),
    /// Write this over the beginning of that file.
    WriteFile(Text),
    /// Receive exactly this, and wait for it if need be.
    Expect(Text),
    /// Receive something that begins with this, and with it all that comes until the server is at
    /// rest.
    ExpectMore(Text),
    /// See that nothing has come.
    ExpectNothing,
    /// See that the server has ended the connection.
    ExpectEnd,
    /// Run this command, whose connection is the client's, until it ends.
    Run(&'static [Text]),
    /// See that the command has printed this, or what begins with it.
    Print(Text, bool),
    /// Promise to send no more, with shutdown(2).
    HalfClose,
    /// Close the connection.
    Close,
    /// Break the connection off, so that the server sees a reset.
    Reset,
}

/// A client of the cast.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Client(pub &'static str);

/// The first client of most scripts.
pub const ALICE: Client = Client("alice");
/// The second client.
pub const BOB: Client = Client("bob");
/// The third client.
pub const CAROL: Client = Client("carol");
/// The fourth client.
pub const DAVE: Client = Client("dave");

impl Client {
    /// The client will send and receive datagrams. A script has such clients only, or none.
    #[must_use]
    pub const fn opens(self) -> Act {
        Act::Client(self, Line::Open)
    }

    /// The client connects to the server.
    #[must_use]
    pub const fn connects(self) -> Act {
        Act::Client(self, Line::Connect)
    }

    /// The client sends `text` in one piece.
    #[must_use]
    pub const fn sends(self, text: &'static str) -> Act {
        self.sends_times(text, 1)
    }

    /// The client sends `text` so many times over, as fast as the server takes it.
    #[must_use]
    pub const fn sends_times(self, text: &'static str, times: usize) -> Act {
        Act::Client(self, Line::Send(Text(text.as_bytes(), times)))
    }

    /// The client sends `text` so many times over, and lends the kernel the memory that it is in.
    #[must_use]
    pub const fn lends(self, text: &'static str, times: usize) -> Act {
        Act::Client(self, Line::Lend(Text(text.as_bytes(), times)))
    }

    /// The client sends a file of its own in which `text` is.
    #[must_use]
    pub const fn sends_file(self, text: &'static str) -> Act {
        Act::Client(self, Line::SendFile(Text(text.as_bytes(), 1)))
    }

    /// The client writes `text` over the beginning of the file that it has sent.
    #[must_use]
    pub const fn writes_file(self, text: &'static str) -> Act {
        Act::Client(self, Line::WriteFile(Text(text.as_bytes(), 1)))
    }

    /// The client receives exactly `text`, and waits for it if need be.
    #[must_use]
    pub const fn hears(self, text: &'static str) -> Act {
        self.hears_times(text, 1)
    }

    /// The client receives `text` so many times over.
    #[must_use]
    pub const fn hears_times(self, text: &'static str, times: usize) -> Act {
        Act::Client(self, Line::Expect(Text(text.as_bytes(), times)))
    }

    /// The client receives something that begins with `text`, and all that comes with it until the
    /// server is at rest: for what is not the same on every run.
    #[must_use]
    pub const fn hears_more(self, text: &'static str) -> Act {
        Act::Client(self, Line::ExpectMore(Text(text.as_bytes(), 1)))
    }

    /// The client looks, and nothing has come: it still waits.
    #[must_use]
    pub const fn hears_nothing(self) -> Act {
        Act::Client(self, Line::ExpectNothing)
    }

    /// The client sees that the server has ended the connection.
    #[must_use]
    pub const fn hears_end(self) -> Act {
        Act::Client(self, Line::ExpectEnd)
    }

    /// The client will send no more, and still listens.
    #[must_use]
    pub const fn half_closes(self) -> Act {
        Act::Client(self, Line::HalfClose)
    }

    /// The client closes the connection.
    #[must_use]
    pub const fn closes(self) -> Act {
        Act::Client(self, Line::Close)
    }

    /// The client breaks the connection off: the server sees a reset.
    #[must_use]
    pub const fn resets(self) -> Act {
        Act::Client(self, Line::Reset)
    }
}
