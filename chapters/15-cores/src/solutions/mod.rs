//! The exercises of chapter 15, solved.

pub(crate) mod e1_fewest;
