//! The few shapes that the figures are made of. What they look like, `theme/figures.css` says.

use std::fmt::Write;

use show::html::escape;

/// The width of a drawing: with the letters of 12 they are not smaller than 11 on a phone.
pub(super) const WIDTH: i32 = 360;

/// Half the width of a bar.
pub(super) const HALF: i32 = 5;

/// A drawing, shape after shape.
#[derive(Debug, Default)]
pub(super) struct Drawing {
    shapes: String,
}

impl Drawing {
    /// The SVG of this size. A name for it, unique on a page, and what it shows.
    pub(super) fn finish(self, (width, height): (i32, i32), name: &str, title: &str) -> String {
        let (shapes, title) = (self.shapes, escape(title));
        format!(
            "<svg class=\"lanes\" viewBox=\"0 0 {width} {height}\" role=\"img\" \
             aria-labelledby=\"figure-{name}\" style=\"--wide:{width}\">\n\
             <title id=\"figure-{name}\">{title}</title>\n{shapes}</svg>\n"
        )
    }

    pub(super) fn path(&mut self, class: &str, data: &str) {
        writeln!(self.shapes, "<path class=\"{class}\" d=\"{data}\"/>").expect("it is memory");
    }

    pub(super) fn text(&mut self, class: &str, (x, y): (i32, i32), words: &str) {
        let words = escape(words);
        let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
        writeln!(self.shapes, "<text{class} x=\"{x}\" y=\"{y}\">{words}</text>")
            .expect("it is memory");
    }

    /// A text whose first words are the name of who does it.
    pub(super) fn sentence(&mut self, (x, y): (i32, i32), who: &str, does: &str) {
        let (who, does) = (escape(who), escape(does));
        writeln!(self.shapes, "<text x=\"{x}\" y=\"{y}\"><tspan>{who}</tspan> {does}</text>")
            .expect("it is memory");
    }

    /// A vertical bar.
    pub(super) fn bar(&mut self, class: &str, x: i32, from: i32, to: i32) {
        if to > from {
            self.path(class, &format!("M{x} {from}V{to}"));
        }
    }

    /// The bar of who sleeps.
    pub(super) fn asleep(&mut self, x: i32, top: i32, bottom: i32) {
        self.rect("asleep", (x - HALF, top), (2 * HALF, bottom - top));
        self.bar("stripes", x, top + 2, bottom);
    }

    /// The bar of who asks, and sleeps in between: naps with a look after each.
    pub(super) fn pauses(&mut self, x: i32, top: i32, bottom: i32) {
        self.rect("nap", (x - HALF, top), (2 * HALF, bottom - top));
        for y in (top..bottom).step_by(8) {
            self.rect("works", (x - HALF, y), (2 * HALF, (bottom - y).min(3)));
        }
    }

    /// It sleeps, looks, and sleeps again.
    pub(super) fn naps(&mut self, left: i32, wide: i32, y: i32) {
        let (mut frames, mut stripes, mut looks) = (String::new(), String::new(), String::new());
        for x in (left..left + wide).step_by(18) {
            let nap = (left + wide - x).min(11);
            frames += &format!("M{x} {}h{nap}v10h-{nap}z", y - 5);
            stripes += &format!("M{} {y}H{}", x + 2, x + nap);
            if x + 15 <= left + wide {
                looks += &format!("M{} {y}h3", x + 12);
            }
        }
        self.path("asleep", &frames);
        self.path("lying", &stripes);
        self.path("look", &looks);
    }

    /// A box.
    pub(super) fn rect(&mut self, class: &str, (x, y): (i32, i32), (width, height): (i32, i32)) {
        let shape = format!("x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"");
        writeln!(self.shapes, "<rect class=\"{class}\" {shape}/>").expect("it is memory");
    }

    /// A thin arrow at one height, with a halo over what it crosses.
    pub(super) fn arrow(&mut self, class: &str, from: i32, to: i32, y: i32) {
        let side = if to > from { -1 } else { 1 };
        let tip = format!("M{to} {y}l{} -4v8z", side * 7);
        let shaft = format!("M{from} {y}H{}", to + side * 6);
        self.path("halo", &shaft);
        self.path(class, &shaft);
        self.path(&format!("{class} tip"), &tip);
    }

    /// A thin arrow downwards.
    pub(super) fn down(&mut self, x: i32, from: i32, to: i32) {
        self.path("makes", &format!("M{x} {from}V{}", to - 6));
        self.path("makes tip", &format!("M{x} {to}l-4 -7h8z"));
    }

    /// The thick arrow of a copy.
    pub(super) fn copy(&mut self, from: i32, to: i32, y: i32) {
        let neck = if to > from { to - 9 } else { to + 9 };
        let (top, bottom) = (y - 4, y + 4);
        let head = format!("H{neck}V{}L{to} {y}L{neck} {}V{bottom}", y - 8, y + 8);
        self.path("copy", &format!("M{from} {top}{head}H{from}z"));
    }
}
