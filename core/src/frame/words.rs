//! The words of a request, found without being copied.

use super::{Span, number};

/// The words of a request, borrowed from the buffer; copy it to walk them again.
#[derive(Clone, Copy, Debug)]
pub struct Words<'a>(Rest<'a>);

/// What has not been walked yet.
#[derive(Clone, Copy, Debug)]
pub(super) enum Rest<'a> {
    /// The rest of a line.
    Inline(&'a [u8]),
    /// `count` words: first those that are known, then the one whose header is at `at`.
    Array { bytes: &'a [u8], known: &'a [Span], at: usize, count: usize },
}

impl<'a> Words<'a> {
    #[inline]
    pub(super) const fn new(rest: Rest<'a>) -> Self {
        Self(rest)
    }

    /// Whether no word is left.
    #[inline]
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match &self.0 {
            Rest::Inline(line) => line.iter().all(|byte| is_blank(*byte)),
            Rest::Array { count, .. } => *count == 0,
        }
    }
}

impl<'a> Iterator for Words<'a> {
    type Item = &'a [u8];

    #[inline]
    fn next(&mut self) -> Option<&'a [u8]> {
        match &mut self.0 {
            Rest::Inline(line) => {
                let start = line.iter().position(|byte| !is_blank(*byte))?;
                let rest = &line[start..];
                let len = rest.iter().position(|byte| is_blank(*byte)).unwrap_or(rest.len());
                *line = &rest[len..];
                Some(&rest[..len])
            }
            Rest::Array { count: 0, .. } => None,
            Rest::Array { bytes, known, at, count } => {
                *count -= 1;
                let word = match known {
                    [word, rest @ ..] => {
                        *known = rest;
                        *word
                    }
                    [] => bulk_again(bytes, *at)?,
                };
                *at = word.end + 2;
                Some(&bytes[word.start..word.end])
            }
        }
    }
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

/// Where the word stands whose header begins at `at`, and has been read before.
fn bulk_again(bytes: &[u8], at: usize) -> Option<Span> {
    let (length, start) = number(bytes, at + 1).ok()??;
    Some(Span { start, end: start + usize::try_from(length).ok()? })
}
