//! The reader's own client, in its three forms.

mod caller;
mod input;
mod line;
mod silence;

use std::{
    io::{self, Write},
    net::SocketAddr,
    thread,
};

use io_models::shutdown::end_on_signals;
use show::{quote, quote_within};

use crate::cli::arguments::Talk;
use caller::Caller;
use input::Input;
use line::Line;
use silence::Silence;

/// More replies than this are counted, not shown.
const SHOWN: usize = 10;

/// Requests are sent in pieces of this many bytes; usually one is enough.
const PIECE: usize = 64 << 10;

/// Talks to the server at `address`, until Ctrl-C at the latest.
pub(crate) fn talk(address: SocketAddr, talk: Talk, out: &mut impl Write) -> io::Result<()> {
    end_on_signals()?;
    match talk {
        Talk::Interactive => converse(Caller::new(address)?, out),
        Talk::Pipeline(count) => pipeline(Caller::new(address)?, count, out),
        Talk::Connections(count) => connections(address, count, out),
    }
}

/// Sends each line of standard input, and shows its reply before it reads the next.
fn converse(mut caller: Caller, out: &mut impl Write) -> io::Result<()> {
    let input = Input::new(caller.writer()?);
    let mut silence = Silence::default();
    while let Some(typed) = input.next() {
        let line = match Line::new(&typed?) {
            Ok(line) if line.words.is_empty() => continue,
            Ok(line) => line,
            Err(unbalanced) => {
                writeln!(out, "{unbalanced}")?;
                continue;
            }
        };
        caller.send(&line.request())?;
        let reply = (!silence.hides(&line.words)).then(|| caller.reply());
        input.still_waits()?;
        if let Some(reply) = reply.transpose()? {
            match reply {
                Some(reply) => writeln!(out, "{}", quote(&reply))?,
                None => return writeln!(out, "The server has ended the connection."),
            }
        }
    }
    Ok(())
}

/// Sends while it listens: a server may take no more requests before its replies are read.
fn pipeline(mut caller: Caller, count: usize, out: &mut impl Write) -> io::Result<()> {
    let mut pieces = pieces(count).peekable();
    let first = pieces.next().unwrap_or_default();
    let manner = if pieces.peek().is_none() { "in one piece" } else { "in pieces" };
    writeln!(out, "sent   {} {manner}", quote_within(&first, 60))?;
    let mut writer = caller.writer()?;
    let heard = thread::scope(|scope| {
        scope.spawn(move || {
            // If it fails, the replies end too, and that is told.
            _ = [first].into_iter().chain(pieces).try_for_each(|piece| writer.write_all(&piece));
        });
        let heard = show((0..count).map(|_| caller.reply()), out);
        caller.end();
        heard
    })?;
    writeln!(out, "{count} requests, {heard} replies, 1 connection")
}

/// The requests of so many numbers.
fn pieces(count: usize) -> impl Iterator<Item = Vec<u8>> {
    let mut numbers = 1..=count;
    std::iter::from_fn(move || {
        let mut piece = Vec::new();
        while piece.len() < PIECE
            && let Some(number) = numbers.next()
        {
            piece.extend(request(number));
        }
        (!piece.is_empty()).then_some(piece)
    })
}

/// Connects all before the first one speaks, and lets all speak before it listens to the first.
///
/// Each one leaves with its reply: a server may have room for the next only then.
fn connections(address: SocketAddr, count: usize, out: &mut impl Write) -> io::Result<()> {
    let callers = (0..count).map(|_| Caller::new(address));
    let mut callers = callers.collect::<io::Result<Vec<_>>>()?;
    for (index, caller) in callers.iter_mut().enumerate() {
        caller.send(&request(index + 1))?;
    }
    let heard = show(callers.into_iter().map(|mut caller| caller.reply()), out)?;
    writeln!(out, "{count} requests, {heard} replies, {count} connections")
}

fn request(number: usize) -> Vec<u8> {
    format!("ECHO {number}\r\n").into_bytes()
}

/// Shows the first replies and counts them all.
fn show(
    replies: impl Iterator<Item = io::Result<Option<Vec<u8>>>>,
    out: &mut impl Write,
) -> io::Result<usize> {
    let mut heard = 0;
    for reply in replies {
        let Some(reply) = reply? else { break };
        heard += 1;
        if heard <= SHOWN {
            writeln!(out, "heard  {}", quote_within(&reply, 60))?;
        }
    }
    if heard > SHOWN {
        writeln!(out, "       … and {} more", heard - SHOWN)?;
    }
    Ok(heard)
}
