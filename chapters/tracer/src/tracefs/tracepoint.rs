//! What is listened to: a tracepoint of the kernel, and which of its lines.

/// A tracepoint, and in which lines of it we take an interest.
#[derive(Debug)]
pub(crate) struct Tracepoint {
    /// Its folder and its name.
    pub(crate) name: &'static str,
    /// Whether the kernel's stack comes with it.
    pub(crate) has_stack: bool,
    /// Which of its lines are of interest, if not all: a filter of tracefs, in which PORT stands
    /// for the server's, and `TASK(field)` for a field that is one of its tasks.
    pub(crate) filter: Option<&'static str>,
    /// Whether it is listened to only where the server's port is known: else it would tell of too much.
    pub(crate) needs_port: bool,
}
