//! Which charts a work has.

use crate::{chart::chart, figure::Figure, report::Report};

const LATENCY: &[Figure] = &[Figure::P50, Figure::P90, Figure::P99];

/// The end of a file's name, and the figures in the chart.
const CHARTS: [(&str, &[Figure]); 4] = [
    ("cpu", &[Figure::Cpu]),
    ("latency", LATENCY),
    ("calls", &[Figure::Calls]),
    ("memory", &[Figure::Memory]),
];

/// Names and pictures.
pub(crate) fn charts(report: &Report<'_>, work: &str) -> Vec<(String, String)> {
    let charts = CHARTS.iter().filter_map(|(name, figures)| {
        let has = |server: &&str| report.raw(work, server, figures[0]).is_some();
        report.servers(work).iter().any(has).then_some(())?;
        Some((format!("{work}-{name}.svg"), chart(report, work, figures)?))
    });
    charts.collect()
}
