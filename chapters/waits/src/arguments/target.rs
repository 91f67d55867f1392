//! The server on a command line.

use std::ffi::OsString;

use guide::Target;
use io_models::MODELS;

/// A model's name, or else a command with all that follows it.
pub(super) fn target(word: OsString, parser: &mut lexopt::Parser) -> Result<Target, lexopt::Error> {
    if word.is_empty() {
        return Err("'' is no command: is what the shell put there empty?".into());
    }
    let mut line = vec![word];
    line.extend(parser.raw_args()?);
    let model = MODELS.iter().find(|model| line.len() == 1 && line[0] == *model.name);
    Ok(model.map_or(Target::Command(line), |model| Target::Known(model.name.to_owned())))
}
