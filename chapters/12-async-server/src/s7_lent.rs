//! Wrong on purpose (`a_line_in_two_pieces`): a dropped future leaves its receive to the kernel.

use std::{io, os::fd::OwnedFd, rc::Rc, time::Duration};

use io_models::{
    Server,
    executor::{Either, select},
};

use crate::ring::{Executor, received, send_all, serve_each};

// ANCHOR: serve
const PATIENCE: Duration = Duration::from_millis(500);

pub(crate) fn serve(server: Server) -> io::Result<()> {
    serve_each(server, serve_client)
}

async fn serve_client(client: OwnedFd, executor: Rc<Executor>) -> io::Result<()> {
    let mut line = Vec::new();
    loop {
        match select(executor.receive(&client)?, executor.sleep(PATIENCE)).await {
            Either::First(done) => {
                let Some(bytes) = received(done) else { return Ok(()) };
                line.extend(bytes);
            }
            Either::Second(()) => {
                send_all(&executor, &client, b"still there?\n").await?;
                // A moment to answer in, before it receives again.
                executor.sleep(PATIENCE).await;
            }
        }
        while let Some(end) = line.iter().position(|byte| *byte == b'\n') {
            let length = line.drain(..=end).len();
            send_all(&executor, &client, format!("{length} bytes\n").as_bytes())
                .await?;
        }
    }
}
// ANCHOR_END: serve
