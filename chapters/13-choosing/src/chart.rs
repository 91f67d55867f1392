//! Charts as SVG: a row for each server, on a scale of powers of ten.
//!
//! A bar is one number; a line from p50 to p99 with a mark at each is a latency. What the same
//! server differs from itself by is drawn as a shade around the reference.

use std::fmt::Write;

use crate::{
    figure::Figure,
    report::{Cell, REFERENCE, Report},
    table::{number, title},
};

const WIDTH: f64 = 640.0;
/// Where the scale begins and ends; names stand before it, numbers after it.
const LEFT: f64 = 130.0;
const RIGHT: f64 = 540.0;
const ROW: f64 = 22.0;
const TOP: f64 = 44.0;

/// A chart of one work, if it has these figures: the last one is written beside.
pub(crate) fn chart(report: &Report<'_>, work: &str, figures: &[Figure]) -> Option<String> {
    let last = *figures.last()?;
    let numbers = |server: &&str| -> Vec<f64> {
        let cells = figures.iter().map(|figure| report.cell(work, server, *figure));
        cells
            .filter_map(|cell| if let Cell::Number(value) = cell { Some(value) } else { None })
            .collect()
    };
    let rows: Vec<_> =
        report.servers(work).into_iter().map(|name| (name, numbers(&name))).collect();
    let scale = Scale::of(rows.iter().flat_map(|(_, values)| values.iter().copied()))?;
    let height = TOP + ROW * rows.len() as f64 + 8.0;
    let what = format!("{}: {}", title(work), words(figures));
    let mut svg = String::new();
    line(
        &mut svg,
        format_args!("<svg viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"{what}\">"),
    );
    line(&mut svg, format_args!("<g fill=\"var(--fg)\" font-size=\"13\">"));
    line(&mut svg, format_args!("<text x=\"0\" y=\"14\" font-weight=\"600\">{what}</text>"));
    scale.draw(&mut svg, height);
    let noise = report.noise(work, last).filter(|_| report.verdict_is_possible(work, last));
    if let (Some(noise), Cell::Number(value)) = (noise, report.cell(work, REFERENCE, last)) {
        let (from, to) = (scale.x(value / (1.0 + noise)), scale.x(value * (1.0 + noise)));
        line(
            &mut svg,
            format_args!(
                "<rect x=\"{from:.1}\" y=\"{TOP}\" width=\"{:.1}\" height=\"{:.1}\" fill-opacity=\"0.1\"/>",
                to - from,
                height - TOP - 8.0
            ),
        );
    }
    for (place, (name, values)) in rows.iter().enumerate() {
        let y = TOP + ROW * (place as f64 + 0.5);
        line(
            &mut svg,
            format_args!(
                "<text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{name}</text>",
                LEFT - 8.0,
                y + 4.0
            ),
        );
        draw(&mut svg, &scale, y, values, report.cell(work, name, last), last);
    }
    svg.push_str("</g>\n</svg>\n");
    Some(svg)
}

fn words(figures: &[Figure]) -> String {
    let names = figures.iter().map(|figure| figure.title());
    names.collect::<Vec<_>>().join(", ")
}

fn draw(svg: &mut String, scale: &Scale, y: f64, values: &[f64], last: Cell, figure: Figure) {
    let colour = "var(--blockquote-note-color)";
    if let [value] = values {
        let width = scale.x(*value) - LEFT;
        line(
            svg,
            format_args!(
                "<rect x=\"{LEFT}\" y=\"{:.1}\" width=\"{width:.1}\" height=\"12\" rx=\"2\" fill=\"{colour}\"/>",
                y - 6.0
            ),
        );
    } else if let [first, .., end] = values {
        line(
            svg,
            format_args!(
                "<path d=\"M{:.1} {y:.1} H{:.1}\" stroke=\"{colour}\" stroke-width=\"2\"/>",
                scale.x(*first),
                scale.x(*end)
            ),
        );
        for value in values {
            line(
                svg,
                format_args!(
                    "<circle cx=\"{:.1}\" cy=\"{y:.1}\" r=\"4\" fill=\"{colour}\"/>",
                    scale.x(*value)
                ),
            );
        }
    }
    let (at, said) = match last {
        Cell::Number(value) => (scale.x(value) + 8.0, number(value, figure)),
        Cell::Load => (LEFT + 4.0, "limited by the load".to_owned()),
        Cell::None => (LEFT + 4.0, "too few requests to tell".to_owned()),
    };
    let at = if values.is_empty() {
        at
    } else {
        at.max(values.iter().map(|value| scale.x(*value) + 8.0).fold(0.0, f64::max))
    };
    line(svg, format_args!("<text x=\"{at:.1}\" y=\"{:.1}\">{said}</text>", y + 4.0));
}

/// Powers of ten: from the one below the least to the one above the greatest.
struct Scale {
    low: i32,
    high: i32,
}

impl Scale {
    fn of(values: impl Iterator<Item = f64>) -> Option<Self> {
        let (mut low, mut high) = (f64::INFINITY, 0.0_f64);
        for value in values.filter(|value| *value > 0.0) {
            (low, high) = (low.min(value), high.max(value));
        }
        #[expect(clippy::cast_possible_truncation, reason = "the logarithm of a float is small")]
        let power = |x: f64| x as i32;
        let (low, high) = (power(low.log10().floor()), power(high.log10().ceil()));
        low.lt(&i32::MAX).then_some(Self { low, high: high.max(low + 1) })
    }

    fn x(&self, value: f64) -> f64 {
        let part = (value.log10() - f64::from(self.low)) / f64::from(self.high - self.low);
        LEFT + part.clamp(0.0, 1.0) * (RIGHT - LEFT)
    }

    fn draw(&self, svg: &mut String, height: f64) {
        for power in self.low..=self.high {
            let value = 10_f64.powi(power);
            let x = self.x(value);
            line(
                svg,
                format_args!(
                    "<path d=\"M{x:.1} {TOP} V{:.1}\" stroke=\"var(--fg)\" stroke-opacity=\"0.2\"/>",
                    height - 8.0
                ),
            );
            line(
                svg,
                format_args!(
                    "<text x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\" fill-opacity=\"0.7\">{value}</text>",
                    TOP - 6.0
                ),
            );
        }
    }
}

fn line(svg: &mut String, text: std::fmt::Arguments<'_>) {
    writeln!(svg, "{text}").expect("a string takes all");
}
