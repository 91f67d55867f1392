//! Which requests get no reply: `CLIENT REPLY` asks the server to be silent.

/// What the server has been asked to keep to itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Silence {
    #[default]
    Nothing,
    /// The reply to the next request.
    Next,
    Everything,
}

impl Silence {
    /// Whether this request gets no reply, and what that means for the next one.
    pub(super) fn hides(&mut self, words: &[Vec<u8>]) -> bool {
        let is = |word: &Vec<u8>, name: &[u8]| word.eq_ignore_ascii_case(name);
        let hidden = *self != Self::Nothing;
        if *self == Self::Next {
            *self = Self::Nothing;
        }
        match words {
            [client, reply, wish] if is(client, b"client") && is(reply, b"reply") => match wish {
                _ if is(wish, b"on") => *self = Self::Nothing,
                _ if is(wish, b"off") => *self = Self::Everything,
                _ if is(wish, b"skip") && *self == Self::Nothing => *self = Self::Next,
                _ => return hidden,
            },
            [reset] if is(reset, b"reset") => *self = Self::Nothing,
            // Its end is what there is to hear.
            [quit, ..] if is(quit, b"quit") => return false,
            _ => return hidden,
        }
        *self != Self::Nothing
    }
}
