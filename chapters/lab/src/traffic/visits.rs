//! Visits: a client connects, asks once, is answered and leaves; then the next one comes.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};

use super::{Heard, Request};
use crate::interrupt;

/// Visits for so long, but not more than `most`.
///
/// # Errors
/// A visitor is not served; or we are interrupted.
pub fn visit(address: SocketAddr, request: &Request, time: Duration, most: u64) -> Result<Heard> {
    ensure!(address.ip().is_loopback(), "{address} is not on this machine");
    let mut heard = Heard::new();
    let start = Instant::now();
    while start.elapsed() < time && heard.requests < most {
        interrupt::check()?;
        let arrival = Instant::now();
        one_visit(address, request).context("a visitor is not served")?;
        heard.reply(request.number, arrival, Instant::now());
    }
    heard.time = start.elapsed();
    Ok(heard)
}

fn one_visit(address: SocketAddr, request: &Request) -> Result<()> {
    let mut client = TcpStream::connect(address)?;
    client.set_read_timeout(Some(Duration::from_secs(10)))?;
    client.write_all(&request.turn)?;
    client.read_exact(&mut vec![0; request.replies.len()])?;
    Ok(())
}
