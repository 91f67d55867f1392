//! Wrong on purpose (`a_client_is_served`): while a handler runs, it can register no other.

use std::{cell::RefCell, collections::BTreeMap, io, os::fd::OwnedFd, rc::Rc, sync::Arc};

use io_models::{
    Server,
    callbacks::{Interest, Watched},
};
use polling::{Events, Poller};
use socket_core::net::{self, Accepted, Blocking};

use crate::echo::echo;

// ANCHOR: loop
type Handler = Box<dyn FnMut() -> io::Result<()>>;
type Table = Rc<RefCell<BTreeMap<usize, (Watched, Handler)>>>;

fn run(poller: &Poller, handlers: &Table) -> io::Result<()> {
    let mut events = Events::new();
    loop {
        events.clear();
        poller.wait(&mut events, None)?;
        for event in events.iter() {
            let mut handlers = handlers.borrow_mut();
            if let Some((_, handler)) = handlers.get_mut(&event.key) {
                handler()?;
            }
        }
    }
}
// ANCHOR_END: loop

// ANCHOR: serve
pub(crate) fn serve(server: Server) -> io::Result<()> {
    net::set_nonblocking(&server.listener)?;
    let poller = Arc::new(Poller::new()?);
    let handlers = Table::default();
    let listener = Arc::new(server.listener);
    let watched = Watched::new(&poller, Arc::clone(&listener), 0, Interest::Read)?;
    let (others, watching) = (Rc::clone(&handlers), Arc::clone(&poller));
    let accept = move || accept(&listener, &watching, &others);
    handlers.borrow_mut().insert(0, (watched, Box::new(accept)));
    run(&poller, &handlers)
}

fn accept(listener: &OwnedFd, poller: &Arc<Poller>, all: &Table) -> io::Result<()> {
    let accepted = net::accept(listener, Blocking::No)?;
    let Accepted::Client(client) = accepted else { return Ok(()) };
    let client = Arc::new(client);
    // The loop holds the table, for it is calling a handler of it: no way in.
    let Ok(mut all) = all.try_borrow_mut() else { return Ok(()) };
    let key = all.len();
    let watched = Watched::new(poller, Arc::clone(&client), key, Interest::Read)?;
    all.insert(key, (watched, Box::new(move || echo(&client).map(|_| ()))));
    Ok(())
}
// ANCHOR_END: serve
