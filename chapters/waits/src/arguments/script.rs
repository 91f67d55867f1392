//! The script on a command line: one of the repertoire, or a file.

use std::{fs, path::Path};

use guide::{REPERTOIRE, Script, written::read};

/// The script of this name. A word with a `/` or a `.` is a file, and so is one that exists.
pub(super) fn script(word: &str) -> Result<Script, lexopt::Error> {
    if let Some((_, script)) = REPERTOIRE.iter().find(|(known, _)| *known == word) {
        return Ok(*script);
    }
    if !word.contains(['/', '.']) && !Path::new(word).exists() {
        let names = REPERTOIRE.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
        return Err(format!("there is no script '{word}': they are {names}, or a file").into());
    }
    let text = fs::read_to_string(word).map_err(|error| format!("{word}: {error}"))?;
    Ok(read(word, &text).map_err(|mistake| mistake.to_string())?)
}
