//! Requests and replies as bytes, and bytes as something that a person can read.

/// A request of any words: an array of bulk strings.
pub(crate) fn request(words: &[&[u8]]) -> Vec<u8> {
    let mut bytes = format!("*{}\r\n", words.len()).into_bytes();
    for word in words {
        bytes.extend(bulk(word));
    }
    bytes
}

/// A bulk string: what a value looks like on its way, in both directions.
pub(crate) fn bulk(value: &[u8]) -> Vec<u8> {
    [format!("${}\r\n", value.len()).as_bytes(), value, b"\r\n"].concat()
}

/// All 256 bytes, again and again.
pub(crate) fn all_bytes(len: usize) -> Vec<u8> {
    let all: Vec<u8> = (0..=u8::MAX).collect();
    let mut bytes = all.repeat(len.div_ceil(all.len()));
    bytes.truncate(len);
    bytes
}

/// The bytes as text, the middle of many left out.
pub(crate) fn shown(bytes: &[u8]) -> String {
    match bytes {
        [first @ .., _, _, _, _] if bytes.len() > 100 => {
            let (head, tail) = (&first[..40], &bytes[bytes.len() - 40..]);
            format!("\"{}...{}\" ({} bytes)", head.escape_ascii(), tail.escape_ascii(), bytes.len())
        }
        _ => format!("\"{}\"", bytes.escape_ascii()),
    }
}
