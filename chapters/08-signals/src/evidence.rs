//! How many signals does it take? What happens to a socket is done to it, and its signals are
//! counted: `cargo run -p chapter-8 -- signals`.
//!
//! With a number behind it, each is done so many times: some counts are not always the same.

mod events;

use std::{
    env,
    io::{self, Write},
    process::ExitCode,
};

use io_models::signals::{News, Signals};
use rustix::{
    event::{PollFlags, Timespec},
    system::uname,
};

use self::events::{EVENTS, Event};

/// After so long without a signal, no further one belongs to what has happened.
const SILENCE: Timespec = Timespec { tv_sec: 0, tv_nsec: 20_000_000 };

/// What each signal has said.
pub(crate) type Bands = Vec<PollFlags>;

/// The line of the chapter's help.
pub(crate) const HELP: &str = "  signals [N]      count the signals of each event; with N, \
    N times each: the fewest and the most\n";

/// Prints the table.
#[must_use]
#[expect(clippy::print_stderr, reason = "an error belongs on standard error")]
pub fn main() -> ExitCode {
    let done = match env::args().nth(2).map(|times| (times.parse(), times)) {
        None => once(),
        Some((Ok(times), _)) => repeated(times),
        Some((Err(_), times)) => {
            eprintln!("'{times}' is no number of times: write one like 100");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("The signals could not be counted: {error}.");
            ExitCode::FAILURE
        }
    }
}

/// What is the same each time.
fn once() -> io::Result<()> {
    let mut table = Table::new("signals", "what they say");
    for event in EVENTS.iter().filter(|event| event.is_constant) {
        let bands = count(event)?;
        table.row(event, &bands.len().to_string(), &words(&bands));
    }
    table.print()
}

/// Everything, so many times: the fewest signals and the most.
fn repeated(times: usize) -> io::Result<()> {
    let system = uname();
    let (name, release) = (system.sysname().to_string_lossy(), system.release().to_string_lossy());
    let mut table = Table::new("signals", &format!("{times} times on {name} {release}"));
    for event in EVENTS {
        let counts = (0..times).map(|_| Ok(count(event)?.len())).collect::<io::Result<Vec<_>>>()?;
        let (least, most) = (counts.iter().min(), counts.iter().max());
        let (least, most) = (least.copied().unwrap_or(0), most.copied().unwrap_or(0));
        let range = if least == most { least.to_string() } else { format!("{least} to {most}") };
        table.row(event, &range, "");
    }
    table.print()
}

// ANCHOR: count
/// Does it, and takes the signals that come of it.
fn count(event: &Event) -> io::Result<Bands> {
    let signals = Signals::block()?;
    let sockets = (event.happen)(&signals)?;
    let bands = taken(&signals)?;
    drop(sockets);
    Ok(bands)
}

/// Takes signals until none comes any more.
pub(crate) fn taken(signals: &Signals) -> io::Result<Bands> {
    let mut bands = Bands::new();
    while let Some(news) = signals.wait(Some(&SILENCE))? {
        bands.push(match news {
            News::Of { band, .. } => band,
            News::Overflow => PollFlags::empty(),
        });
    }
    Ok(bands)
}
// ANCHOR_END: count

/// The bands in words; many of the same kind are said once.
fn words(bands: &[PollFlags]) -> String {
    let mut words: Vec<_> = bands.iter().map(|band| word(*band)).collect();
    if words.len() > 3 {
        words.dedup();
    }
    words.join(", ")
}

fn word(band: PollFlags) -> &'static str {
    let kinds = [
        (PollFlags::ERR, "error"),
        (PollFlags::PRI, "urgent"),
        (PollFlags::IN, "readable"),
        (PollFlags::OUT, "writable"),
    ];
    let kind = kinds.iter().find(|(flag, _)| band.contains(*flag));
    kind.map_or("look everywhere", |(_, word)| word)
}

struct Table(String);

impl Table {
    fn new(count: &str, rest: &str) -> Self {
        let mut table = Self(String::new());
        table.line("", "at the server's socket", count, rest);
        table
    }

    fn row(&mut self, event: &Event, count: &str, rest: &str) {
        self.line(event.socket, event.name, count, rest);
    }

    fn line(&mut self, socket: &str, name: &str, count: &str, rest: &str) {
        let line = format!("{socket:<9} {name:<44} {count:>8}   {rest}");
        self.0 += line.trim_end();
        self.0.push('\n');
    }

    fn print(&self) -> io::Result<()> {
        io::stdout().write_all(self.0.as_bytes())
    }
}
