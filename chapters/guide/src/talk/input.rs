//! Lines of standard input, read by a thread of their own: so the end of input is noticed also while
//! the server is silent.
//!
//! After the end, the server has some time for the replies that are due. Then the connection is shut
//! down, and that wakes the thread that waits for one.

use std::{
    io::{self, BufRead, ErrorKind, IsTerminal, stdin},
    net::{Shutdown, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread,
    time::Duration,
};

/// Lines that are read before their turn at most. Nobody types so many; of a longer file the end is
/// not seen before the server has answered all but these.
const AHEAD: usize = 64 << 10;

/// How long a reply may take after the end of input: somebody who types Ctrl-D wants to leave.
const PATIENCE_IF_TYPED: Duration = Duration::from_secs(1);

/// The same for a file or a pipe, which end before the first reply.
const PATIENCE: Duration = Duration::from_secs(10);

/// The lines that are still to be sent.
#[derive(Debug)]
pub(super) struct Input {
    lines: Receiver<io::Result<Vec<u8>>>,
    progress: Arc<Progress>,
    patience: Duration,
}

/// What the two threads tell each other.
#[derive(Debug, Default)]
struct Progress {
    /// Lines that were sent, and answered if a reply was due.
    done: AtomicUsize,
    /// The connection was shut down, for the server did not answer.
    over: AtomicBool,
}

impl Input {
    /// Begins to read; `connection` is where the lines go.
    pub(super) fn new(connection: TcpStream) -> Self {
        let (sender, lines) = sync_channel(AHEAD);
        let progress = Arc::<Progress>::default();
        let patience = if stdin().is_terminal() { PATIENCE_IF_TYPED } else { PATIENCE };
        let shared = Arc::clone(&progress);
        // It is left alone, and ends with the program: a read of a terminal can't be interrupted.
        thread::spawn(move || {
            read(&sender);
            drop(sender);
            shared.wait_for_silence(patience);
            // It fails if the server has ended the connection.
            _ = connection.shutdown(Shutdown::Both);
        });
        Self { lines, progress, patience }
    }

    /// The next line, once it is there; what was done with the last one is finished.
    pub(super) fn next(&self) -> Option<io::Result<Vec<u8>>> {
        self.progress.done.fetch_add(1, Ordering::Relaxed);
        self.lines.recv().ok()
    }

    /// Fails if input has ended, and the server has been silent since.
    pub(super) fn still_waits(&self) -> io::Result<()> {
        if !self.progress.over.load(Ordering::Acquire) {
            return Ok(());
        }
        let seconds = self.patience.as_secs();
        let plural = if seconds == 1 { "" } else { "s" };
        let sentence = format!(
            "The input has ended, and the server has sent no reply for {seconds} second{plural}."
        );
        Err(io::Error::new(ErrorKind::TimedOut, sentence))
    }
}

/// Hands over all lines, or as many as are wanted.
fn read(lines: &SyncSender<io::Result<Vec<u8>>>) {
    for line in stdin().lock().split(b'\n') {
        if lines.send(line).is_err() {
            return;
        }
    }
}

impl Progress {
    /// Returns when nothing was done for so long.
    fn wait_for_silence(&self, patience: Duration) {
        let mut done = None;
        while done != Some(self.done.load(Ordering::Relaxed)) {
            done = Some(self.done.load(Ordering::Relaxed));
            thread::sleep(patience);
        }
        self.over.store(true, Ordering::Release);
    }
}
