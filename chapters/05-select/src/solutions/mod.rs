//! The exercises of chapter 5, solved.

pub(crate) mod e1_copy;
pub(crate) mod e2_set;
pub(crate) mod e3_refuse;
