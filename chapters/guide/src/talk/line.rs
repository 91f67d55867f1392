//! A typed line as a request: words between blanks, or in quotes as redis-cli understands them.

use socket_core::limits::Limits;

const LINE_END: &[u8] = b"\r\n";

/// A line as it was typed, and its words.
#[derive(Debug)]
pub(super) struct Line {
    typed: Vec<u8>,
    pub(super) words: Vec<Vec<u8>>,
}

/// What is said of a line whose quotes do not fit together.
const UNBALANCED: &str = "The quotes do not fit together: each word in quotes ends with the quote \
    that it begins with, and then a blank.";

impl Line {
    /// Finds the words of a line, in which any byte may be.
    pub(super) fn new(typed: &[u8]) -> Result<Self, &'static str> {
        let (mut words, mut rest) = (Vec::new(), typed);
        loop {
            rest = rest.trim_ascii_start();
            if rest.is_empty() {
                return Ok(Self { typed: typed.trim_ascii_end().to_vec(), words });
            }
            let (word, others) = word(rest).ok_or(UNBALANCED)?;
            words.push(word);
            rest = others;
        }
    }

    /// The request: the line itself if that says the same, so that servers of lines understand
    /// it, or an array of its words. (A line that is too long for our servers is no error: as an
    /// array it may have more bytes.)
    pub(super) fn request(&self) -> Vec<u8> {
        let is_array = self.typed.iter().any(|byte| b"\"'".contains(byte))
            || self.words.first().is_some_and(|word| word.starts_with(b"*"))
            || self.typed.len() + LINE_END.len() > Limits::default().line;
        if !is_array {
            return [&self.typed[..], LINE_END].concat();
        }
        let mut request = format!("*{}\r\n", self.words.len()).into_bytes();
        for word in &self.words {
            request.extend(format!("${}\r\n", word.len()).bytes());
            request.extend(word);
            request.extend(LINE_END);
        }
        request
    }
}

/// The word that begins here, and what comes after it; `None` if its quotes do not end.
fn word(line: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    let (mut word, mut rest) = (Vec::new(), line);
    while let Some((first, others)) = rest.split_first() {
        match first {
            b'"' | b'\'' => {
                let (text, others) = quoted(*first, others)?;
                word.extend(text);
                let ends = others.first().is_none_or(u8::is_ascii_whitespace);
                return ends.then_some((word, others));
            }
            blank if blank.is_ascii_whitespace() => break,
            byte => word.push(*byte),
        }
        rest = others;
    }
    Some((word, rest))
}

/// The text up to this quote, and what comes after it.
fn quoted(quote: u8, line: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    let (mut text, mut rest) = (Vec::new(), line);
    loop {
        let (byte, len) = match (quote, rest) {
            (b'"', [b'\\', b'x', high, low, ..])
                if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() =>
            {
                (digit(*high) << 4 | digit(*low), 4)
            }
            (b'"', [b'\\', byte, ..]) => (escaped(*byte), 2),
            (b'\'', [b'\\', b'\'', ..]) => (b'\'', 2),
            (_, [byte, others @ ..]) if *byte == quote => return Some((text, others)),
            (_, [byte, ..]) => (*byte, 1),
            (_, []) => return None,
        };
        text.push(byte);
        rest = &rest[len..];
    }
}

/// The byte that stands after a backslash, and means another.
fn escaped(byte: u8) -> u8 {
    match byte {
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'b' => 8,
        b'a' => 7,
        other => other,
    }
}

/// What a hexadecimal digit stands for.
fn digit(byte: u8) -> u8 {
    match byte {
        b'0'..=b'9' => byte - b'0',
        letter => (letter | 0x20) - b'a' + 10,
    }
}
