//! Charts as SVG: a row for each server.
//!
//! One number is a bar from zero; numbers that are far apart are points on a scale of powers of
//! ten, and so are the percentiles of a latency, with a line from the first to the last. The shade
//! is what the same server differs from itself by.

use lab::svg::Svg;

use crate::{
    figure::Figure,
    report::{Cell, REFERENCE, Report},
    scale::{LEFT, Scale},
    table::{number, title},
};

const ROW: f64 = 22.0;
const TOP: f64 = 44.0;
const BLUE: &str = "var(--blockquote-note-color)";

/// A chart under way.
struct Chart {
    svg: Svg,
    scale: Scale,
    /// Where the rows end.
    bottom: f64,
}

/// A chart of one work, if it has one of these figures: the last one is written beside.
pub(crate) fn chart(report: &Report<'_>, work: &str, figures: &[Figure]) -> Option<String> {
    let servers = report.servers(work);
    let has = |figure: &&Figure| {
        servers.iter().any(|server| number_of(report, work, server, **figure).is_some())
    };
    let figures: Vec<Figure> = figures.iter().filter(has).copied().collect();
    let last = *figures.last()?;
    let values = |server: &&str| -> Vec<f64> {
        figures.iter().filter_map(|figure| number_of(report, work, server, *figure)).collect()
    };
    let rows: Vec<_> = servers.iter().map(|name| (*name, values(name))).collect();
    let all = rows.iter().flat_map(|(_, values)| values.iter().copied());
    let scale = Scale::of(all, figures.len() == 1)?;
    let what = format!("{}: {}", title(work), words(&figures));
    let mut chart = Chart::new(&what, scale, rows.len());
    chart.shade(report, work, last);
    for (place, (name, values)) in rows.iter().enumerate() {
        let y = TOP + ROW * (place as f64 + 0.5);
        chart.svg.text(LEFT - 8.0, y + 4.0, "end", name);
        chart.values(y, values);
        chart.beside(y, values, report.cell(work, name, last), last);
    }
    Some(chart.svg.end())
}

fn number_of(report: &Report<'_>, work: &str, server: &str, figure: Figure) -> Option<f64> {
    let cell = report.cell(work, server, figure);
    if let Cell::Number(value) = cell { Some(value) } else { None }
}

fn words(figures: &[Figure]) -> String {
    figures.iter().map(|figure| figure.title()).collect::<Vec<_>>().join(", ")
}

impl Chart {
    fn new(what: &str, scale: Scale, rows: usize) -> Self {
        let bottom = TOP + ROW * rows as f64;
        let mut chart = Self { svg: Svg::new(what, bottom + 8.0, 13), scale, bottom };
        for (value, x) in chart.scale.marks() {
            chart.svg.rule(x, TOP, bottom, 0.2);
            chart.svg.text(x, TOP - 6.0, "middle", &value.to_string());
        }
        chart
    }

    fn shade(&mut self, report: &Report<'_>, work: &str, figure: Figure) {
        let noise = report.noise(work, figure).filter(|_| report.verdict_is_possible(work, figure));
        let reference = number_of(report, work, REFERENCE, figure);
        let Some((noise, value)) = noise.zip(reference) else { return };
        let [from, to] = [1.0 / (1.0 + noise), 1.0 + noise].map(|part| self.scale.x(value * part));
        let (width, height) = (to - from, self.bottom - TOP);
        self.svg.line(format_args!(
            "<rect x=\"{from:.1}\" y=\"{TOP}\" width=\"{width:.1}\" height=\"{height:.1}\" \
             fill-opacity=\"0.1\"/>"
        ));
    }

    fn values(&mut self, y: f64, values: &[f64]) {
        let places: Vec<f64> = values.iter().map(|value| self.scale.x(*value)).collect();
        let [first, .., last] = places[..] else {
            return places.iter().for_each(|x| self.single(y, *x));
        };
        self.svg.line(format_args!(
            "<path d=\"M{first:.1} {y:.1} H{last:.1}\" stroke=\"{BLUE}\" stroke-width=\"2\"/>"
        ));
        places.iter().for_each(|x| self.point(y, *x));
    }

    fn single(&mut self, y: f64, x: f64) {
        if !self.scale.is_from_zero() {
            return self.point(y, x);
        }
        let (top, width) = (y - 6.0, x - LEFT);
        self.svg.line(format_args!(
            "<rect x=\"{LEFT}\" y=\"{top:.1}\" width=\"{width:.1}\" height=\"12\" rx=\"2\" \
             fill=\"{BLUE}\"/>"
        ));
    }

    fn point(&mut self, y: f64, x: f64) {
        self.svg
            .line(format_args!("<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4\" fill=\"{BLUE}\"/>"));
    }

    /// The last number, or why there is none, after all that is drawn.
    fn beside(&mut self, y: f64, values: &[f64], last: Cell, figure: Figure) {
        let end = values.iter().map(|value| self.scale.x(*value)).fold(LEFT, f64::max);
        let said = match last {
            Cell::Number(value) => number(value, figure),
            Cell::Load => "limited by the load".to_owned(),
            Cell::None => "too few to tell".to_owned(),
        };
        self.svg.text(end + 8.0, y + 4.0, "start", &said);
    }
}
