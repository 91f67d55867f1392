//! What the kernel knows of a server while it works: its tasks, its memory, and who else is at work.

mod cores;
mod memory;
mod spent;
mod tree;

pub use cores::{Busy, Shares};
pub use memory::memory;
pub use spent::{Account, Spent};
pub use tree::{processes, tasks};
