//! On tokio's current-thread runtime: a task for each client, all on one thread.

use std::{
    cell::RefCell,
    io::{self, ErrorKind},
    rc::Rc,
};

use anyhow::Result;
use socket_core::{session::Want, store::Store};
use tokio::{
    net::{TcpListener, TcpStream},
    runtime,
    task::{self, LocalSet},
};

use crate::servers::session;

pub(crate) fn serve(listener: std::net::TcpListener) -> Result<()> {
    listener.set_nonblocking(true)?;
    let runtime = runtime::Builder::new_current_thread().enable_io().enable_time().build()?;
    LocalSet::new().block_on(&runtime, accept(listener))
}

async fn accept(listener: std::net::TcpListener) -> Result<()> {
    let listener = TcpListener::from_std(listener)?;
    let store = Rc::new(RefCell::new(Store::default()));
    loop {
        let (client, _) = listener.accept().await?;
        let store = Rc::clone(&store);
        task::spawn_local(async move {
            // A client that can't be reached any more has left.
            _ = serve_client(client, &store).await;
        });
    }
}

async fn serve_client(client: TcpStream, store: &RefCell<Store>) -> io::Result<()> {
    let mut session = session::new();
    loop {
        match session.want() {
            Want::Read => {
                client.readable().await?;
                match client.try_read(session.inbox()) {
                    Ok(n) => session.received(n, &mut *store.borrow_mut()),
                    Err(error) if error.kind() == ErrorKind::WouldBlock => {
                        session.received_nothing();
                    }
                    Err(error) => return Err(error),
                }
            }
            Want::Write => match client.try_write(session.outbox()) {
                Ok(n) => session.sent(n, &mut *store.borrow_mut()),
                Err(error) if error.kind() == ErrorKind::WouldBlock => client.writable().await?,
                Err(error) => return Err(error),
            },
            Want::Sleep(duration) => {
                tokio::time::sleep(duration).await;
                session.slept(&mut *store.borrow_mut());
            }
            Want::Close => return Ok(()),
        }
    }
}
