//! What was seen of a server, for a program.

use std::io::{self, Write};

use serde::Serialize;

use crate::fingerprint::Fingerprint;

/// What the object says that it is.
const FORMAT: &str = "waiting-for-bytes/fingerprint";

/// The version of the format; it grows when a field changes its meaning or goes.
const VERSION: u32 = 1;

/// One object: `format`, `version`, and the fields of [`Fingerprint`].
#[derive(Serialize)]
struct Document<'seen> {
    format: &'static str,
    version: u32,
    #[serde(flatten)]
    seen: &'seen Fingerprint,
}

impl Fingerprint {
    /// Writes it as JSON, in one line.
    ///
    /// # Errors
    ///
    /// Returns what `out` says.
    pub fn write_json(&self, out: &mut impl Write) -> io::Result<()> {
        let document = Document { format: FORMAT, version: VERSION, seen: self };
        serde_json::to_writer(&mut *out, &document)?;
        writeln!(out)
    }
}
