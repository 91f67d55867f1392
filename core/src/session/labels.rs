//! What a client has said that it is called: three short texts in the room for one, for each client
//! has it, also one that is silent.

use crate::command::{Attribute, LONGEST};

/// The three texts, one after another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Labels {
    bytes: [u8; LONGEST],
    /// How long each is, in the order of [`Attribute`].
    lengths: [u8; 3],
}

/// The texts do not fit into their room.
#[derive(Clone, Copy, Debug)]
pub(super) struct NoRoom;

impl Labels {
    pub(super) const EMPTY: Self = Self { bytes: [0; LONGEST], lengths: [0; 3] };

    /// A text; empty if the client has said nothing.
    pub(super) fn get(&self, attribute: Attribute) -> &[u8] {
        let [start, end] = self.place(attribute);
        &self.bytes[start..end]
    }

    /// Puts a text in the place of the one before, or leaves all as it was.
    pub(super) fn set(&mut self, attribute: Attribute, text: &[u8]) -> Result<(), NoRoom> {
        let ([start, end], all) = (self.place(attribute), self.lengths.iter().map(in_bytes).sum());
        let length = u8::try_from(text.len()).map_err(|_| NoRoom)?;
        let new_end = start + text.len();
        if new_end + (all - end) > LONGEST {
            return Err(NoRoom);
        }
        self.bytes.copy_within(end..all, new_end);
        self.bytes[start..new_end].copy_from_slice(text);
        self.lengths[attribute as usize] = length;
        Ok(())
    }

    fn place(&self, attribute: Attribute) -> [usize; 2] {
        let index = attribute as usize;
        let start = self.lengths[..index].iter().map(in_bytes).sum();
        [start, start + in_bytes(&self.lengths[index])]
    }
}

fn in_bytes(length: &u8) -> usize {
    usize::from(*length)
}
