//! Text as it stands in HTML.

/// The text with nothing that a browser would take for a tag.
#[must_use]
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
