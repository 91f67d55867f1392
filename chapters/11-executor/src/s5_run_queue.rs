//! Tasks, a waker for each, and a queue of those that have been woken: one thread, many clients.

pub(crate) mod executor;

use std::{future::poll_fn, io, os::fd::OwnedFd, rc::Rc, task::Poll};

use io_models::Server;
use rustix::event::PollFlags;
use socket_core::net::{self, Accepted, Blocking, Transfer};

use self::executor::Executor;
use crate::exhausted::client_or_pause;

// ANCHOR: serve
pub(crate) fn serve(server: Server) -> io::Result<()> {
    net::set_nonblocking(&server.listener)?;
    let executor = Rc::new(Executor::default());
    executor.spawn(accept(Rc::new(server.listener), Rc::clone(&executor)));
    executor.run()
}

async fn accept(listener: Rc<OwnedFd>, executor: Rc<Executor>) -> io::Result<()> {
    loop {
        let accepted =
            poll_fn(|context| match net::accept(&listener, Blocking::No) {
                Ok(Accepted::NotNow) => {
                    executor.not_now(&listener, PollFlags::IN, context.waker())
                }
                done => Poll::Ready(done),
            });
        if let Some(client) = client_or_pause(accepted.await?) {
            executor.spawn(echo(Rc::new(client), Rc::clone(&executor)));
        }
    }
}

async fn echo(client: Rc<OwnedFd>, executor: Rc<Executor>) -> io::Result<()> {
    let mut bytes = [0; 512];
    loop {
        let received = poll_fn(|context| match net::receive(&client, &mut bytes) {
            Ok(Transfer::NotNow) => {
                executor.not_now(&client, PollFlags::IN, context.waker())
            }
            done => Poll::Ready(done),
        });
        let Transfer::Bytes(len @ 1..) = received.await? else { return Ok(()) };
        send_all(&client, &bytes[..len], &executor).await?;
    }
}
// ANCHOR_END: serve

// ANCHOR: send_all
async fn send_all(
    client: &Rc<OwnedFd>,
    bytes: &[u8],
    executor: &Executor,
) -> io::Result<()> {
    let mut unsent = bytes;
    while !unsent.is_empty() {
        let sent = poll_fn(|context| match net::send(client, unsent) {
            Ok(Transfer::NotNow) => {
                executor.not_now(client, PollFlags::OUT, context.waker())
            }
            done => Poll::Ready(done),
        });
        let Transfer::Bytes(sent) = sent.await? else { return Ok(()) };
        unsent = &unsent[sent..];
    }
    Ok(())
}
// ANCHOR_END: send_all
