//! Exercise 3: find the end of a request. Its words come with their lengths.
//!
//! `*2\r\n$4\r\nECHO\r\n$5\r\nhello\r\n` has two words: one of 4 bytes, and one of 5. Each request
//! that is tried begins with `*`: a request in one line is no part of this.

/// How many bytes the first request in `bytes` has, or `None` if its end has not come yet.
/// Your part: this knows only requests that end with their first line.
pub(crate) fn end(bytes: &[u8]) -> Option<usize> {
    let line = bytes.windows(2).position(|pair| pair == b"\r\n")?;
    Some(line + 2)
}
