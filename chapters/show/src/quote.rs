//! Bytes as a reader sees them: in quotes, control characters escaped, long ones cut.

/// Quotes `bytes` whole.
#[must_use]
pub fn quote(bytes: &[u8]) -> String {
    format!("\"{}\"", bytes.iter().map(escape).collect::<String>())
}

/// One byte; within double quotes, a single one needs no escape.
fn escape(byte: &u8) -> String {
    if *byte == b'\'' { "'".to_owned() } else { byte.escape_ascii().to_string() }
}

/// Quotes `bytes` in at most `width` characters; a long text ends in an ellipsis.
#[must_use]
pub fn quote_within(bytes: &[u8], width: usize) -> String {
    let mut text = String::from("\"");
    let mut pieces = bytes.iter().map(escape).peekable();
    while let Some(piece) = pieces.next() {
        let tail = if pieces.peek().is_some() { 2 } else { 1 };
        if text.len() + piece.len() + tail > width {
            return text + "…\"";
        }
        text.push_str(&piece);
    }
    text + "\""
}

/// Quotes the beginning of a text of `length` bytes; says how long it is if that is not all.
pub(crate) fn quote_with_length(bytes: &[u8], length: usize, width: usize) -> String {
    let whole = quote_within(bytes, width);
    if bytes.len() == length && !whole.ends_with("…\"") {
        return whole;
    }
    let count = format!(" {length} bytes");
    quote_within(bytes, width.saturating_sub(count.len()).max(5)) + &count
}
