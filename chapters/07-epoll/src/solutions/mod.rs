//! The exercises of chapter 7, solved.

pub(crate) mod e1_two_descriptors;
pub(crate) mod e2_fair_edges;
