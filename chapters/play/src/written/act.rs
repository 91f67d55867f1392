//! The words of a line as an act.

use crate::{
    script::{Act, Client, Line, Text},
    written::words::Word,
};

/// The words that no client is called.
const RESERVED: [&str; 3] = ["title", "and", "the"];

/// A text that is repeated takes at most so many bytes.
const MOST: usize = 1 << 26;

/// What a client can do, for the reader.
const VERBS: &str =
    "connects, opens, sends, hears, half-closes, closes, resets, lends, writes, runs or prints";

/// The act that these words tell.
pub(super) fn act(words: &[Word]) -> Result<Act, String> {
    match words {
        [Word::Bare(count), guests, connect]
            if guests.is("guests") && connect.is("connect")
                || guests.is("guest") && connect.is("connects") =>
        {
            Ok(Act::Crowd(number(count)?))
        }
        [the, file, begins, Word::Text(text)]
            if the.is("the") && file.is("file") && begins.is("begins") =>
        {
            Ok(Act::FileChanges(kept(text.clone(), 1)))
        }
        [Word::Bare(name), rest @ ..] => Ok(Act::Client(client(name)?, line(name, rest)?)),
        _ => Err("expected the name of a client first, as in `alice connects`".to_owned()),
    }
}

fn client(name: &str) -> Result<Client, String> {
    let is_letter = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
    let is_name = name.starts_with(|letter: char| letter.is_ascii_alphabetic())
        && name.chars().all(is_letter)
        && !RESERVED.contains(&name);
    if is_name {
        return Ok(Client(String::leak(name.to_owned())));
    }
    Err(format!("expected the name of a client, in letters and digits, and not `{name}`"))
}

/// What a client does.
fn line(name: &str, words: &[Word]) -> Result<Line, String> {
    let Some((Word::Bare(verb), what)) = words.split_first() else {
        return Err(format!("expected what {name} does: {VERBS}"));
    };
    match (verb.as_str(), what) {
        ("sends", [file, Word::Text(text)]) if file.is("file") => {
            Ok(Line::SendFile(kept(text.clone(), 1)))
        }
        ("writes", [file, Word::Text(text)]) if file.is("file") => {
            Ok(Line::WriteFile(kept(text.clone(), 1)))
        }
        ("writes", _) => Err("expected `file` and a text after `writes`".to_owned()),
        ("sends", _) => Ok(Line::Send(text(verb, what)?)),
        ("lends", _) => Ok(Line::Lend(text(verb, what)?)),
        ("hears", _) => heard(what),
        ("runs", _) => command(what),
        ("prints", _) => printed(what),
        (_, []) => alone(name, verb),
        (_, _) => {
            alone(name, verb)?;
            Err(format!("expected the end of the line after `{verb}`"))
        }
    }
}

/// A verb that needs no more.
fn alone(name: &str, verb: &str) -> Result<Line, String> {
    match verb {
        "connects" => Ok(Line::Connect),
        "opens" => Ok(Line::Open),
        "half-closes" => Ok(Line::HalfClose),
        "closes" => Ok(Line::Close),
        "resets" => Ok(Line::Reset),
        "waits" | "sleeps" | "pauses" => Err(format!(
            "expected {VERBS}, and not `{verb}`: {name} acts when the server is at rest, and never \
             by the clock"
        )),
        _ => Err(format!("expected what {name} does ({VERBS}), and not `{verb}`")),
    }
}

/// What a client hears.
fn heard(what: &[Word]) -> Result<Line, String> {
    match what {
        [nothing] if nothing.is("nothing") => Ok(Line::ExpectNothing),
        [something] if something.is("something") => Ok(Line::ExpectMore(kept(Vec::new(), 1))),
        [the, end] if the.is("the") && end.is("end") => Ok(Line::ExpectEnd),
        [Word::Text(text), and, more] if and.is("and") && more.is("more") => {
            Ok(Line::ExpectMore(kept(text.clone(), 1)))
        }
        [Word::Text(_), ..] => Ok(Line::Expect(text("hears", what)?)),
        _ => Err("expected after `hears`: a text in quotes, `something`, `nothing` or `the end`"
            .to_owned()),
    }
}

/// The command of a program, with its arguments.
fn command(what: &[Word]) -> Result<Line, String> {
    if what.is_empty() {
        return Err("expected a command after `runs`, as in `runs redis-cli -p {port}`".to_owned());
    }
    let word = |word: &Word| match word {
        Word::Bare(word) => kept(word.clone().into_bytes(), 1),
        Word::Text(text) => kept(text.clone(), 1),
    };
    Ok(Line::Run(Vec::leak(what.iter().map(word).collect())))
}

/// What a program has printed.
fn printed(what: &[Word]) -> Result<Line, String> {
    match what {
        [Word::Text(text)] => Ok(Line::Print(kept(text.clone(), 1), false)),
        [Word::Text(text), and, more] if and.is("and") && more.is("more") => {
            Ok(Line::Print(kept(text.clone(), 1), true))
        }
        _ => Err("expected after `prints`: a text in quotes, and no more or `and more`".to_owned()),
    }
}

/// A text, perhaps so many times.
fn text(verb: &str, what: &[Word]) -> Result<Text, String> {
    match what {
        [Word::Text(text)] if text.is_empty() => {
            Err(format!("expected a text of one byte or more after `{verb}`"))
        }
        [Word::Text(text)] => Ok(kept(text.clone(), 1)),
        [Word::Text(text), Word::Bare(count), times] if times.is("times") => {
            repeated(text, number(count)?)
        }
        [Word::Text(_), ..] => {
            Err("expected the end of the line after the text, or as in `\"x\" 1000 times`"
                .to_owned())
        }
        _ => Err(format!("expected a text in quotes after `{verb}`")),
    }
}

fn repeated(text: &[u8], times: usize) -> Result<Text, String> {
    match text.len().checked_mul(times) {
        Some(1..=MOST) => Ok(kept(text.to_vec(), times)),
        _ => Err(format!("expected a text that is 1 to {MOST} bytes when it is repeated")),
    }
}

fn number(word: &str) -> Result<usize, String> {
    let number = word.parse().ok().filter(|number| (1..=1_000_000_000).contains(number));
    number.ok_or_else(|| format!("expected a number from 1, and not `{word}`"))
}

fn kept(text: Vec<u8>, times: usize) -> Text {
    Text(Vec::leak(text), times)
}
