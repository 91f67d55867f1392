//! Servers that serve for real, for clients that come by themselves.

use std::{
    ffi::OsString,
    io::{self, stderr},
    net::SocketAddr,
    os::fd::{AsFd, OwnedFd},
    process::Command,
};

use recording::End;
use rustix::process::Pid;
use show::end;
use tracer::{Asked, Detail, Live, Refused, wait_until_it_asks};

use crate::{
    script::{ALICE, BOB, CAROL, Client, DAVE},
    server_side::LIVE,
    start::command,
    target::Target,
};

/// The names of the first clients, as in the scripts.
const NAMES: [Client; 4] = [ALICE, BOB, CAROL, DAVE];

/// The name of a client, of which so many were connected before anybody looked.
#[must_use]
pub fn name(index: usize, earlier: usize) -> String {
    match index.checked_sub(earlier) {
        None => format!("earlier-{}", index + 1),
        Some(index) => {
            NAMES.get(index).map_or(format!("client-{}", index + 1), |known| known.0.to_owned())
        }
    }
}

/// Lets a server of this program serve at a listener, and follows it.
///
/// # Errors
///
/// It can't be started, or the kernel does not let it be traced.
pub fn serve_known(
    name: &str,
    address: SocketAddr,
    listener: &OwnedFd,
    detail: Detail,
) -> Result<Live, Refused> {
    let target = Target::Known(name.to_owned());
    let mut live = follow(command(&target, address, Some(listener))?, detail)?;
    live.knows_its_shutdown();
    Ok(live)
}

/// Starts another program, which may be told to listen at this address, and follows it. What it says
/// on its standard output it says on our standard error.
///
/// # Errors
///
/// It can't be started, or the kernel does not let it be traced.
pub fn serve_command(
    line: &[OsString],
    address: SocketAddr,
    detail: Detail,
) -> Result<Live, Refused> {
    let mut command = command(&Target::Command(line.to_vec()), address, None)?;
    command.stdout(stderr().as_fd().try_clone_to_owned()?);
    follow(command, detail)
}

fn follow(mut command: Command, detail: Detail) -> Result<Live, Refused> {
    let child = Pid::from_child(&command.env(LIVE, "1").spawn()?);
    match wait_until_it_asks(child)? {
        Asked::Waits => Live::start(child, detail),
        Asked::NotTraceable => Err(Refused::Forbidden(child.as_raw_nonzero().get())),
        Asked::Ended(status) => {
            Err(io::Error::other(format!("The server {}.", end(End::Exits(status)))).into())
        }
    }
}
