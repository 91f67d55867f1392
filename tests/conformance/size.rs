//! How large a server is without a library.

use std::fs;

use io_models::Model;

use crate::{bare, case::Case};

pub(crate) const CASES: &[Case] = &[Case::new("less_than_16_kib", less_than_16_kib)];

fn less_than_16_kib(model: &Model) {
    let program = fs::metadata(bare::program(model.name)).expect("it has been built");
    assert!(program.len() < 16 << 10, "its program has {} bytes", program.len());
}
