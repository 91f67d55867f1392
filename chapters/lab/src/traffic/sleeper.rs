//! A client whose requests are slow: it asks the server to sleep, again and again.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use anyhow::{Context, Result, ensure};

/// It is on a thread of its own until this is ended.
#[derive(Debug)]
pub struct Sleeper {
    leave: Arc<AtomicBool>,
    client: JoinHandle<Result<()>>,
}

impl Sleeper {
    /// Connects; each of its requests sleeps for so long.
    ///
    /// # Errors
    /// It can't connect.
    pub fn connect(address: SocketAddr, time: Duration) -> Result<Self> {
        ensure!(address.ip().is_loopback(), "{address} is not on this machine");
        let stream = TcpStream::connect(address)?;
        stream.set_read_timeout(Some(Duration::from_secs(10)))?;
        let leave = Arc::new(AtomicBool::new(false));
        let left = Arc::clone(&leave);
        let client = thread::spawn(move || ask(stream, time, &left));
        Ok(Self { leave, client })
    }

    /// Lets it leave when its request is answered.
    ///
    /// # Errors
    /// The server has refused to sleep.
    pub fn end(self) -> Result<()> {
        self.leave.store(true, Ordering::Relaxed);
        self.client.join().expect("it does not panic")
    }
}

fn ask(mut stream: TcpStream, time: Duration, leave: &AtomicBool) -> Result<()> {
    let seconds = time.as_secs_f64().to_string();
    let request =
        format!("*3\r\n$5\r\nDEBUG\r\n$5\r\nSLEEP\r\n${}\r\n{seconds}\r\n", seconds.len());
    while !leave.load(Ordering::Relaxed) {
        stream.write_all(request.as_bytes())?;
        let mut reply = [0; 5];
        stream.read_exact(&mut reply).context("a slow request is not answered")?;
        ensure!(&reply == b"+OK\r\n", "the server refuses DEBUG SLEEP");
    }
    Ok(())
}
