//! The exercises of chapter 2, solved.

pub(crate) mod e1_at_most_two;
pub(crate) mod e2_next_please;
pub(crate) mod e3_lock;
