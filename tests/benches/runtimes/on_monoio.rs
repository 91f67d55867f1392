//! On monoio, which waits with io_uring(7): a task for each client, all on one thread.
//!
//! What the kernel writes to belongs to the runtime until it is done. So each client has a buffer
//! of its own beside the session's, also while it is silent, and what has come is copied.

use std::{cell::RefCell, io, rc::Rc};

use anyhow::Result;
use monoio::{
    IoUringDriver, RuntimeBuilder,
    buf::IoBufMut,
    io::{AsyncReadRent, AsyncWriteRent},
    net::{TcpListener, TcpStream},
};
use socket_core::{session::Want, store::Store};

use crate::servers::session;

/// The bytes of a buffer for receives.
const SIZE: usize = 16 << 10;

pub(crate) fn serve(listener: std::net::TcpListener) -> Result<()> {
    let mut runtime = RuntimeBuilder::<IoUringDriver>::new().enable_timer().build()?;
    runtime.block_on(accept(listener))
}

async fn accept(listener: std::net::TcpListener) -> Result<()> {
    let listener = TcpListener::from_std(listener)?;
    let store = Rc::new(RefCell::new(Store::default()));
    loop {
        let (client, _) = listener.accept().await?;
        let store = Rc::clone(&store);
        monoio::spawn(async move {
            // A client that can't be reached any more has left.
            _ = serve_client(client, &store).await;
        });
    }
}

async fn serve_client(mut client: TcpStream, store: &RefCell<Store>) -> io::Result<()> {
    let mut session = session::new();
    let mut buffer = Vec::with_capacity(SIZE);
    loop {
        match session.want() {
            Want::Read => {
                let room = session.inbox().len().min(SIZE);
                let (received, slice) = client.read(buffer.slice_mut(..room)).await;
                buffer = slice.into_inner();
                let n = received?;
                session.inbox()[..n].copy_from_slice(&buffer[..n]);
                session.received(n, &mut *store.borrow_mut());
            }
            Want::Write => {
                let (sent, _) = client.write(session.outbox().to_vec()).await;
                session.sent(sent?, &mut *store.borrow_mut());
            }
            Want::Sleep(duration) => {
                monoio::time::sleep(duration).await;
                session.slept(&mut *store.borrow_mut());
            }
            Want::Close => return Ok(()),
        }
    }
}
