//! Seconds as decimal digits, understood without floating point: its tables of powers would be a
//! third of a small program.

use core::{ops::Range, time::Duration};

/// `digits[.digits][e[+-]digits]`, exact to the nanosecond; smaller parts are cut off.
pub(super) fn duration(text: &[u8]) -> Option<Duration> {
    let (digits, exponent) = match text.iter().position(|byte| matches!(byte, b'e' | b'E')) {
        Some(at) => (&text[..at], whole(&text[at + 1..])?),
        None => (text, 0),
    };
    let number = Decimal::new(digits.strip_prefix(b"+").unwrap_or(digits))?;
    // How many digits stand before the point when it has been moved.
    let places = i32::try_from(number.before.len()).ok()? + exponent;
    let nanos = number.digits(places..places + 9)?;
    Some(Duration::new(number.digits(0..places)?, u32::try_from(nanos).ok()?))
}

/// A small whole number, with or without a sign.
fn whole(text: &[u8]) -> Option<i32> {
    let (sign, digits) = match text {
        [b'-', digits @ ..] => (-1, digits),
        [b'+', digits @ ..] | digits => (1, digits),
    };
    let number = Decimal::new(digits).filter(|_| (1..=4).contains(&digits.len()))?;
    let value = number.digits(0..i32::try_from(digits.len()).ok()?)?;
    i32::try_from(value).ok().map(|value| sign * value)
}

/// The digits before and after the point.
struct Decimal<'a> {
    before: &'a [u8],
    after: &'a [u8],
}

impl<'a> Decimal<'a> {
    fn new(text: &'a [u8]) -> Option<Self> {
        let point = text.iter().position(|byte| *byte == b'.');
        let before = &text[..point.unwrap_or(text.len())];
        let after = point.map_or(&b""[..], |point| &text[point + 1..]);
        let is_number = [before, after].iter().all(|part| part.iter().all(u8::is_ascii_digit));
        (is_number && before.len() + after.len() > 0).then_some(Self { before, after })
    }

    /// The number that these digits make; on both sides of those that are written there are zeros.
    fn digits(&self, mut places: Range<i32>) -> Option<u64> {
        places.try_fold(0_u64, |value, place| value.checked_mul(10)?.checked_add(self.digit(place)))
    }

    fn digit(&self, place: i32) -> u64 {
        let digit = usize::try_from(place).ok().and_then(|place| {
            self.before.get(place).or_else(|| self.after.get(place.checked_sub(self.before.len())?))
        });
        digit.map_or(0, |digit| u64::from(digit - b'0'))
    }
}
