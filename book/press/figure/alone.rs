//! A drawing that stands alone, outside of the book: with its colours, light and dark, and its size.

use super::svg::WIDTH;

/// Room for letters of a font that nobody here has measured.
const SPARE: i32 = 36;

/// What the shapes look like.
const STYLE: &str = include_str!("../../theme/figures.css");

/// The colours that pages of the book have from their theme.
const COLOURS: &str = "\
svg { --fg: #1f2328; --bg: #ffffff; --soft-back: #f0f1f3; --accent: #0969da; \
--blockquote-warning-color: #9a6700; \
font: 12px -apple-system, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif }
@media (prefers-color-scheme: dark) { svg { --fg: #e6edf3; --bg: #0d1117; --soft-back: #1c2129; \
--accent: #4493f8; --blockquote-warning-color: #d29922 } }
.lanes .paper { fill: var(--bg) }
";

/// The same drawing as a file of its own.
pub(super) fn alone(drawn: &str) -> String {
    let is_rule = |line: &&str| line.starts_with(".lanes");
    let rules: Vec<&str> = STYLE.lines().filter(is_rule).collect();
    let paper = "<rect class=\"paper\" width=\"100%\" height=\"100%\"/>";
    let style = format!("<style>\n{COLOURS}{}\n</style>\n{paper}\n", rules.join("\n"));
    let wide = WIDTH + SPARE;
    let namespace =
        format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}\" ", wide * 3 / 2);
    let (narrow, wide) = (format!("0 0 {WIDTH} "), format!("0 0 {wide} "));
    let drawn = drawn.replacen(&narrow, &wide, 1);
    drawn.replacen("<svg ", &namespace, 1).replacen("</title>\n", &format!("</title>\n{style}"), 1)
}
