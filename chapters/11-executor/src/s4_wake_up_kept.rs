//! Wrong on purpose (`a_second_client`): still one client at a time, but no wake-up is lost.

mod parker;

use std::{
    future::Future,
    io,
    pin::pin,
    sync::Arc,
    task::{Context, Poll, Wake, Waker},
    thread,
};

use io_models::Server;
use socket_core::net::{self, Accepted, Blocking};

use self::parker::Parker;
use crate::{exhausted::PAUSE, wait::echo};

// ANCHOR: block_on
/// Polls a future, and sleeps until it is worth while to poll it again.
fn block_on<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    let parker = Arc::new(Parker::new());
    let waker = Waker::from(Arc::clone(&parker));
    let mut context = Context::from_waker(&waker);
    loop {
        match future.as_mut().poll(&mut context) {
            Poll::Ready(done) => return done,
            Poll::Pending => parker.park(),
        }
    }
}

impl Wake for Parker {
    fn wake(self: Arc<Self>) {
        self.unpark();
    }
}
// ANCHOR_END: block_on

// ANCHOR: serve
pub(crate) fn serve(server: Server) -> io::Result<()> {
    loop {
        match net::accept(&server.listener, Blocking::Yes)? {
            Accepted::Client(client) => block_on(echo(client))?,
            Accepted::Stopped => return Ok(()),
            Accepted::Exhausted => thread::sleep(PAUSE),
            Accepted::NotNow => {}
        }
    }
}
// ANCHOR_END: serve
