//! A process for each client.
#![expect(unsafe_code, reason = "fork(2)")]

use std::{io, net::TcpListener, process};

use io_models::Server;
use nix::{
    sys::wait::{WaitPidFlag, WaitStatus, waitpid},
    unistd::{ForkResult, fork},
};

pub(crate) fn serve(server: Server) -> io::Result<()> {
    let listener = TcpListener::from(server.listener);
    loop {
        let (stream, _) = listener.accept()?;
        // SAFETY: this process has one thread.
        match unsafe { fork() }? {
            ForkResult::Child => {
                drop(listener);
                super::echo(stream);
                process::exit(0);
            }
            ForkResult::Parent { .. } => drop(stream),
        }
        let reap = || waitpid(None, Some(WaitPidFlag::WNOHANG));
        while !matches!(reap(), Ok(WaitStatus::StillAlive) | Err(_)) {}
    }
}
