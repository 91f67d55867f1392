//! What is recorded beside the calls: each costs time, and none is recorded unless it is asked for.

/// How closely a server is watched. By default only its calls are recorded.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Detail {
    /// The line of code that made each call.
    pub lines: bool,
    /// What the kernel did between the clients and the server: each
    /// [`Moment`](recording::Moment).
    pub kernel: bool,
    /// How it did that, if it lets us see: what its own tracepoints tell ([`tracefs`](crate::tracefs)).
    pub how: bool,
}
