//! The book's answers to the exercises: look here when yours passes, or when you are stuck.

pub(crate) mod e1_all_of_them;
pub(crate) mod e2_read_on;
pub(crate) mod e3_nobody_lost;
