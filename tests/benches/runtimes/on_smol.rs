//! On smol: a task for each client, all on one thread; another one of its own watches the sockets
//! while that thread does not.

use std::{
    cell::RefCell,
    io::{self, ErrorKind, Read, Write},
    net::{TcpListener, TcpStream},
    rc::Rc,
};

use anyhow::Result;
use smol::{Async, LocalExecutor, Timer};
use socket_core::{session::Want, store::Store};

use crate::servers::session;

pub(crate) fn serve(listener: TcpListener) -> Result<()> {
    let executor = LocalExecutor::new();
    smol::block_on(executor.run(accept(listener, &executor)))
}

async fn accept(listener: TcpListener, executor: &LocalExecutor<'static>) -> Result<()> {
    let listener = Async::new(listener)?;
    let store = Rc::new(RefCell::new(Store::default()));
    loop {
        let (client, _) = listener.accept().await?;
        let store = Rc::clone(&store);
        let serving = executor.spawn(async move {
            // A client that can't be reached any more has left.
            _ = serve_client(client, &store).await;
        });
        serving.detach();
    }
}

async fn serve_client(client: Async<TcpStream>, store: &RefCell<Store>) -> io::Result<()> {
    let mut session = session::new();
    loop {
        match session.want() {
            Want::Read => {
                client.readable().await?;
                match client.get_ref().read(session.inbox()) {
                    Ok(n) => session.received(n, &mut *store.borrow_mut()),
                    Err(error) if error.kind() == ErrorKind::WouldBlock => {
                        session.received_nothing();
                    }
                    Err(error) => return Err(error),
                }
            }
            Want::Write => match client.get_ref().write(session.outbox()) {
                Ok(n) => session.sent(n, &mut *store.borrow_mut()),
                Err(error) if error.kind() == ErrorKind::WouldBlock => client.writable().await?,
                Err(error) => return Err(error),
            },
            Want::Sleep(duration) => {
                Timer::after(duration).await;
                session.slept(&mut *store.borrow_mut());
            }
            Want::Close => return Ok(()),
        }
    }
}
