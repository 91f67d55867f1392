//! The exercises of chapter 14, solved.

pub(crate) mod e1_log;
pub(crate) mod e2_tips;
