//! The parent of a program: a thread of its own, so that the tracer does not wait for the program.
//!
//! The tracer takes the news of every child of its thread (waitpid(2), `__WNOTHREAD`), and the end of
//! a program would be among them. A child of another thread is none of its children.

use std::{
    io,
    process::{Child, Command},
    sync::mpsc::{Sender, channel},
    thread,
};

/// Keeps the parent there: with its thread, the program would get another one as its parent.
#[derive(Debug)]
pub(super) struct Parent {
    /// Hung up when this is dropped, which ends the thread.
    _stays: Sender<()>,
}

/// Starts a program as the child of a thread that stays as long as the [`Parent`].
pub(super) fn spawn(mut command: Command) -> io::Result<(Child, Parent)> {
    let ((tell, told), (stays, leaves)) = (channel(), channel::<()>());
    thread::Builder::new().name("parent".to_owned()).spawn(move || {
        tell.send(command.spawn()).ok();
        // No message comes, only the end.
        leaves.recv().ok();
    })?;
    let child = told.recv().map_err(io::Error::other)??;
    Ok((child, Parent { _stays: stays }))
}
