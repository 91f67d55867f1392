//! Visits: a client connects, asks once, is answered and leaves; then the next one comes.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};

use super::{Heard, Request};
use crate::interrupt;

/// Visits `rate` times in a second, or as fast as the visitors are served, for so long.
///
/// # Errors
/// A visitor is not served; or we are interrupted.
pub fn visit(address: SocketAddr, request: &Request, rate: f64, time: Duration) -> Result<Heard> {
    ensure!(address.ip().is_loopback(), "{address} is not on this machine");
    let mut heard = Heard::new();
    let (start, interval) = (Instant::now(), Duration::from_secs_f64(1.0 / rate));
    let mut next = start;
    while next - start < time {
        interrupt::check()?;
        thread::sleep(next.saturating_duration_since(Instant::now()));
        let arrival = Instant::now();
        one_visit(address, request).context("a visitor is not served")?;
        heard.reply(request.number, arrival, Instant::now());
        next = Instant::now().max(next + interval);
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
