//! Bytes as a reader sees them: in quotes, control characters escaped, long ones cut.

/// Quotes `bytes` whole.
pub(crate) fn quote(bytes: &[u8]) -> String {
    format!("\"{}\"", bytes.escape_ascii())
}

/// Quotes `bytes` in at most `width` characters; a long text ends in an ellipsis.
pub(crate) fn quote_within(bytes: &[u8], width: usize) -> String {
    let whole = quote(&bytes[..bytes.len().min(width)]);
    if whole.len() <= width && bytes.len() <= width {
        return whole;
    }
    let mut text = String::from("\"");
    for byte in bytes {
        let next = byte.escape_ascii().to_string();
        if text.len() + next.len() + 2 > width {
            break;
        }
        text.push_str(&next);
    }
    text + "…\""
}
