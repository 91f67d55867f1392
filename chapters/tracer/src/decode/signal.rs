//! A signal that was taken, and what it says of which descriptor.

use recording::{Outcome, Signal};

use crate::decode::{call::Entered, interest::interest, view::View};

/// The code of a signal that tells of no descriptor (SI_KERNEL).
const NOTHING: i32 = 0x80;

/// What sigtimedwait(2) has brought.
pub(crate) fn taken(call: &Entered, number: i64, view: &mut View<'_>) -> Outcome {
    let signal = Signal(i32::try_from(number).unwrap_or(0));
    // A struct siginfo_t: its code, and with the signals of F_SETSIG a band and a descriptor.
    let fields = view.memory.array::<8>(call.arguments[1], 4);
    let [_, code, band, about] = fields[..] else { return Outcome::Signal { signal, about: None } };
    let [code, about] = [code, about].map(first_half);
    if code <= 0 || code == NOTHING {
        return Outcome::Signal { signal, about: None };
    }
    let band = u32::try_from(i64::from_ne_bytes(band)).unwrap_or(0);
    Outcome::Signal { signal, about: Some(interest(about, band, view)) }
}

fn first_half(field: [u8; 8]) -> i32 {
    i32::from_ne_bytes([field[0], field[1], field[2], field[3]])
}
