//! How do we wait? In `.await`: a task for each client, and one thread that polls those that have
//! been woken.
//!
//! The loop of a task reads like that of `blocking`; where that one blocks, this one awaits. When
//! nobody is awake, the thread waits in epoll_wait(2) for all of them.
//!
//! ```text
//!  kernel ──event──▶ reactor ──wake──▶ run queue ──poll──▶ task
//!     ▲                                                      │
//!     └────────────── recv(2), send(2), epoll_ctl(2) ────────┘
//! ```
//!
//! What runs the tasks is here too, and knows nothing of the server: [`Executor`], [`spawn()`],
//! [`sleep()`], [`select()`], [`join`], [`channel()`], [`Source`].
//!
//! ```
//! use io_models::executor::{Executor, spawn_joined, yield_now};
//!
//! let sum = Executor::new()?.block_on(async {
//!     let one = spawn_joined(async { 1 });
//!     yield_now().await;
//!     one.await.expect("it does not panic") + 1
//! })?;
//! assert_eq!(sum, 2);
//! # Ok::<_, std::io::Error>(())
//! ```

mod alarms;
mod both;
mod changed;
mod channel;
mod clients;
mod contain;
mod current;
pub(crate) mod eventfd;
mod id;
mod inbox;
mod line;
mod reactor;
mod registry;
mod run;
mod select;
mod sleep;
mod source;
mod spawn;
mod state;
mod tasks;
mod waker;
mod watched;
mod yield_now;

use std::{io, os::fd::OwnedFd, pin::pin, rc::Rc, time::Duration};

use socket_core::{
    net::{self, Accepted, Blocking},
    session::Want,
};

use self::clients::{Client, Clients};
pub use self::{
    both::join,
    channel::{Closed, Receiver, Receiving, Sender, Sending, channel},
    run::Executor,
    select::{Either, Select, select, within},
    sleep::{Sleep, sleep},
    source::{Ready, Source},
    spawn::{Join, spawn, spawn_joined},
    yield_now::yield_now,
};
use crate::{
    clients::UNWATCHED,
    connection::Connection,
    needed::explain,
    scarcity::{self, is_ours},
    server::{Model, Server},
};

/// Its row in [`MODELS`](crate::MODELS).
pub const MODEL: Model = Model::new(
    "executor",
    "in .await, a task for each client; the thread of all tasks waits in epoll_wait(2)",
    serve,
)
.needs(available);

/// Serves until the server must stop.
///
/// # Errors
/// Only ours or the kernel's, that no client is to blame for.
pub fn serve(server: Server) -> io::Result<()> {
    Executor::new()?.block_on(serve_clients(server))?
}

async fn serve_clients(server: Server) -> io::Result<()> {
    net::set_nonblocking(&server.listener)?;
    let listener = Source::new(server.listener);
    let shutdown = Source::new(server.shutdown);
    let clients = Rc::new(Clients::new(server.store, server.limits));
    let accepting = pin!(accept_clients(&listener, &clients));
    let failing = pin!(clients.failure());
    let stopping = pin!(async { select(shutdown.readable(), failing).await.into_inner() });
    select(accepting, stopping).await.into_inner()?;
    net::stop_reading(&listener);
    clients.leave().await
}

/// Takes one client after the other, until that fails.
async fn accept_clients(listener: &Source<OwnedFd>, clients: &Rc<Clients>) -> io::Result<()> {
    loop {
        wait_for(listener).await?;
        // Clients that were accepted before have had their turn by now, and are counted.
        clients.room().await;
        match net::accept(listener, Blocking::No)? {
            Accepted::Client(client) => {
                let clients = Rc::clone(clients);
                spawn(async move { clients.ended(serve_client(client, &clients).await) });
            }
            Accepted::NotNow | Accepted::Stopped => {}
            Accepted::Exhausted => sleep(scarcity::PAUSE).await,
        }
    }
}

/// Waits for a new client. Where epoll's list is full, it tries again after a pause.
async fn wait_for(listener: &Source<OwnedFd>) -> io::Result<()> {
    loop {
        match listener.readable().await {
            Err(error) if !is_ours(&error) => sleep(scarcity::PAUSE).await,
            done => return done,
        }
    }
}

async fn serve_client(client: OwnedFd, clients: &Rc<Clients>) -> io::Result<()> {
    let store = &clients.store;
    let mut connection = Connection::new(Client::enter(client, clients), clients.limits.session);
    // ANCHOR: loop
    loop {
        let ready = match connection.want() {
            Want::Read => clients.ready(connection.socket().readable()).await,
            Want::Write => clients.ready(connection.socket().writable()).await,
            Want::Sleep(duration) => {
                clients.sleep(duration).await;
                connection.slept(&mut *store.borrow_mut());
                Ok(true)
            }
            Want::Close => break,
        };
        match ready {
            Ok(true) => _ = connection.turn(&mut *store.borrow_mut())?,
            Ok(false) => break,
            Err(error) => return unwatched(connection, error),
        }
    }
    // ANCHOR_END: loop
    connection.close();
    Ok(())
}

/// The kernel would not watch a client's socket: the client is turned away.
fn unwatched(connection: Connection<Client>, error: io::Error) -> io::Result<()> {
    if is_ours(&error) { Err(error) } else { connection.refuse(UNWATCHED) }
}

/// One wait, which ends soon.
fn available() -> io::Result<()> {
    let moment = Duration::from_millis(1);
    let waited =
        Executor::new().and_then(|executor| executor.block_on(async { sleep(moment).await }));
    waited.map_err(|error| explain("epoll(7) or eventfd(2)", "2.6.22", error))
}
