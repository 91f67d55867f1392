//! Timers, and two futures as one: a client is greeted after a while, and served meanwhile.

mod executor;
pub(crate) mod join;

use std::{
    future::poll_fn, io, os::fd::OwnedFd, rc::Rc, task::Poll, time::Duration,
};

use io_models::Server;
use rustix::event::PollFlags;
use socket_core::net::{self, Accepted, Blocking, Transfer};

use self::executor::Executor;
pub(crate) use self::join::join;
use crate::exhausted::PAUSE;

pub(crate) fn serve(server: Server) -> io::Result<()> {
    net::set_nonblocking(&server.listener)?;
    let executor = Rc::new(Executor::new()?);
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
        match accepted.await? {
            Accepted::Client(client) => {
                executor.spawn(serve_client(Rc::new(client), Rc::clone(&executor)));
            }
            Accepted::Exhausted => executor.sleep(PAUSE).await,
            Accepted::NotNow | Accepted::Stopped => {}
        }
    }
}

// ANCHOR: client
async fn serve_client(client: Rc<OwnedFd>, all: Rc<Executor>) -> io::Result<()> {
    let (echoed, greeted) = join(echo(&client, &all), greet(&client, &all)).await;
    echoed.and(greeted)
}

async fn greet(client: &Rc<OwnedFd>, executor: &Executor) -> io::Result<()> {
    executor.sleep(Duration::from_millis(300)).await;
    send_all(client, b"good evening\n", executor).await
}
// ANCHOR_END: client

async fn echo(client: &Rc<OwnedFd>, executor: &Executor) -> io::Result<()> {
    let mut bytes = [0; 512];
    loop {
        let received = poll_fn(|context| match net::receive(client, &mut bytes) {
            Ok(Transfer::NotNow) => {
                executor.not_now(client, PollFlags::IN, context.waker())
            }
            done => Poll::Ready(done),
        });
        let Transfer::Bytes(len @ 1..) = received.await? else { return Ok(()) };
        send_all(client, &bytes[..len], executor).await?;
    }
}

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
