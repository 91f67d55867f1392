//! A line in its words: bare ones, and texts in quotes.

use std::{iter::Peekable, str::CharIndices};

/// A part of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Word {
    Bare(String),
    Text(Vec<u8>),
}

impl Word {
    /// Whether it is this word, and no text.
    pub(super) fn is(&self, word: &str) -> bool {
        matches!(self, Self::Bare(bare) if bare == word)
    }
}

type Letters<'line> = Peekable<CharIndices<'line>>;

/// The words of a line up to its comment.
pub(super) fn words(line: &str) -> Result<Vec<Word>, String> {
    let (mut words, mut letters) = (Vec::new(), line.char_indices().peekable());
    while let Some(&(_, letter)) = letters.peek() {
        match letter {
            '#' => break,
            '"' => words.push(Word::Text(text(&mut letters)?)),
            _ if letter.is_whitespace() => drop(letters.next()),
            _ => words.push(Word::Bare(bare(&mut letters))),
        }
    }
    Ok(words)
}

fn bare(letters: &mut Letters<'_>) -> String {
    let is_part = |&(_, letter): &(usize, char)| !letter.is_whitespace() && letter != '"';
    std::iter::from_fn(|| letters.next_if(is_part)).map(|(_, letter)| letter).collect()
}

/// The bytes of a text in quotes.
fn text(letters: &mut Letters<'_>) -> Result<Vec<u8>, String> {
    letters.next();
    let mut bytes = Vec::new();
    while let Some((_, letter)) = letters.next() {
        match letter {
            '"' => return Ok(bytes),
            '\\' => bytes.push(escaped(letters)?),
            _ => bytes.extend(letter.encode_utf8(&mut [0; 4]).bytes()),
        }
    }
    Err("expected `\"` at the end of the text".to_owned())
}

fn escaped(letters: &mut Letters<'_>) -> Result<u8, String> {
    let letter = letters.next().map(|(_, letter)| letter);
    match letter {
        Some('r') => Ok(b'\r'),
        Some('n') => Ok(b'\n'),
        Some('t') => Ok(b'\t'),
        Some('0') => Ok(0),
        Some('\\') => Ok(b'\\'),
        Some('"') => Ok(b'"'),
        Some('\'') => Ok(b'\''),
        Some('x') => hexadecimal(letters),
        _ => Err(format!(
            "expected one of \\r \\n \\t \\0 \\\\ \\\" \\x00 to \\xff, and not \\{}",
            letter.map(String::from).unwrap_or_default()
        )),
    }
}

fn hexadecimal(letters: &mut Letters<'_>) -> Result<u8, String> {
    let digits: String = (0..2)
        .filter_map(|_| letters.next_if(|(_, digit)| digit.is_ascii_hexdigit()))
        .map(|(_, digit)| digit)
        .collect();
    let whole = Some(digits).filter(|digits| digits.len() == 2);
    let byte = whole.and_then(|digits| u8::from_str_radix(&digits, 16).ok());
    byte.ok_or_else(|| "expected two hexadecimal digits after \\x".to_owned())
}
