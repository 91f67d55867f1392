//! Rows of a server that serves for real, as its clients talk to it.
//!
//! It ends with the server, or at Ctrl-C: then a server that was started for it is told to end as well,
//! and one that ran already goes on.

mod ending;
mod greeting;
mod rows;

use std::{
    ffi::OsString,
    io::{self, Write, stdout},
    net::{Ipv4Addr, SocketAddr, TcpListener},
    os::fd::AsFd,
};

use play::{Detail, Live, News, Refused, Target, serve_command, serve_known};
use show::{Paint, Setup};

use crate::{
    failure::Failure,
    permitted::take_detail,
    serve::invite,
    watch::{
        ending::Ending,
        greeting::{greeting, told_where},
        rows::Rows,
    },
};

/// What is shown of a server that serves for real.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Manner {
    /// Whether each call by which it sets itself up has a row.
    pub setup: Setup,
    /// What is shown beside the calls. How the kernel does what it does is not known in time.
    pub detail: Detail,
}

impl Manner {
    /// Takes an option of this name; whether there is one.
    pub fn take(&mut self, name: &str) -> bool {
        match name {
            "all" => self.setup = Setup::Shown,
            _ => return take_detail(&mut self.detail, name),
        }
        true
    }
}

/// Starts a server, a model of the book or a command, and shows what it does; returns when it has ended.
///
/// # Errors
///
/// It can't be run, or the kernel does not let it be traced.
pub fn watch_server(target: &Target, manner: Manner, out: &mut impl Write) -> Result<(), Failure> {
    match target {
        Target::Known(name) => serve_watched(name, (Ipv4Addr::LOCALHOST, 0).into(), manner, out),
        Target::Command(line) => watch_command(line, manner, out),
    }
}

/// Starts a command, and shows what it does; returns when it has ended.
///
/// # Errors
///
/// It can't be run, or the kernel does not let it be traced.
fn watch_command(line: &[OsString], manner: Manner, out: &mut impl Write) -> Result<(), Failure> {
    let address = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?;
    let mut live = serve_command(line, address, manner.detail)?;
    write!(out, "{}", told_where(line, address))?;
    let ending = Ending::ends(&live);
    watch(&mut live, ending, manner, out)?;
    if live.is_program() { Ok(()) } else { Err(Failure::Io(io::Error::other(NOT_RUN))) }
}

/// What is said of a command that was no program: why not, it has said itself.
const NOT_RUN: &str = "There is nothing to be watched.";

/// Shows what the process of this number does; returns when it has ended, or at Ctrl-C.
///
/// # Errors
///
/// There is no such process, or the kernel does not let it be traced.
pub fn watch_process(process: i32, manner: Manner, out: &mut impl Write) -> Result<(), Failure> {
    let mut live = Live::attach(process, manner.detail)?;
    let (ending, setup) = (Ending::goes_on(&live), Setup::Shown);
    watch(&mut live, ending, Manner { setup, ..manner }, out)?;
    let has_ended = live.ending().is_some();
    live.let_go()?;
    if !has_ended {
        // A reader who has gone misses nothing.
        writeln!(out, "Let go: process {process} goes on.").ok();
    }
    Ok(())
}

/// Serves at `address` in a process of its own, and shows what it does; returns when it has ended.
pub(crate) fn serve_watched(
    name: &str,
    address: SocketAddr,
    manner: Manner,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let (listener, address) = invite(address, out)?;
    let mut live = serve_known(name, address, &listener, manner.detail)?;
    // When the server closes its own, nobody is to wait for it any more.
    drop(listener);
    let ending = Ending::ends(&live);
    watch(&mut live, ending, manner, out)
}

/// Shows rows until the server has ended, or is not to be watched any more.
fn watch(
    live: &mut Live,
    mut ending: Ending,
    manner: Manner,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let paint = Paint::of_stdout();
    write!(out, "{}", greeting(live, &ending, manner, paint))?;
    let mut rows = Rows::new(manner, paint, out);
    rows.begin()?;
    let reader = stdout();
    loop {
        let reader = (!rows.is_unread()).then(|| reader.as_fd());
        match live.next(reader)? {
            News::Happened => rows.add(live),
            News::Quiet => rows.rest(live),
            News::Closed => rows.is_closed(),
            News::Signal(signal) => {
                if ending.hears(signal).is_break() {
                    break;
                }
            }
            News::Over => break,
        }
        if rows.is_unread() && ending.has_no_reader().is_break() {
            break;
        }
    }
    rows.add(live);
    rows.end(live.ending());
    Ok(())
}

impl From<Refused> for Failure {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Failed(error) => Self::Io(error),
            other => Self::Io(io::Error::other(other)),
        }
    }
}
