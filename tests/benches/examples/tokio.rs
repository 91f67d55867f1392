//! An echo server on tokio's runtime as programs get it: a task for each client, two threads for all.

use std::{
    env,
    error::Error,
    io::{self, Write},
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    runtime,
};

/// The versions of all that this workspace takes from others.
const LOCK: &str = include_str!("../../../Cargo.lock");

fn main() -> Result<(), Box<dyn Error>> {
    if env::args().nth(1).is_some_and(|asked| asked == "--version") {
        return version();
    }
    let address = env::var("LISTEN_ADDRESS")?;
    let runtime = runtime::Builder::new_multi_thread().worker_threads(2).enable_io().build()?;
    runtime.block_on(accept(&address))?;
    Ok(())
}

async fn accept(address: &str) -> io::Result<()> {
    let listener = TcpListener::bind(address).await?;
    loop {
        let (client, _) = listener.accept().await?;
        tokio::spawn(echo(client));
    }
}

async fn echo(mut client: TcpStream) -> io::Result<()> {
    let mut buffer = [0; 4096];
    loop {
        let n = client.read(&mut buffer).await?;
        if n == 0 {
            return Ok(());
        }
        client.write_all(&buffer[..n]).await?;
    }
}

fn version() -> Result<(), Box<dyn Error>> {
    let (_, rest) = LOCK.split_once("name = \"tokio\"\nversion = \"").ok_or("no tokio here")?;
    let version = rest.split('"').next().unwrap_or_default();
    Ok(writeln!(io::stdout(), "tokio {version}")?)
}
