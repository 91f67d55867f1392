//! The exercises of chapter 10, solved.

pub(crate) mod e1_fair_sleep;
pub(crate) mod e2_say_something;
