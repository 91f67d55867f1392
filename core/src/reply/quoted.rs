//! Bytes of a stranger, made safe to send back: he may have them shown on a terminal.

/// How many bytes of the client's are quoted back at most.
const QUOTED: usize = 128;

/// Bytes as text, in one line: a control character is a blank, what is no UTF-8 is `?`, and what
/// is too long is cut between two characters.
pub(super) struct Quoted {
    bytes: [u8; QUOTED],
    len: usize,
}

impl Quoted {
    pub(super) fn new(bytes: &[u8]) -> Self {
        let mut quoted = Self { bytes: [0; QUOTED], len: 0 };
        for chunk in bytes.utf8_chunks() {
            let wrong = (!chunk.invalid().is_empty()).then_some('?');
            for character in chunk.valid().chars().chain(wrong) {
                if !quoted.push(if character.is_control() { ' ' } else { character }) {
                    return quoted;
                }
            }
        }
        quoted
    }

    /// Whether there was room for it.
    fn push(&mut self, character: char) -> bool {
        let room = &mut self.bytes[self.len..];
        let fits = character.len_utf8() <= room.len();
        if fits {
            self.len += character.encode_utf8(room).len();
        }
        fits
    }

    pub(super) fn text(&self) -> &[u8] {
        &self.bytes[..self.len]
    }
}
