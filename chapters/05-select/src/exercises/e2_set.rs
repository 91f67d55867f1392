//! Exercise 2: build a set of descriptors out of bits, as FD_SET and its kin do.

/// Number n is bit n % 64 of word n / 64: there is room for 0 to 1023.
pub(crate) type Bits = [u64; 16];

/// Puts a number into the set; whether there is room for it. Your part: all four of these.
pub(crate) fn insert(bits: &mut Bits, number: usize) -> bool {
    bits[0] |= 1 << (number % 64);
    true
}

/// Takes a number out of the set.
pub(crate) fn remove(bits: &mut Bits, number: usize) {
    bits[0] ^= 1 << (number % 64);
}

/// Whether a number is in the set.
pub(crate) fn contains(bits: &Bits, number: usize) -> bool {
    bits[0] >> (number % 64) & 1 == 1
}

/// One more than the highest number in the set, or 0: what select(2) calls `nfds`.
pub(crate) fn end(bits: &Bits) -> usize {
    64 * bits.len()
}
