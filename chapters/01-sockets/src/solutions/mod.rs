//! The exercises of chapter 1, solved.

pub(crate) mod e1_whole_lines;
pub(crate) mod e2_last_word;
pub(crate) mod e3_end;
