//! `--html`: scenes as one page that stands alone, in a file.

use std::{fs, io, path::Path};

use show::html::{Page, Read};

use crate::{failure::Failure, lines::line_to_show};

/// The workspace, where this program was built.
const WORKSPACE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

/// The text of a file of the workspace, if it is there.
#[must_use]
pub fn source(file: &str) -> Option<String> {
    fs::read_to_string(Path::new(WORKSPACE).join(file)).ok()
}

/// Writes the page; `read` finds the code around the lines that were recorded.
///
/// # Errors
///
/// The file can't be written.
pub fn write_page(file: &Path, page: Page<'_>, read: Read<'_>) -> Result<(), Failure> {
    fs::write(file, show::html::page(page, &line_to_show, read)).map_err(|error| {
        let sentence = format!("The page can't be written to {}: {error}.", file.display());
        Failure::Io(io::Error::new(error.kind(), sentence))
    })
}
