//! The exercises of chapter 3, solved.

pub(crate) mod e1_reap;
pub(crate) mod e2_prefork;
