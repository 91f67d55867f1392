//! The command line of `measure`.

use std::path::PathBuf;

/// What is asked for.
pub(crate) enum Asked {
    /// These words.
    Help,
    /// A run.
    Measure(Plan),
    /// The table, the quotes and the charts of a run that is kept, made again.
    Report(PathBuf),
}

/// How a run is made.
pub(crate) struct Plan {
    pub(crate) rounds: usize,
    /// How much is sent in a turn, at least.
    pub(crate) bytes: usize,
    /// Where it is kept.
    pub(crate) folder: Option<PathBuf>,
}

pub(crate) const HELP: &str = "\
What each way to send a file costs, beside a plain send: processor time of both sides.

Usage: cargo run --release -p chapter-14 -- measure [OPTIONS]

  --rounds N       so many turns for each way (5)
  --quick          short turns: to see that it works, and not to quote
  --folder PATH    keep the run there: samples, environment, quotes, charts
  --report PATH    make table, quotes and charts of a run that is kept again
  --help           these words
";

impl Asked {
    /// Reads the words after `measure`.
    pub(crate) fn parse(words: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut plan = Plan { rounds: 5, bytes: 32 << 20, folder: None };
        let mut words = words;
        while let Some(word) = words.next() {
            match word.as_str() {
                "--help" | "-h" => return Ok(Self::Help),
                "--quick" => plan.bytes = 1 << 20,
                "--rounds" => plan.rounds = rounds(words.next())?,
                "--folder" => plan.folder = Some(path("--folder", words.next())?),
                "--report" => return Ok(Self::Report(path("--report", words.next())?)),
                _ => return Err(format!("'{word}' is no option of measure; see measure --help")),
            }
        }
        Ok(Self::Measure(plan))
    }
}

fn rounds(word: Option<String>) -> Result<usize, String> {
    let number = word.as_deref().and_then(|word| word.parse().ok()).filter(|rounds| *rounds > 0);
    number.ok_or_else(|| "--rounds takes a number from 1 on, like --rounds 5".to_owned())
}

fn path(option: &str, word: Option<String>) -> Result<PathBuf, String> {
    word.map(PathBuf::from).ok_or_else(|| format!("{option} takes a path, like {option} run"))
}
