//! Wrong on purpose (`rests`): futures that are polled again and again, and a core that burns.

use std::{
    future::{Future, poll_fn},
    io,
    os::fd::OwnedFd,
    pin::Pin,
    task::{Context, Poll, Waker},
};

use io_models::Server;
use socket_core::net::{self, Accepted, Blocking, Transfer};

// ANCHOR: serve
pub(crate) fn serve(server: Server) -> io::Result<()> {
    net::set_nonblocking(&server.listener)?;
    let mut tasks: Vec<Pin<Box<dyn Future<Output = ()>>>> = Vec::new();
    let mut context = Context::from_waker(Waker::noop());
    loop {
        let accepted = net::accept(&server.listener, Blocking::No)?;
        if let Accepted::Client(client) = accepted {
            tasks.push(Box::pin(echo(client)));
        }
        tasks.retain_mut(|task| task.as_mut().poll(&mut context).is_pending());
    }
}
// ANCHOR_END: serve

// ANCHOR: echo
async fn echo(client: OwnedFd) {
    let mut bytes = [0; 512];
    while let Ok(Transfer::Bytes(len @ 1..)) = receive(&client, &mut bytes).await {
        let mut unsent = &bytes[..len];
        while !unsent.is_empty() {
            let Ok(Transfer::Bytes(sent)) = send(&client, unsent).await else {
                return;
            };
            unsent = &unsent[sent..];
        }
    }
}

/// A future: `poll` makes the call, and is pending if there is nothing to receive.
fn receive(
    client: &OwnedFd,
    bytes: &mut [u8],
) -> impl Future<Output = rustix::io::Result<Transfer>> {
    poll_fn(move |_| match net::receive(client, bytes) {
        Ok(Transfer::NotNow) => Poll::Pending,
        done => Poll::Ready(done),
    })
}
// ANCHOR_END: echo

/// The same, if there is no room to send.
fn send(
    client: &OwnedFd,
    bytes: &[u8],
) -> impl Future<Output = rustix::io::Result<Transfer>> {
    poll_fn(move |_| match net::send(client, bytes) {
        Ok(Transfer::NotNow) => Poll::Pending,
        done => Poll::Ready(done),
    })
}
