//! The chart of a run: a group of rows for each way, a row for each size. Three marks in each row are
//! the sender, the receiver and both; a line from the least to the most of the rounds is their spread.

use std::fmt::{Arguments, Write};

use super::{
    SIZES,
    report::{Report, Side, Times, words},
    source::Warmth,
    way::Way,
};

const WIDTH: f64 = 640.0;
const LEFT: f64 = 210.0;
const RIGHT: f64 = 630.0;
const TOP: f64 = 62.0;
const ROW: f64 = 15.0;
const GAP: f64 = 8.0;
/// The scale ends here; what is more stands at its end, as a number.
const MOST: f64 = 3.0;

/// Draws it.
pub(crate) fn chart(report: &Report, warmth: Warmth) -> String {
    let ways = &Way::ALL[1..];
    let height = TOP + ways.len() as f64 * (SIZES.len() as f64 * ROW + GAP) + 4.0;
    let what = format!("Processor time, times a plain send: source {}", warmth.key());
    let mut chart = Chart(String::new());
    chart.line(format_args!(
        "<svg viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"{what}\">\n\
         <g fill=\"var(--fg)\" font-size=\"12\">\n\
         <text x=\"0\" y=\"14\" font-weight=\"600\">{what}</text>"
    ));
    chart.legend();
    chart.scale(height);
    let mut y = TOP;
    for way in ways {
        chart.text(0.0, y + ROW * 0.8, "start", way.title());
        for size in SIZES {
            chart.text(LEFT - 8.0, y + ROW * 0.8, "end", &words(size));
            for side in Side::ALL {
                if let Some(times) = report.times(*way, size, warmth, side) {
                    chart.mark(y + ROW / 2.0, side, times);
                }
            }
            y += ROW;
        }
        y += GAP;
    }
    chart.0 + "</g>\n</svg>\n"
}

struct Chart(String);

impl Chart {
    fn legend(&mut self) {
        let mut x = LEFT;
        for side in Side::ALL {
            self.shape(x, 30.0, side);
            self.text(x + 10.0, 34.0, "start", side.key());
            x += 90.0;
        }
        self.text(x, 34.0, "start", "line: from least to most");
    }

    fn scale(&mut self, height: f64) {
        for step in 0..=6 {
            let value = f64::from(step) / 2.0;
            let (x, opacity) = (x(value), if step == 2 { 0.7 } else { 0.2 });
            self.line(format_args!(
                "<path d=\"M{x:.1} {TOP} V{height:.1}\" stroke=\"var(--fg)\" \
                 stroke-opacity=\"{opacity}\"/>"
            ));
            self.text(x, TOP - 6.0, "middle", &value.to_string());
        }
    }

    fn mark(&mut self, middle: f64, side: Side, times: Times) {
        // A lane of its own for each, so that none hides another.
        let y = middle + lane(side);
        let (least, most) = (x(times.least), x(times.most));
        self.line(format_args!(
            "<path d=\"M{least:.1} {y:.1} H{most:.1}\" stroke=\"{}\" stroke-width=\"1.5\"/>",
            colour(side)
        ));
        self.shape(x(times.median), y, side);
    }

    fn shape(&mut self, x: f64, y: f64, side: Side) {
        let colour = colour(side);
        match side {
            Side::Sender => self.line(format_args!(
                "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"2.5\" fill=\"{colour}\"/>"
            )),
            Side::Receiver => self.line(format_args!(
                "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"2\" fill=\"var(--bg)\" \
                 stroke=\"{colour}\" stroke-width=\"1.5\"/>"
            )),
            Side::Both => {
                let (left, top) = (x - 2.5, y - 2.5);
                self.line(format_args!(
                    "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"5\" height=\"5\" \
                     fill=\"{colour}\"/>"
                ));
            }
        }
    }

    fn text(&mut self, x: f64, y: f64, anchor: &str, said: &str) {
        self.line(format_args!(
            "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{said}</text>"
        ));
    }

    fn line(&mut self, text: Arguments<'_>) {
        writeln!(self.0, "{text}").expect("a string takes all");
    }
}

fn x(value: f64) -> f64 {
    LEFT + value.min(MOST) / MOST * (RIGHT - LEFT)
}

fn lane(side: Side) -> f64 {
    match side {
        Side::Sender => -4.0,
        Side::Receiver => 0.0,
        Side::Both => 4.0,
    }
}

fn colour(side: Side) -> &'static str {
    match side {
        Side::Sender => "var(--blockquote-note-color)",
        Side::Receiver => "var(--blockquote-warning-color)",
        Side::Both => "var(--fg)",
    }
}
