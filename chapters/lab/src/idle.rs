//! Clients that have been served, and say nothing more.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
};

use anyhow::{Context, Result};

/// So many connect at the same time: less than a backlog (listen(2)).
const BATCH: usize = 100;

/// Connected until this is dropped.
#[derive(Debug)]
pub(crate) struct Idle(#[expect(dead_code, reason = "they are only held")] Vec<TcpStream>);

impl Idle {
    pub(crate) fn connect(address: SocketAddr, number: usize) -> Result<Self> {
        let mut clients = Vec::with_capacity(number);
        while clients.len() < number {
            let batch = BATCH.min(number - clients.len());
            clients.extend(served(address, batch).context("an idle client is not served")?);
        }
        Ok(Self(clients))
    }
}

fn served(address: SocketAddr, number: usize) -> Result<Vec<TcpStream>> {
    let connect = |_| TcpStream::connect(address);
    let mut clients = (0..number).map(connect).collect::<Result<Vec<_>, _>>()?;
    for client in &mut clients {
        client.write_all(crate::bare::REQUEST)?;
    }
    for client in &mut clients {
        client.read_exact(&mut [0; crate::bare::REPLY.len()])?;
    }
    Ok(clients)
}
