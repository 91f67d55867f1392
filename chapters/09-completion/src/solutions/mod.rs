//! One way to do each exercise.

pub(crate) mod e1_ask_again;
pub(crate) mod e2_send;
