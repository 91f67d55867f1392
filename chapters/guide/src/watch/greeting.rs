//! What is said before the first row: what the order means, how it ends, and what can't be seen.

use std::{ffi::OsString, fmt::Write, net::SocketAddr};

use play::Live;
use show::{Paint, Tone, WIDTH, wrap};

use crate::watch::{Manner, ending::Ending};

/// The first line, and a line for each thing that can't be seen.
pub(crate) fn greeting(live: &Live, ending: &Ending, manner: Manner, paint: Paint) -> String {
    let end = match ending {
        Ending::GoesOn(process) => {
            format!("lets go of process {}", process.as_raw_nonzero())
        }
        Ending::Ends(..) => "ends the server".to_owned(),
    };
    let first = format!("Clients are not held back: the order is the clock's. Ctrl-C {end}.");
    let mut text = format!("{}\n", paint.apply(Tone::Bold, &first));
    let notes = [
        earlier(live.earlier()),
        live.has_old_ring().then(|| OLD_RING.to_owned()),
        manner.detail.kernel.then(|| NOTICED.to_owned()),
        live.unavailable().map(ToString::to_string),
        live.missing().map(|why| format!("{OF_OTHERS}: {}.", why.reason())),
        (manner.detail.kernel && !live.is_in_our_network()).then(|| ELSEWHERE.to_owned()),
    ];
    notes
        .into_iter()
        .flatten()
        .flat_map(|note| wrap(&note, WIDTH))
        .for_each(|line| text += &format!("{line}\n"));
    text
}

fn earlier(count: usize) -> Option<String> {
    match count {
        0 => None,
        1 => Some("One client was connected before: earlier-1.".to_owned()),
        _ => Some(format!("{count} clients were connected before: earlier-1 to earlier-{count}.")),
    }
}

const OLD_RING: &str = "It has an io_uring from before, of which only the calls can be seen, not what \
    they ask for: start the server with `waits watch -- COMMAND` to see that.";

const NOTICED: &str = "What the kernel does is noticed at the next call, or when the server rests.";

const OF_OTHERS: &str =
    "The signals that the kernel queues, and what a ring has to do, can't be seen here";

const ELSEWHERE: &str = "The server lives in another network namespace, of which the kernel tells \
    nothing here: what arrives is not shown (`nsenter --net --target PID waits watch ...` does).";

/// Where a command was told to listen, if it was.
pub(crate) fn told_where(line: &[OsString], address: SocketAddr) -> String {
    let asks = |word: &OsString| {
        let word = word.to_string_lossy();
        ["{port}", "{host}", "{address}"].iter().any(|name| word.contains(name))
    };
    let mut text = String::new();
    if line.iter().any(asks) {
        writeln!(text, "The server is told to listen at {address}.").expect("a string has room");
    }
    text
}
