//! One client of the book's protocol, with a store of its own; how it sleeps is the step's.

use std::{io, os::fd::OwnedFd, time::Duration};

use io_models::executor::Source;
use socket_core::{
    buffer::{Buffer, Growing},
    limits::Limits,
    net::{self, Transfer},
    session::{Session, Want},
    store::Store,
};

// ANCHOR: requests
pub(crate) async fn serve_client(
    client: Source<OwnedFd>,
    sleep: impl AsyncFn(Duration),
) -> io::Result<()> {
    let mut store = Store::default();
    let mut session = session();
    loop {
        match session.want() {
            Want::Read => {
                client.readable().await?;
                match net::receive(&client, session.inbox())? {
                    Transfer::Bytes(len) => session.received(len, &mut store),
                    Transfer::NotNow => session.received_nothing(),
                    Transfer::Gone => return Ok(()),
                }
            }
            Want::Write => match net::send(&client, session.outbox())? {
                Transfer::Bytes(len) => session.sent(len, &mut store),
                Transfer::NotNow => client.writable().await?,
                Transfer::Gone => return Ok(()),
            },
            Want::Sleep(duration) => {
                sleep(duration).await;
                session.slept(&mut store);
            }
            Want::Close => return Ok(()),
        }
    }
}
// ANCHOR_END: requests

fn session() -> Session<Growing> {
    let limits = Limits::default();
    let inbox = Buffer::new(Growing::new(limits.request));
    let outbox = Buffer::new(Growing::new(limits.replies + limits.value));
    Session::new(inbox, outbox, limits)
}
