//! The exercises of chapter 11, solved.

pub(crate) mod e1_join_three;
pub(crate) mod e2_bell;
