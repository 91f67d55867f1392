//! The kernel's doors: a task halts, its registers and memory can be read, and it goes on.

pub(crate) mod doing;
pub(crate) mod memory;
pub(crate) mod owner;
pub(crate) mod proc;
pub(crate) mod registers;
pub(crate) mod stop;
pub(crate) mod vdso;
