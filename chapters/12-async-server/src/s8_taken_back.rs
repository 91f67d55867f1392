//! The receive is kept outside of what is dropped; and where it is dropped itself, it is cancelled.

use std::{io, os::fd::OwnedFd, rc::Rc, time::Duration};

use io_models::{
    Server,
    executor::{Either, select},
};

use crate::ring::{Completion, Executor, received, send_all, serve_each};

// ANCHOR: serve
const PATIENCE: Duration = Duration::from_millis(500);

pub(crate) fn serve(server: Server) -> io::Result<()> {
    serve_each(server, serve_client)
}

/// A receive that is cancelled when it is dropped. Its buffer is not its own: that
/// stays in the ring until the kernel has completed the request, and then is free.
struct Receive(Completion);

impl Drop for Receive {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

async fn serve_client(client: OwnedFd, executor: Rc<Executor>) -> io::Result<()> {
    let mut line = Vec::new();
    let mut receive = Receive(executor.receive(&client)?);
    let mut silences = 0;
    while silences < 2 {
        match select(&mut receive.0, executor.sleep(PATIENCE)).await {
            Either::First(done) => {
                let Some(bytes) = received(done) else { return Ok(()) };
                line.extend(bytes);
                silences = 0;
                receive = Receive(executor.receive(&client)?);
            }
            Either::Second(()) => {
                silences += 1;
                send_all(&executor, &client, b"still there?\n").await?;
                // A moment to answer in: what comes meanwhile is received.
                executor.sleep(PATIENCE).await;
            }
        }
        while let Some(end) = line.iter().position(|byte| *byte == b'\n') {
            let length = line.drain(..=end).len();
            send_all(&executor, &client, format!("{length} bytes\n").as_bytes())
                .await?;
        }
    }
    Ok(())
}
// ANCHOR_END: serve
