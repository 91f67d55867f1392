//! What is true of an event on one run only: it stands beside the recording, never in it.

#[cfg(feature = "json")]
use serde::{Deserialize, Serialize};

/// What belongs to the event with the same index, and differs from run to run.
///
/// Two recordings of one scene are equal; their asides need not be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "json", derive(Serialize, Deserialize))]
pub struct Aside {
    /// How many bytes a long write moved: as many as there was room for.
    #[cfg_attr(feature = "json", serde(default, skip_serializing_if = "Option::is_none"))]
    pub moved: Option<usize>,
}
