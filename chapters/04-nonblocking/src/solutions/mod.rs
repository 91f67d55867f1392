//! The exercises of chapter 4, solved.

pub(crate) mod e1_back_off;
pub(crate) mod e2_slow;
