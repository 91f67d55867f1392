//! Rows of a server that serves for real, as its clients talk to it.
//!
//! It ends with the server, or at Ctrl-C: then a server that was started for it is told to end as well,
//! and one that ran already goes on.

mod ending;
mod greeting;
#[cfg(feature = "json")]
mod json;
mod manner;
mod rows;
mod shown;

use std::{
    ffi::OsString,
    io::{self, Write, stdout},
    net::{Ipv4Addr, SocketAddr, TcpListener},
    os::fd::AsFd,
};

use play::{Live, News, Refused, Target, serve_command, serve_known};
use show::{Paint, Setup};

pub use self::manner::Manner;
use crate::{
    failure::Failure,
    language::Language,
    serve::{invitation, listen_at},
    watch::{
        ending::Ending,
        greeting::{greeting, told_where},
        shown::Paper,
    },
};

/// Starts a server, a model of the book or a command, and shows what it does; returns when it has ended.
///
/// # Errors
///
/// It can't be run, or the kernel does not let it be traced.
pub fn watch_server(target: &Target, manner: Manner, out: &mut impl Write) -> Result<(), Failure> {
    match target {
        Target::Known(name) => {
            let address = (Ipv4Addr::LOCALHOST, 0).into();
            serve_watched(name, Language::Resp, address, manner, out)
        }
        Target::Command(line) => watch_command(line, &target.to_string(), manner, out),
    }
}

/// Starts a command, and shows what it does; returns when it has ended.
///
/// # Errors
///
/// It can't be run, or the kernel does not let it be traced.
fn watch_command(
    line: &[OsString],
    title: &str,
    manner: Manner,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let manner = manner.permitted();
    let address = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?;
    let mut live = serve_command(line, address, manner.detail)?;
    manner.say(&told_where(line, address), out)?;
    let ending = Ending::ends(&live);
    watch(&mut live, ending, title, manner, out)?;
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
    let manner = manner.permitted();
    let mut live = Live::attach(process, manner.detail)?;
    let (ending, setup) = (Ending::goes_on(&live), Setup::Shown);
    let title = format!("process {process}");
    watch(&mut live, ending, &title, Manner { setup, ..manner }, out)?;
    let has_ended = live.ending().is_some();
    live.let_go()?;
    if !has_ended {
        // A reader who has gone misses nothing.
        manner.say(&format!("Let go: process {process} goes on.\n"), out).ok();
    }
    Ok(())
}

/// Serves at `address` in a process of its own, and shows what it does; returns when it has ended.
pub(crate) fn serve_watched(
    name: &str,
    speaks: Language,
    address: SocketAddr,
    manner: Manner,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let manner = manner.permitted();
    let (listener, address) = listen_at(address)?;
    manner.say(&invitation(address, speaks), out)?;
    out.flush()?;
    let mut live = serve_known(name, address, &listener, manner.detail)?;
    // When the server closes its own, nobody is to wait for it any more.
    drop(listener);
    let ending = Ending::ends(&live);
    watch(&mut live, ending, name, manner, out)
}

/// Shows what it does until the server has ended, or is not to be watched any more.
fn watch(
    live: &mut Live,
    mut ending: Ending,
    title: &str,
    manner: Manner,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let paint = Paint::of_stdout();
    manner.say(&greeting(live, &ending, manner, paint), out)?;
    let (mut shown, mut paper) = (manner.shown(title, paint), Paper::new(out));
    shown.begin(&mut paper);
    paper.hand_over();
    let reader = stdout();
    loop {
        let reader = (!paper.is_unread).then(|| reader.as_fd());
        match live.next(reader)? {
            News::Happened => shown.add(live, &mut paper),
            News::Quiet => {
                shown.rest(live, &mut paper);
                paper.hand_over();
            }
            News::Closed => paper.is_unread = true,
            News::Signal(signal) => {
                if ending.hears(signal).is_break() {
                    break;
                }
            }
            News::Over => break,
        }
        paper.hand_over_much();
        if paper.is_unread && ending.has_no_reader().is_break() {
            break;
        }
    }
    shown.add(live, &mut paper);
    shown.end(live.ending(), &mut paper);
    paper.hand_over();
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
