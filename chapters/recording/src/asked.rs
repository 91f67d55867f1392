//! What a call asks for, where its name does not say it.

#[cfg(feature = "json")]
use serde::{Deserialize, Serialize};

use crate::Subject;

/// Which direction shutdown(2) ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "json", derive(Serialize, Deserialize), serde(rename_all = "snake_case"))]
#[expect(missing_docs, reason = "the words say it")]
pub enum Half {
    Read,
    Write,
    Both,
}

/// Whose end wait4(2) or waitid(2) waits for. The call's subject, if it has one, is that child.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "json", derive(Serialize, Deserialize), serde(rename_all = "snake_case"))]
pub enum Whose {
    /// Any child's.
    Any,
    /// That of one, named by its number.
    Number,
    /// That of one, named by a descriptor.
    Descriptor(Subject),
}
