//! A picture as SVG, in the colours of the page around it.

use std::fmt::{Arguments, Write};

/// How wide it is; it is shown as wide as the page.
pub const WIDTH: f64 = 640.0;

/// A picture under way.
#[derive(Debug)]
pub struct Svg(String);

impl Svg {
    /// An empty one of this height, which says in one line what it is, in letters of this size.
    #[must_use]
    pub fn new(what: &str, height: f64, letters: u8) -> Self {
        let mut svg = Self(String::new());
        svg.line(format_args!(
            "<svg viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"{what}\">\n\
             <g fill=\"var(--fg)\" font-size=\"{letters}\">\n\
             <text x=\"0\" y=\"14\" font-weight=\"600\">{what}</text>"
        ));
        svg
    }

    /// Adds a line of SVG.
    pub fn line(&mut self, text: Arguments<'_>) {
        writeln!(self.0, "{text}").expect("a string takes all");
    }

    /// Adds words; `anchor` is the part of them that stands at `x`: start, middle or end.
    pub fn text(&mut self, x: f64, y: f64, anchor: &str, said: &str) {
        self.line(format_args!(
            "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{said}</text>"
        ));
    }

    /// Adds a line from top to bottom.
    pub fn rule(&mut self, x: f64, top: f64, bottom: f64, opacity: f64) {
        self.line(format_args!(
            "<path d=\"M{x:.1} {top} V{bottom:.1}\" stroke=\"var(--fg)\" \
             stroke-opacity=\"{opacity}\"/>"
        ));
    }

    /// The whole of it.
    #[must_use]
    pub fn end(self) -> String {
        self.0 + "</g>\n</svg>\n"
    }
}
