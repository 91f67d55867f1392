//! Wrong on purpose (`short_writes`): a handler for each socket, and no way to wait for room.

use std::{collections::HashMap, io, os::fd::OwnedFd, sync::Arc};

use io_models::{
    Server,
    callbacks::{Interest, Watched},
};
use polling::{Events, Poller};
use socket_core::net::{self, Accepted, Blocking};

use crate::echo::echo;

// ANCHOR: loop
/// Returns whether it wants to be called again.
type Handler = Box<dyn FnMut(&mut Handlers) -> io::Result<bool>>;

struct Handlers {
    poller: Arc<Poller>,
    ready: HashMap<usize, (Watched, Handler)>,
    names: usize,
}

impl Handlers {
    fn add(&mut self, source: Arc<OwnedFd>, handler: Handler) -> io::Result<()> {
        self.names += 1;
        let key = self.names;
        let watched = Watched::new(&self.poller, source, key, Interest::Read)?;
        self.ready.insert(key, (watched, handler));
        Ok(())
    }

    fn call(&mut self, key: usize) -> io::Result<()> {
        // While it runs it is not in the table, and nobody holds the table.
        let registered = self.ready.remove(&key);
        let Some((watched, mut handler)) = registered else { return Ok(()) };
        if handler(self)? {
            self.ready.insert(key, (watched, handler));
        }
        Ok(())
    }

    fn run(&mut self) -> io::Result<()> {
        let mut events = Events::new();
        loop {
            events.clear();
            self.poller.wait(&mut events, None)?;
            for event in events.iter() {
                self.call(event.key)?;
            }
        }
    }
}
// ANCHOR_END: loop

// ANCHOR: serve
pub(crate) fn serve(server: Server) -> io::Result<()> {
    net::set_nonblocking(&server.listener)?;
    let listener = Arc::new(server.listener);
    let poller = Arc::new(Poller::new()?);
    let mut handlers = Handlers { poller, ready: HashMap::new(), names: 0 };
    let share = Arc::clone(&listener);
    handlers.add(share, Box::new(move |others| accept(&listener, others)))?;
    handlers.run()
}

fn accept(listener: &OwnedFd, others: &mut Handlers) -> io::Result<bool> {
    if let Accepted::Client(client) = net::accept(listener, Blocking::No)? {
        let client = Arc::new(client);
        others.add(Arc::clone(&client), Box::new(move |_| echo(&client)))?;
    }
    Ok(true)
}
// ANCHOR_END: serve
