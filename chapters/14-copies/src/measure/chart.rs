//! The chart of a run: a group of rows for each way, a row for each size. Three marks in each row are
//! the sender, the receiver and both; a line from the least to the most of the rounds is their spread.

use lab::{Spread, svg::Svg};

use super::{
    SIZES,
    report::{Report, Side, words},
    source::Warmth,
    way::Way,
};

const LEFT: f64 = 210.0;
const RIGHT: f64 = 590.0;
const TOP: f64 = 62.0;
const ROW: f64 = 15.0;
const GAP: f64 = 8.0;
/// The scale ends here; what is more stands at its end, as a number.
const MOST: f64 = 3.0;

/// Draws it.
pub(crate) fn chart(report: &Report<'_>, warmth: Warmth) -> String {
    let ways = &Way::SENDS[1..];
    let height = TOP + ways.len() as f64 * (SIZES.len() as f64 * ROW + GAP) + 4.0;
    let what = format!("Processor time, times a plain send: source {}", warmth.key());
    let mut chart = Chart(Svg::new(&what, height, 12));
    chart.legend();
    chart.scale(height);
    let mut y = TOP;
    for way in ways {
        chart.0.text(0.0, y + ROW * 0.8, "start", way.title());
        for size in SIZES {
            chart.0.text(LEFT - 8.0, y + ROW * 0.8, "end", &words(size));
            let mut most = 0.0_f64;
            for side in Side::ALL {
                if let Some(times) = report.times(*way, size, warmth, side) {
                    chart.mark(y + ROW / 2.0, side, times);
                    most = most.max(times.median);
                }
            }
            if most > MOST {
                chart.0.text(RIGHT + 8.0, y + ROW * 0.8, "start", &format!("{most:.1}"));
            }
            y += ROW;
        }
        y += GAP;
    }
    chart.0.end()
}

struct Chart(Svg);

impl Chart {
    fn legend(&mut self) {
        let mut x = LEFT;
        for side in Side::ALL {
            self.shape(x, 30.0, side);
            self.0.text(x + 10.0, 34.0, "start", side.key());
            x += 90.0;
        }
        self.0.text(x, 34.0, "start", "line: from least to most");
    }

    fn scale(&mut self, height: f64) {
        for step in 0..=6 {
            let value = f64::from(step) / 2.0;
            let (x, opacity) = (x(value), if step == 2 { 0.7 } else { 0.2 });
            self.0.rule(x, TOP, height, opacity);
            self.0.text(x, TOP - 6.0, "middle", &value.to_string());
        }
    }

    fn mark(&mut self, middle: f64, side: Side, times: Spread) {
        // A lane of its own for each, so that none hides another.
        let y = middle + lane(side);
        let (least, most) = (x(times.least), x(times.most));
        self.0.line(format_args!(
            "<path d=\"M{least:.1} {y:.1} H{most:.1}\" stroke=\"{}\" stroke-width=\"1.5\"/>",
            colour(side)
        ));
        self.shape(x(times.median), y, side);
    }

    fn shape(&mut self, x: f64, y: f64, side: Side) {
        let colour = colour(side);
        match side {
            Side::Sender => self.0.line(format_args!(
                "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"2.5\" fill=\"{colour}\"/>"
            )),
            Side::Receiver => self.0.line(format_args!(
                "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"2\" fill=\"var(--bg)\" \
                 stroke=\"{colour}\" stroke-width=\"1.5\"/>"
            )),
            Side::Both => {
                let (left, top) = (x - 2.5, y - 2.5);
                self.0.line(format_args!(
                    "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"5\" height=\"5\" \
                     fill=\"{colour}\"/>"
                ));
            }
        }
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
