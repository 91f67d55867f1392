//! Where it is kept: the cells, the machine, and what the book quotes of both.

use std::{fs, path::Path, time::SystemTime};

use anyhow::{Context, Result};
use lab::{
    Cores,
    machine::{build, date, priority, processor, read, said, server_and_load},
};

use crate::time::{
    cell::{Cell, HEADER},
    quotes::quotes,
};

/// The cells, a line for each.
const TIMES: &str = "times.csv";
/// The machine, as lines of `name: value`.
const ENVIRONMENT: &str = "environment.txt";
/// What pages include.
const QUOTES: &str = "quotes.txt";

/// Writes all three files.
pub(crate) fn store(folder: &Path, cores: &Cores, requests: usize, cells: &[Cell]) -> Result<()> {
    let environment = environment(cores, requests);
    let lines = cells.iter().map(|cell| cell.line() + "\n").collect::<String>();
    let times = format!("{HEADER}\n{lines}");
    // What stands in the file has fewer digits: what the book quotes is what can be read again.
    let quotes = quotes(&environment, &stored(&times)?);
    let files = [(TIMES, times), (ENVIRONMENT, environment), (QUOTES, quotes)];
    fs::create_dir_all(folder).with_context(|| format!("can't make {}", folder.display()))?;
    for (name, text) in files {
        let path = folder.join(name);
        fs::write(&path, text).with_context(|| format!("can't write {}", path.display()))?;
    }
    Ok(())
}

/// The cells in a text that was stored.
fn stored(text: &str) -> Result<Vec<Cell>> {
    let lines = text.lines().skip(1);
    lines.map(|line| Cell::read(line).with_context(|| format!("{line:?} is no cell"))).collect()
}

fn environment(cores: &Cores, requests: usize) -> String {
    let lines = [
        ("date", date(SystemTime::now())),
        ("requests", requests.to_string()),
        ("kernel", read("/proc/sys/kernel/osrelease")),
        ("processor", processor()),
        ("server and load", server_and_load(cores)),
        ("build", build().to_owned()),
        ("commit", said("git", &["describe", "--always", "--dirty", "--abbrev=12"])),
        ("compiler", said("rustc", &["--version"])),
        ("priority", priority()),
        ("load average", read("/proc/loadavg")),
    ];
    lines.iter().map(|(name, value)| format!("{name}: {value}\n")).collect()
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use super::{ENVIRONMENT, QUOTES, TIMES, stored};
    use crate::time::quotes::quotes;

    #[test]
    fn the_book_quotes_what_was_measured() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../book/measured/time");
        let read = |name| fs::read_to_string(folder.join(name)).unwrap();
        let cells = stored(&read(TIMES)).unwrap();
        assert_eq!(read(QUOTES), quotes(&read(ENVIRONMENT), &cells));
    }
}
