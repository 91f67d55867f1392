//! Exercise 2, solved: the word first, if there is one, and then the bit in it.

use crate::exercises::Bits;

/// Puts a number into the set; whether there is room for it.
pub(crate) fn insert(bits: &mut Bits, number: usize) -> bool {
    let Some(word) = bits.get_mut(number / 64) else { return false };
    *word |= 1 << (number % 64);
    true
}

/// Takes a number out of the set.
pub(crate) fn remove(bits: &mut Bits, number: usize) {
    if let Some(word) = bits.get_mut(number / 64) {
        *word &= !(1 << (number % 64));
    }
}

/// Whether a number is in the set.
pub(crate) fn contains(bits: &Bits, number: usize) -> bool {
    bits.get(number / 64).is_some_and(|word| word >> (number % 64) & 1 == 1)
}

/// One more than the highest number in the set, or 0.
pub(crate) fn end(bits: &Bits) -> usize {
    (0..1024).rev().find(|number| contains(bits, *number)).map_or(0, |highest| highest + 1)
}
