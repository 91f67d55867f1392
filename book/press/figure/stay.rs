//! A box in the kernel: whose it is, what lies in it, and in which column it is drawn.

use super::legend::Sign;

/// So many clients have a column each.
const FEW: usize = 2;

/// Whose box something lies in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whose {
    Client(usize),
    /// The signals that nobody has taken.
    Signals,
    /// A page of the file that the server has open.
    File,
}

/// What lies in a box from one place to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stay {
    pub(super) whose: Whose,
    pub(super) sign: Sign,
    pub(super) label: String,
    /// How many bytes these are, if they came from a client.
    pub(super) bytes: usize,
    pub(super) from: i32,
    pub(super) to: i32,
}

/// Of whom something lies there, between these places.
pub(super) fn holders(stays: &[Stay], from: i32, to: i32) -> Vec<Whose> {
    let mut found = Vec::new();
    for stay in stays.iter().filter(|stay| stay.from < to && from < stay.to) {
        if !found.contains(&stay.whose) {
            found.push(stay.whose);
        }
    }
    found
}

/// Which column each of them has: one of its own if they are few, else one in which nothing of
/// another lies at the same time.
pub(super) fn columns(stays: &[Stay], holders: &[Whose]) -> Vec<(Whose, i32)> {
    let mut columns: Vec<(Whose, i32)> = Vec::new();
    let meet = |one: Whose, other: Whose| {
        let of = |whose: Whose| stays.iter().filter(move |stay| stay.whose == whose);
        of(one).any(|stay| of(other).any(|also| stay.from < also.to && also.from < stay.to))
    };
    let clients = holders.iter().filter(|whose| matches!(whose, Whose::Client(_))).count();
    for whose in holders {
        let shares = clients > FEW && matches!(whose, Whose::Client(_));
        let is_free = |column: &i32| {
            shares && columns.iter().all(|(other, taken)| taken != column || !meet(*other, *whose))
        };
        let next = columns.iter().map(|(_, column)| column + 1).max().unwrap_or(0);
        columns.push((*whose, (0..next).find(is_free).unwrap_or(next)));
    }
    columns
}
