//! How do we wait? In an event loop, which calls us back; the loop waits wherever `polling` does.
//!
//! The model `epoll` owns its loop and asks what has happened. Here the loop owns the waiting, and
//! calls the handler of whoever is ready: what tornado and libuv do. Nothing of it is Linux's own.

mod event_loop;
mod watched;

use std::{collections::BTreeMap, io, os::fd::OwnedFd, sync::Arc, time::Instant};

use socket_core::session::Want;

pub use self::{
    event_loop::{Handlers, Key, Loop, Timer},
    watched::{Interest, Watched},
};
use crate::{
    clients::{Clients, Turn},
    needed::explain,
    server::{Model, Server},
    slab::Token,
};

/// Its row in [`MODELS`](crate::MODELS).
pub const MODEL: Model = Model::new(
    "callbacks",
    "in an event loop, which calls a handler for each socket that is ready",
    serve,
)
.needs(available);

struct Callbacks {
    clients: Clients<Arc<OwnedFd>>,
    /// Each client's handler.
    keys: BTreeMap<Token, Key>,
    /// The listener's handler, while new clients are waited for.
    listener: Option<Key>,
    /// The one timer, and the clients' next deadline, which it is set to.
    alarm: Option<(Instant, Timer)>,
}

type Others = Handlers<Callbacks>;
type Done = io::Result<()>;

/// Serves until the server must stop.
///
/// # Errors
/// Only ours or the kernel's, that no client is to blame for.
pub fn serve(server: Server) -> io::Result<()> {
    let clients = Clients::new(server)?;
    let mut events = Loop::new()?;
    let shutdown = clients.shutdown().share();
    events.handlers().add(shutdown, Interest::Read, Callbacks::stop)?;
    Callbacks { clients, keys: BTreeMap::new(), listener: None, alarm: None }.run(events)
}

impl Callbacks {
    fn run(&mut self, mut events: Loop<Self>) -> io::Result<()> {
        while !self.clients.done() {
            self.watch_listener(events.handlers())?;
            self.set_alarm(events.handlers());
            events.turn(self)?;
        }
        Ok(())
    }

    fn stop(&mut self, others: &mut Others, key: Key) -> Done {
        others.remove(key);
        self.clients.stop();
        Ok(())
    }

    fn accept(&mut self, others: &mut Others, _: Key) -> Done {
        let Some(token) = self.clients.accept()? else { return Ok(()) };
        let socket = self.clients.socket(token).expect("it has just come");
        let ready = move |this: &mut Self, others: &mut Others, _| this.ready(others, token);
        match others.add(Arc::clone(socket), Interest::Read, ready) {
            Ok(key) => _ = self.keys.insert(token, key),
            Err(error) => self.clients.unwatched(token, error)?,
        }
        Ok(())
    }

    // ANCHOR: handlers
    fn ready(&mut self, others: &mut Others, token: Token) -> Done {
        let turn = self.clients.turn(token)?;
        turn.map_or(Ok(()), |turn| self.watch(others, token, turn))
    }

    fn expire(&mut self, others: &mut Others) -> Done {
        let now = Instant::now();
        while let Some((token, turn)) = self.clients.expire(now)? {
            self.watch(others, token, turn)?;
        }
        Ok(())
    }

    /// Waits for what the client wants now.
    fn watch(&mut self, others: &mut Others, token: Token, turn: Turn) -> Done {
        let key = self.keys[&token];
        if turn.after == Want::Close {
            self.keys.remove(&token);
            others.remove(key);
            return Ok(());
        }
        others.watch(key, interest(turn.after)).or_else(|error| {
            self.keys.remove(&token);
            others.remove(key);
            self.clients.unwatched(token, error)
        })
    }
    // ANCHOR_END: handlers

    /// Waits for new clients, or lets them wait in the backlog.
    fn watch_listener(&mut self, others: &mut Others) -> Done {
        match (self.clients.accepts(), self.listener) {
            (true, None) => {
                let listener = Arc::clone(self.clients.listener());
                match others.add(listener, Interest::Read, Self::accept) {
                    Ok(key) => self.listener = Some(key),
                    Err(error) => self.clients.unwatched_listener(error)?,
                }
            }
            (false, Some(key)) => {
                others.remove(key);
                self.listener = None;
            }
            (true, Some(_)) | (false, None) => {}
        }
        Ok(())
    }

    /// Sets the timer to the clients' next deadline.
    fn set_alarm(&mut self, others: &mut Others) {
        let deadline = self.clients.deadline();
        if deadline == self.alarm.map(|(deadline, _)| deadline) {
            return;
        }
        if let Some((_, timer)) = self.alarm {
            others.cancel(timer);
        }
        self.alarm = deadline.map(|deadline| (deadline, others.at(deadline, Self::alarm)));
    }

    fn alarm(&mut self, others: &mut Others) -> Done {
        self.alarm = None;
        self.expire(others)
    }
}

fn interest(want: Want) -> Interest {
    match want {
        Want::Read => Interest::Read,
        Want::Write => Interest::Write,
        Want::Sleep(_) | Want::Close => Interest::Nothing,
    }
}

/// One turn that does not wait.
fn available() -> io::Result<()> {
    let turned = Loop::new().and_then(|mut events| {
        events.handlers().soon(|(), _| Ok(()));
        events.turn(&mut ())
    });
    turned.map_err(|error| explain("epoll(7)", "2.6", error))
}
