//! How some fields stand in JSON. Bytes are a string in which each character is one byte, from
//! U+0000 to U+00FF.

use serde::{Deserialize, Deserializer, Serializer, de::Error};

pub(crate) fn serialize<S: Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(&bytes.iter().map(|byte| char::from(*byte)).collect::<String>())
}

pub(crate) fn deserialize<'json, D: Deserializer<'json>>(from: D) -> Result<Vec<u8>, D::Error> {
    let text = String::deserialize(from)?;
    let bytes = text.chars().map(|letter| u8::try_from(u32::from(letter)));
    bytes.collect::<Result<_, _>>().map_err(|_| D::Error::custom("a character that is no byte"))
}

/// Whether a count says nothing.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes fields so")]
pub(crate) const fn is_none(count: &usize) -> bool {
    *count == 0
}
