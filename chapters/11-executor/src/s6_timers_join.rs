//! Timers, and two futures as one: a client is greeted after a while, and served meanwhile.

mod executor;
pub(crate) mod join;

use std::{future::poll_fn, io, os::fd::OwnedFd, rc::Rc, task::Poll, time::Duration};

use io_models::Server;
use socket_core::net::{self, Accepted, Blocking, Transfer};

use self::{executor::Executor, join::join};

pub(crate) fn serve(server: Server) -> io::Result<()> {
    net::set_nonblocking(&server.listener)?;
    let executor = Rc::new(Executor::default());
    executor.spawn(accept(Rc::new(server.listener), Rc::clone(&executor)));
    executor.run()
}

async fn accept(listener: Rc<OwnedFd>, executor: Rc<Executor>) -> io::Result<()> {
    loop {
        let accepted = poll_fn(|context| match net::accept(&listener, Blocking::No) {
            Ok(Accepted::NotNow) => executor.not_now(&listener, context.waker()),
            done => Poll::Ready(done),
        });
        if let Accepted::Client(client) = accepted.await? {
            executor.spawn(serve_client(Rc::new(client), Rc::clone(&executor)));
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
    net::send(client, b"good evening\n")?;
    Ok(())
}
// ANCHOR_END: client

async fn echo(client: &Rc<OwnedFd>, executor: &Executor) -> io::Result<()> {
    let mut bytes = [0; 512];
    loop {
        let received = poll_fn(|context| match net::receive(client, &mut bytes) {
            Ok(Transfer::NotNow) => executor.not_now(client, context.waker()),
            done => Poll::Ready(done),
        });
        let Transfer::Bytes(received @ 1..) = received.await? else { return Ok(()) };
        net::send(client, &bytes[..received])?;
    }
}
