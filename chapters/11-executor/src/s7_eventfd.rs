//! The same clients, and the executor hears them: an eventfd(2) interrupts its sleep, and after a
//! batch of polls it looks at the sockets, whichever task is still awake.

pub(crate) mod executor;

use std::{future::poll_fn, io, os::fd::OwnedFd, rc::Rc, task::Poll};

use io_models::Server;
use rustix::event::PollFlags;
use socket_core::net::{self, Accepted, Blocking};

use self::executor::Executor;
use crate::{
    exhausted::client_or_pause,
    s6_not_heard::clients::{asks_again, is_woken_by_a_thread},
};

// ANCHOR: serve
pub(crate) fn serve(server: Server) -> io::Result<()> {
    net::set_nonblocking(&server.listener)?;
    let executor = Rc::new(Executor::new()?);
    executor.spawn(accept(Rc::new(server.listener), Rc::clone(&executor)));
    executor.run()
}

async fn accept(listener: Rc<OwnedFd>, executor: Rc<Executor>) -> io::Result<()> {
    let mut number = 0;
    loop {
        let accepted =
            poll_fn(|context| match net::accept(&listener, Blocking::No) {
                Ok(Accepted::NotNow) => {
                    executor.not_now(&listener, PollFlags::IN, context.waker())
                }
                done => Poll::Ready(done),
            });
        let accepted = accepted.await?;
        let Some(client) = client_or_pause(accepted) else { continue };
        match number % 2 {
            0 => executor.spawn(is_woken_by_a_thread(client)),
            _ => executor.spawn(asks_again(client)),
        }
        number += 1;
    }
}
// ANCHOR_END: serve
