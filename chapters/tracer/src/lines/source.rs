//! The text of a line, and whose it is: the reader's own, or that of what the reader's code calls.

use std::{collections::HashMap, fs, path::Path};

use crate::lines::frames::Line;

/// Files that have been read, by their paths; none of a file that is not there.
#[derive(Debug, Default)]
pub(crate) struct Sources(HashMap<String, Option<Vec<String>>>);

impl Sources {
    /// The text of a line; none if its file is not there, or is no file of the reader's own.
    pub(crate) fn text(&mut self, line: &Line) -> Option<String> {
        let lines = self.0.entry(line.path.clone()).or_insert_with_key(|path| read(path));
        let index = usize::try_from(line.line.checked_sub(1)?).ok()?;
        lines.as_ref()?.get(index).cloned()
    }
}

fn read(path: &str) -> Option<Vec<String>> {
    if is_foreign(path) {
        return None;
    }
    let text = String::from_utf8_lossy(&fs::read(path).ok()?).into_owned();
    Some(text.lines().map(|line| line.trim_end().to_owned()).collect())
}

/// Where compilers and package managers keep the code of others.
fn is_foreign(path: &str) -> bool {
    const FOREIGN: [&str; 5] = ["/rustc/", "/.cargo/", "/rustlib/", "/pkg/mod/", "/node_modules/"];
    path.starts_with("/usr/") || FOREIGN.iter().any(|folder| path.contains(folder))
}

/// The path as the compiler was told it.
pub(crate) fn told(line: &Line) -> String {
    let path = Path::new(&line.path);
    let told = path.strip_prefix(&line.compiled_in).unwrap_or(path);
    told.to_string_lossy().into_owned()
}
