//! A script as text, one act a line: it can be read from a file of the reader's own.
//!
//! ```text
//! title Alice stores what Bob reads.
//! alice connects                   # a line is an act; then the server comes to rest
//! bob connects
//! alice sends "SET k 1\r\n"        # \r \n \t \0 \\ \" and \x00 to \xff
//! alice hears "+OK\r\n"            # exactly this
//! bob sends "GET k\r\n"
//! bob hears "$1\r\n" and more      # this, and all else until the server is at rest
//! alice closes
//! and bob closes                   # before the server can answer alice
//! carol runs redis-cli -p {port} GET k
//! carol prints "1\n"               # the program has, to its standard output
//! ```
//!
//! There is no word for a delay: a client acts when the server is at rest, so that the order is the
//! same on every run.
//!
//! The scripts of this program stand in Rust all the same, for the chapters' tables are constants;
//! each can be written as such a text ([`Display`](fmt::Display)).

mod act;
mod words;
mod write;

use std::{error, fmt};

use crate::{
    script::{Act, Line, Script},
    written::{act::act, words::words},
};

/// Where a text is no script, and what was expected there.
#[derive(Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The name of the file.
    pub file: String,
    /// The line, from 1; 0 is the whole.
    pub line: usize,
    /// What was expected, in a sentence without its full stop.
    pub what: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(out, "{}: {}", self.file, self.what),
            line => write!(out, "{}, line {line}: {}", self.file, self.what),
        }
    }
}

impl error::Error for Mistake {}

/// Reads a script. Its texts stay in memory until the program ends, as those of the program do.
///
/// # Errors
///
/// Returns the first line that is no act, or an act that its client can't do.
pub fn read(file: &str, text: &str) -> Result<Script, Mistake> {
    let mut reader = Reader::default();
    let mistake = |line, what| Mistake { file: file.to_owned(), line, what };
    for (number, line) in (1..).zip(text.lines()) {
        reader.line(line).map_err(|what| mistake(number, what))?;
    }
    if reader.acts.is_empty() {
        return Err(mistake(
            0,
            "no client does anything: expected an act a line, `alice connects` first".to_owned(),
        ));
    }
    Ok(Script {
        title: kept(reader.title.unwrap_or_else(|| file.to_owned())),
        acts: acts(reader.acts),
    })
}

/// What has been read so far.
#[derive(Default)]
struct Reader {
    title: Option<String>,
    /// Each with those that are done together with it.
    acts: Vec<Vec<Act>>,
    /// The clients that are connected.
    there: Vec<&'static str>,
    /// The clients whose programs have run.
    ran: Vec<&'static str>,
}

impl Reader {
    fn line(&mut self, line: &str) -> Result<(), String> {
        let line = line.trim();
        if let Some(title) = line.strip_prefix("title ") {
            return self.title(title.trim());
        }
        let words = words(line)?;
        let Some((first, rest)) = words.split_first() else { return Ok(()) };
        if !first.is("and") {
            let act = self.allowed(act(&words)?)?;
            self.acts.push(vec![act]);
            return Ok(());
        }
        let act = self.allowed(act(rest)?)?;
        if self.acts.last().into_iter().flatten().chain([&act]).any(is_of_program) {
            return Err("`and` joins no program: expected `runs` as an act of its own".to_owned());
        }
        let together = self.acts.last_mut();
        together.ok_or("`and` joins an act to the one before it: expected that first")?.push(act);
        Ok(())
    }

    fn title(&mut self, title: &str) -> Result<(), String> {
        if self.title.replace(title.to_owned()).is_some() {
            return Err("expected an act: the title is there already".to_owned());
        }
        Ok(())
    }

    /// An act that its client can do.
    fn allowed(&mut self, act: Act) -> Result<Act, String> {
        let Act::Client(client, line) = act else { return Ok(act) };
        let at = self.there.iter().position(|there| *there == client.0);
        match (line, at) {
            (Line::Connect | Line::Open, Some(_)) => {
                return Err(format!("{} is connected: expected what it does next", client.0));
            }
            (Line::Connect | Line::Open, None) => self.there.push(client.0),
            (Line::Run(_), Some(_)) => {
                return Err(format!("{} is connected: a program connects by itself", client.0));
            }
            (Line::Run(_), None) => self.ran.push(client.0),
            (Line::Print(..), _) if self.ran.contains(&client.0) => {}
            (Line::Print(..), _) => return Err(format!("expected `{} runs` first", client.0)),
            (_, None) => return Err(format!("expected `{} connects` first", client.0)),
            (Line::Close | Line::Reset, Some(at)) => drop(self.there.swap_remove(at)),
            _ => {}
        }
        Ok(act)
    }
}

fn is_of_program(act: &Act) -> bool {
    matches!(act, Act::Client(_, Line::Run(_) | Line::Print(..)))
}

fn acts(all: Vec<Vec<Act>>) -> &'static [Act] {
    let joined = all.into_iter().map(|acts| match *acts {
        [act] => act,
        _ => Act::Together(Vec::leak(acts)),
    });
    Vec::leak(joined.collect())
}

fn kept(text: String) -> &'static str {
    String::leak(text)
}
