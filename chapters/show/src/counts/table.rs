//! The figures of a step's scenes, one row each.
//!
//! ```text
//!                      requests  calls  each  empty  wakes  waited in
//! Alice asks twice.           2      4   2.0      0      2  recvfrom(alice)
//! ```

use crate::{counts::Counts, wrap::wrap};

/// The room for what a scene is called; a longer title takes several lines.
const TITLE: usize = 34;

/// More places than this are not named.
const PLACES: usize = 4;

/// The room for one of them.
const PLACE: usize = 28;

/// Writes titles and figures as a table of at most 100 columns.
#[must_use]
pub fn table(rows: &[(&str, Counts)]) -> String {
    let titles: Vec<Vec<String>> = rows.iter().map(|(title, _)| wrap(title, TITLE)).collect();
    let width = titles.iter().flatten().map(|line| line.chars().count()).max().unwrap_or(0);
    let lists = rows.iter().any(|(_, counts)| counts.listed.is_some());
    let listed = if lists { "  listed" } else { "" };
    let heading = format!("requests  calls   each{listed}  empty  wakes  waited in");
    let mut lines = vec![format!("{:width$}  {heading}", "")];
    for ((_, counts), title) in rows.iter().zip(&titles) {
        lines.extend(self::lines(title, counts, width));
    }
    lines.iter().map(|line| format!("{}\n", line.trim_end())).collect()
}

fn lines(title: &[String], counts: &Counts, width: usize) -> Vec<String> {
    let places = places(&counts.waits);
    let line = |index: usize| {
        let title = title.get(index).map_or("", String::as_str);
        let figures = figures(counts);
        let figures = if index == 0 { figures } else { " ".repeat(figures.len()) };
        let place = places.get(index).map_or("", String::as_str);
        format!("{title:width$}  {figures}  {place}")
    };
    (0..title.len().max(places.len())).map(line).collect()
}

fn figures(counts: &Counts) -> String {
    let Counts { requests, calls, listed, empty, wakes, .. } = *counts;
    let each = each(calls, requests);
    let listed = listed.map(|listed| format!("  {listed:>6}")).unwrap_or_default();
    format!("{requests:>8}  {calls:>5}  {each:>5}{listed}  {empty:>5}  {wakes:>5}")
}

/// Calls a request, to one tenth.
fn each(calls: usize, requests: usize) -> String {
    let Some(tenths) = (calls * 10 + requests / 2).checked_div(requests) else {
        return "–".to_owned();
    };
    format!("{}.{}", tenths / 10, tenths % 10)
}

fn places(waits: &[String]) -> Vec<String> {
    let mut places: Vec<String> = waits.iter().map(|place| cut(place)).collect();
    if places.len() > PLACES {
        let rest = places.len() - (PLACES - 1);
        places.truncate(PLACES - 1);
        places.push(format!("and {rest} more"));
    }
    places
}

fn cut(place: &str) -> String {
    if place.chars().count() <= PLACE {
        return place.to_owned();
    }
    place.chars().take(PLACE - 1).chain(['…']).collect()
}
