//! The protocol once more, worked out in the simplest way: all bytes are there, nothing is fast.

use std::collections::BTreeMap;

use socket_core::limits::Limits;

/// What a server answers to these bytes, all in all.
pub(crate) fn replies(bytes: &[u8], limits: &Limits) -> Vec<u8> {
    let mut reference = Reference { rest: bytes, limits, values: BTreeMap::new(), out: Vec::new() };
    while let Some(request) = reference.request()
        && reference.goes_on_after(request)
    {}
    reference.out
}

struct Reference<'a> {
    rest: &'a [u8],
    limits: &'a Limits,
    values: BTreeMap<Vec<u8>, Vec<u8>>,
    out: Vec<u8>,
}

type Words = Vec<Vec<u8>>;

impl Reference<'_> {
    /// Whether a request may follow this one.
    fn goes_on_after(&mut self, request: Result<Words, String>) -> bool {
        match &request {
            Ok(words) => self.answer(words),
            Err(text) => self.error(&format!("Protocol error: {text}")),
        }
        let quits =
            |words: Words| words.first().is_some_and(|name| name.eq_ignore_ascii_case(b"quit"));
        request.is_ok_and(|words| !quits(words))
    }

    /// The next request's words; `None` if there is not all of it.
    fn request(&mut self) -> Option<Result<Words, String>> {
        if self.rest.first()? != &b'*' {
            return self.inline();
        }
        let whole = self.rest.len();
        let count = number(&self.line()?[1..]);
        let most = self.limits.words;
        match count.filter(|count| usize::try_from(*count).unwrap_or(0) <= most) {
            Some(count) => (0..count).map(|_| self.word(whole)).collect(),
            None => Some(Err("invalid multibulk length".to_owned())),
        }
    }

    /// The next word of a request at whose beginning so many bytes were there.
    fn word(&mut self, whole: usize) -> Option<Result<Vec<u8>, String>> {
        let length = match self.length()? {
            Ok(length) if whole - self.rest.len() + length + 2 > self.limits.request => {
                return Some(Err("too big request".to_owned()));
            }
            Ok(length) => length,
            Err(wrong) => return Some(Err(wrong)),
        };
        let (word, end) = self.rest.get(..length + 2)?.split_at(length);
        self.rest = &self.rest[length + 2..];
        let has_end = end == b"\r\n";
        Some(has_end.then(|| word.to_vec()).ok_or("bulk string does not end in CR LF".to_owned()))
    }

    /// How long the next word is.
    fn length(&mut self) -> Option<Result<usize, String>> {
        let first = *self.rest.first()?;
        if first != b'$' {
            let shown = if first.is_ascii_graphic() { char::from(first) } else { '?' };
            return Some(Err(format!("expected '$', got '{shown}'")));
        }
        let length = number(&self.line()?[1..]).and_then(|length| usize::try_from(length).ok());
        let length = length.filter(|length| *length <= self.limits.value);
        Some(length.ok_or("invalid bulk length".to_owned()))
    }

    fn inline(&mut self) -> Option<Result<Words, String>> {
        let end = self.rest.iter().position(|byte| *byte == b'\n');
        if end.map_or(self.rest.len(), |end| end + 1)
            > self.limits.line - usize::from(end.is_none())
        {
            return Some(Err("too big inline request".to_owned()));
        }
        let (line, rest) = self.rest.split_at(end?);
        self.rest = &rest[1..];
        let words = line.split(|byte| b" \t\r".contains(byte)).filter(|word| !word.is_empty());
        Some(Ok(words.map(<[u8]>::to_vec).collect()))
    }

    /// A header, without its CRLF.
    fn line(&mut self) -> Option<&[u8]> {
        let end = self.rest.windows(2).position(|end| end == b"\r\n")?;
        let (line, rest) = self.rest.split_at(end);
        self.rest = &rest[2..];
        Some(line)
    }

    fn answer(&mut self, words: &[Vec<u8>]) {
        let words: Vec<&[u8]> = words.iter().map(|word| &word[..]).collect();
        let name = words.first().map(|name| name.to_ascii_lowercase()).unwrap_or_default();
        match (&name[..], words.get(1..).unwrap_or(&[])) {
            _ if words.is_empty() => {}
            (b"ping", []) => self.out.extend(b"+PONG\r\n"),
            (b"ping" | b"echo", [message]) => self.bulk(message),
            (b"set", [key, value]) => self.set(key, value),
            (b"set", [_, _, _, ..]) => self.error("syntax error"),
            (b"get", [key]) => self.get(key),
            (b"del", keys @ [_, ..]) => self.delete(keys),
            (b"quit", _) => self.out.extend(b"+OK\r\n"),
            (b"ping" | b"echo" | b"set" | b"get" | b"del", _) => self.wrong_number(&name),
            _ => self.unknown(words[0]),
        }
    }

    fn set(&mut self, key: &[u8], value: &[u8]) {
        self.values.insert(key.to_vec(), value.to_vec());
        self.out.extend(b"+OK\r\n");
    }

    fn get(&mut self, key: &[u8]) {
        match self.values.get(key).cloned() {
            Some(value) => self.bulk(&value),
            None => self.out.extend(b"$-1\r\n"),
        }
    }

    fn delete(&mut self, keys: &[&[u8]]) {
        let gone = keys.iter().filter(|key| self.values.remove(**key).is_some()).count();
        self.out.extend(format!(":{gone}\r\n").bytes());
    }

    fn wrong_number(&mut self, name: &[u8]) {
        let name = String::from_utf8_lossy(name).into_owned();
        self.error(&format!("wrong number of arguments for '{name}' command"));
    }

    fn bulk(&mut self, bytes: &[u8]) {
        self.out.extend(format!("${}\r\n", bytes.len()).bytes());
        self.out.extend(bytes);
        self.out.extend(b"\r\n");
    }

    fn error(&mut self, text: &str) {
        self.out.extend(format!("-ERR {text}\r\n").bytes());
    }

    fn unknown(&mut self, name: &[u8]) {
        let text = String::from_utf8_lossy(name).replace('\u{fffd}', "?");
        let text = text.replace(char::is_control, " ");
        let end = (0..=text.len().min(128)).rev().find(|end| text.is_char_boundary(*end));
        self.error(&format!("unknown command '{}'", &text[..end.unwrap_or(0)]));
    }
}

/// At most nine digits, maybe with a minus.
fn number(text: &[u8]) -> Option<i64> {
    let digits = text.strip_prefix(b"-").unwrap_or(text);
    let is_number = (1..=9).contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit);
    std::str::from_utf8(text).ok().filter(|_| is_number)?.parse().ok()
}
