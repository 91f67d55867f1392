//! The exercises of chapter 15, solved.

pub(crate) mod e1_fewest;
pub(crate) mod e2_steal;
