//! The exercises of chapter 6, solved.

pub(crate) mod e1_full_house;
