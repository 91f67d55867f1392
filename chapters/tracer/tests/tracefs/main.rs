//! What the kernel's tracepoints say of a server: read from recorded texts, and of a small one.
#![expect(clippy::print_stderr, reason = "a test says what it skips")]
#![expect(clippy::unwrap_used, reason = "a test")]

mod small_server;
mod texts;
