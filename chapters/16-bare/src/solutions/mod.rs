//! The exercises of chapter 16, solved.

pub(crate) mod e1_latest;
