//! The frame parser, fed in any pieces, against the grammar read byte by byte.
//!
//! An input: a byte that chooses the limits, three that say how the rest is cut, the client's bytes.

mod grammar;

use socket_core::{
    frame::{Error, Parser},
    limits::Limits,
};

use grammar::Grammar;

/// One request, or what is wrong with it, and where that was known: after so many bytes.
type Found = (usize, Result<Vec<Vec<u8>>, Error>);

const USUAL: Limits = Limits { line: 24, words: 6, value: 30, request: 80, replies: 0 };

/// Small limits, so that small inputs come to them; also those that a request meets first.
const LIMITS: [Limits; 4] = [
    USUAL,
    Limits { line: 100, ..USUAL },
    Limits { value: 100, ..USUAL },
    Limits { line: 1 << 10, words: 1 << 10, value: 1 << 10, request: 4 << 10, ..USUAL },
];

/// The parser finds the same requests in the pieces as the grammar in the single bytes, none late and
/// none early.
///
/// # Panics
/// If it does not.
pub(crate) fn check(input: &[u8]) {
    let Some((&[limits, ref cuts @ ..], bytes)) = input.split_first_chunk::<4>() else { return };
    let limits = &LIMITS[usize::from(limits) % LIMITS.len()];
    let wanted = single(bytes, limits);
    let mut pieces = Pieces::new(limits);
    let mut cuts = cuts.iter().cycle();
    let mut fed = 0;
    while fed < bytes.len() && !pieces.failed() {
        let cut = 1 + usize::from(*cuts.next().unwrap_or(&0));
        let end = bytes.len().min(fed + cut);
        pieces.feed(&bytes[fed..end]);
        fed = end;
        let known = wanted.iter().take_while(|(at, _)| *at <= fed).map(|(_, found)| found);
        assert!(known.eq(&pieces.found), "after {fed} bytes: {:?}, not {wanted:?}", pieces.found);
    }
}

fn single(bytes: &[u8], limits: &Limits) -> Vec<Found> {
    let mut grammar = Grammar::new(limits);
    let mut found = Vec::new();
    for (at, byte) in bytes.iter().enumerate() {
        let Some(request) = grammar.byte(*byte) else { continue };
        let failed = request.is_err();
        found.push((at + 1, request));
        if failed {
            break;
        }
    }
    found
}

/// The parser, and what it has found so far.
struct Pieces<'a> {
    limits: &'a Limits,
    parser: Parser,
    buffer: Vec<u8>,
    found: Vec<Result<Vec<Vec<u8>>, Error>>,
}

impl<'a> Pieces<'a> {
    fn new(limits: &'a Limits) -> Self {
        Self { limits, parser: Parser::default(), buffer: Vec::new(), found: Vec::new() }
    }

    fn failed(&self) -> bool {
        self.found.last().is_some_and(Result::is_err)
    }

    fn feed(&mut self, piece: &[u8]) {
        self.buffer.extend(piece);
        while !self.failed() && self.next() {}
    }

    /// Whether it has found one more request, or an error.
    fn next(&mut self) -> bool {
        let found = match self.parser.parse(&self.buffer, self.limits) {
            Ok(None) => return false,
            Ok(Some(request)) => {
                let words: Vec<_> = request.words.map(<[u8]>::to_vec).collect();
                assert_eq!(words.is_empty(), request.words.is_empty());
                self.buffer.drain(..request.len);
                Ok(words)
            }
            Err(error) => {
                let again = self.parser.parse(&self.buffer, self.limits);
                assert_eq!(again.err(), Some(error), "asked again, it says something else");
                Err(error)
            }
        };
        self.found.push(found);
        true
    }
}
