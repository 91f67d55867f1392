//! The reader's own client, in its three forms.

use std::{
    io::{self, BufRead, BufReader, ErrorKind, Read, Write},
    net::{SocketAddr, TcpStream},
};

use show::{quote, quote_within};

use crate::cli::arguments::Talk;

/// More replies than this are counted, not shown.
const SHOWN: usize = 10;

/// Talks to the server at `address`.
pub(crate) fn talk(address: SocketAddr, talk: Talk, out: &mut impl Write) -> io::Result<()> {
    match talk {
        Talk::Interactive => converse(Caller::new(address)?, out),
        Talk::Pipeline(count) => pipeline(Caller::new(address)?, count, out),
        Talk::Connections(count) => connections(address, count, out),
    }
}

/// Sends each line of standard input, and shows its reply before it reads the next.
fn converse(mut caller: Caller, out: &mut impl Write) -> io::Result<()> {
    for line in io::stdin().lines() {
        caller.send(&format!("{}\r\n", line?))?;
        match caller.reply()? {
            Some(reply) => writeln!(out, "{}", quote(&reply))?,
            None => return writeln!(out, "The server has ended the connection."),
        }
        out.flush()?;
    }
    Ok(())
}

fn pipeline(mut caller: Caller, count: usize, out: &mut impl Write) -> io::Result<()> {
    let requests: String = (1..=count).map(request).collect();
    caller.send(&requests)?;
    writeln!(out, "sent   {} in one piece", quote_within(requests.as_bytes(), 60))?;
    let replies = (0..count).map(|_| caller.reply());
    let heard = show(replies, out)?;
    writeln!(out, "{count} requests, {heard} replies, 1 connection")
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

fn request(number: usize) -> String {
    format!("ECHO {number}\r\n")
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

/// A connection to a server.
#[derive(Debug)]
struct Caller(BufReader<TcpStream>);

impl Caller {
    fn new(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address).map_err(|error| {
            let way_out = "start one with `serve` in another terminal";
            let sentence = format!("No server answers at {address}: {error}; {way_out}.");
            io::Error::new(error.kind(), sentence)
        })?;
        Ok(Self(BufReader::new(stream)))
    }

    fn send(&mut self, text: &str) -> io::Result<()> {
        self.0.get_mut().write_all(text.as_bytes())
    }

    /// Reads one reply whole; `None` if the server has ended the connection.
    fn reply(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut reply = Vec::new();
        match self.0.read_until(b'\n', &mut reply) {
            Ok(0) => return Ok(None),
            Err(error) if error.kind() == ErrorKind::ConnectionReset => return Ok(None),
            outcome => outcome?,
        };
        self.body(&mut reply)?;
        Ok(Some(reply))
    }

    /// Reads what a bulk string's or an array's first line has announced.
    fn body(&mut self, reply: &mut Vec<u8>) -> io::Result<()> {
        let line = String::from_utf8_lossy(reply).into_owned();
        let count = line.get(1..).and_then(|number| number.trim().parse::<u64>().ok());
        match (line.as_bytes().first(), count) {
            (Some(b'$'), Some(length)) => {
                self.0.by_ref().take(length + 2).read_to_end(reply)?;
            }
            (Some(b'*'), Some(count)) => {
                for _ in 0..count {
                    reply.extend(self.reply()?.unwrap_or_default());
                }
            }
            _ => {}
        }
        Ok(())
    }
}
