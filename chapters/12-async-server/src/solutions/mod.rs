//! The exercises of chapter 12, solved.

pub(crate) mod e1_silent;
pub(crate) mod e2_both;
