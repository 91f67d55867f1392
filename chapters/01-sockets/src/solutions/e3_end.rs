//! Exercise 3, solved: from header to header, and never through a word.

/// How many bytes the first request in `bytes` has, or `None` if its end has not come yet.
pub(crate) fn end(bytes: &[u8]) -> Option<usize> {
    let (words, mut at) = header(bytes, 0)?;
    for _ in 0..words {
        let (length, start) = header(bytes, at)?;
        at = start + length + 2;
    }
    (at <= bytes.len()).then_some(at)
}

/// The number in the line at `at`, behind its first byte, and where the next line begins.
fn header(bytes: &[u8], at: usize) -> Option<(usize, usize)> {
    let line = bytes.get(at..)?;
    let length = line.windows(2).position(|pair| pair == b"\r\n")?;
    let number = str::from_utf8(line.get(1..length)?).ok()?.parse().ok()?;
    Some((number, at + length + 2))
}
