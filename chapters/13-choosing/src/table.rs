//! A work as a table: a row for each server, what it cost, and what that is worth.

use lab::median;

use crate::{
    figure::Figure,
    measure::DISTURBED,
    report::{Cell, LIMIT, Report, TWIN, Verdict},
    works,
};

/// Rows of text, for a terminal, a page or the book.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    pub(crate) work: String,
    pub(crate) title: String,
    pub(crate) columns: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
    /// What the same server differed from itself by.
    pub(crate) noise: String,
}

/// A column: a figure, or how a server compares in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Of(Figure),
    Beside(Figure),
}

const COLUMNS: [Column; 14] = [
    Column::Of(Figure::Cpu),
    Column::Beside(Figure::Cpu),
    Column::Of(Figure::Calls),
    Column::Of(Figure::Switches),
    Column::Of(Figure::Memory),
    Column::Of(Figure::P50),
    Column::Of(Figure::P90),
    Column::Of(Figure::P99),
    Column::Beside(Figure::P99),
    Column::Of(Figure::P999),
    Column::Of(Figure::Rate),
    Column::Of(Figure::Load),
    Column::Of(Figure::Others),
    Column::Of(Figure::Repeats),
];

impl Table {
    pub(crate) fn new(report: &Report<'_>, work: &str) -> Self {
        let servers = report.servers(work);
        let used = |column: &Column| {
            let (Column::Of(figure) | Column::Beside(figure)) = column;
            servers.iter().any(|server| report.raw(work, server, *figure).is_some())
        };
        let columns: Vec<Column> = COLUMNS.into_iter().filter(used).collect();
        let row = |server: &&str| {
            let cells = columns.iter().map(|column| column.cell(report, work, server));
            [(*server).to_owned()].into_iter().chain(cells).collect()
        };
        Self {
            work: work.to_owned(),
            title: title(work),
            rows: servers.iter().map(row).collect(),
            columns: ["server".to_owned()]
                .into_iter()
                .chain(columns.iter().map(Column::title))
                .collect(),
            noise: noise(report, work),
        }
    }
}

impl Column {
    fn title(&self) -> String {
        match self {
            Self::Of(figure) => figure.title().to_owned(),
            Self::Beside(_) => "x epoll".to_owned(),
        }
    }

    fn cell(self, report: &Report<'_>, work: &str, server: &str) -> String {
        match self {
            Self::Of(figure) => said(report.cell(work, server, figure), figure),
            Self::Beside(figure) => beside(report.verdict(work, server, figure)),
        }
    }
}

/// A title of our works; another run may have others.
pub(crate) fn title(work: &str) -> String {
    let all = works::all();
    let known = all.iter().find(|known| known.key == work);
    known.map_or(work, |known| known.title).to_owned()
}

/// A cell in words.
pub(crate) fn said(cell: Cell, figure: Figure) -> String {
    match cell {
        Cell::Number(value) => number(value, figure),
        Cell::Load => "load".to_owned(),
        Cell::None => "-".to_owned(),
    }
}

/// With as many digits as it is worth.
pub(crate) fn number(value: f64, figure: Figure) -> String {
    match figure {
        Figure::Load | Figure::Server | Figure::Others | Figure::Repeats | Figure::Rate => {
            format!("{value:.0}")
        }
        _ if value >= 100.0 => format!("{value:.0}"),
        _ if value >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}

/// A verdict in a cell.
pub(crate) fn beside(verdict: Verdict) -> String {
    match verdict {
        Verdict::Times(ratio) => format!("{ratio:.2}"),
        Verdict::Tie => "tie".to_owned(),
        Verdict::CantTell => "can't tell".to_owned(),
        Verdict::None => "-".to_owned(),
    }
}

/// The lines below a table.
fn noise(report: &Report<'_>, work: &str) -> String {
    let of = |figure| {
        let (same, noise) = (report.same(work, figure)?, report.noise(work, figure)?);
        Some(format!("{same:.2} times its {} (a tie: ± {:.0} %)", figure.title(), noise * 100.0))
    };
    let same = match (of(Figure::Cpu), of(Figure::P99)) {
        (Some(cpu), Some(late)) => format!("{TWIN} has {cpu}, {late}."),
        (Some(one), None) | (None, Some(one)) => format!("{TWIN} has {one}."),
        (None, None) => "There are too few rounds to tell a difference from noise.".to_owned(),
    };
    same + &disturbed(report, work).unwrap_or_default()
}

/// What others took, if it is so much that a turn would be repeated for it.
fn disturbed(report: &Report<'_>, work: &str) -> Option<String> {
    let servers = report.servers(work).into_iter();
    let shares = servers.filter_map(|server| report.raw(work, server, Figure::Others));
    let share = median(shares).filter(|share| *share > DISTURBED)?;
    Some(format!(
        " Disturbed: other programs took {share:.0} % of a core, so latencies and rates are theirs too."
    ))
}

/// What stands below all tables.
pub(crate) fn legend() -> String {
    format!(
        "A number is the median of the rounds. `x epoll`: times epoll's, in the median of the \
         rounds.\n{TWIN} is epoll under another name: a smaller difference than those two had in \
         three rounds\nof four is a `tie`. `load`: limited by the load, which had more than \
         {LIMIT:.0} % of its core or sent\nits requests late, so it is no number of the server. \
         `others`: what other programs took of\nthe two cores; a turn with more than \
         {DISTURBED:.0} % was repeated, as often as `repeats` says."
    )
}
