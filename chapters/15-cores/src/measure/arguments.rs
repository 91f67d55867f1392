//! The command line of `measure`.

use std::path::PathBuf;

/// What is asked for.
pub(crate) enum Asked {
    /// These words.
    Help,
    /// A run.
    Measure(Plan),
}

/// How a run is made.
pub(crate) struct Plan {
    pub(crate) rounds: usize,
    /// Requests to a server in a turn; of a store, ten times as many.
    pub(crate) requests: u64,
    /// Where it is kept.
    pub(crate) folder: Option<PathBuf>,
}

pub(crate) const HELP: &str = "\
What a second thread costs a request, and what a store that threads share: processor time of the
server, beside that of one thread.

Usage: cargo run --release -p chapter-15 -- measure [OPTIONS]

  --rounds N       so many turns for each way (15)
  --quick          short turns: to see that it works, and not to quote
  --folder PATH    keep the run there: samples, environment, quotes
  --help           these words
";

impl Asked {
    /// Reads the words after `measure`.
    pub(crate) fn parse(mut words: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut plan = Plan { rounds: 15, requests: 100_000, folder: None };
        while let Some(word) = words.next() {
            match word.as_str() {
                "--help" | "-h" => return Ok(Self::Help),
                "--quick" => plan.requests = 2_000,
                "--rounds" => {
                    let number = words.next().and_then(|word| word.parse().ok());
                    plan.rounds = number
                        .filter(|rounds| *rounds > 0)
                        .ok_or("--rounds takes a number from 1 on, like --rounds 5")?;
                }
                "--folder" => {
                    let path = words.next().ok_or("--folder takes a path, like --folder run")?;
                    plan.folder = Some(path.into());
                }
                _ => return Err(format!("'{word}' is no option of measure; see measure --help")),
            }
        }
        Ok(Self::Measure(plan))
    }
}
