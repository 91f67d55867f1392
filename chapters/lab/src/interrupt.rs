//! Ctrl-C: what was measured is kept, so a measurement ends as an error, and nothing is killed.

use std::{
    fmt::{Display, Formatter},
    io,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, Ordering},
    },
};

use signal_hook::{
    consts::{SIGINT, SIGTERM},
    flag,
};

static INTERRUPTED: OnceLock<Arc<AtomicBool>> = OnceLock::new();

/// We are to stop measuring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interrupted;

/// From now on SIGINT and SIGTERM do not end this process, but [`check`] tells of them.
///
/// # Errors
/// No handler can be set.
pub fn watch() -> io::Result<()> {
    let interrupted = INTERRUPTED.get_or_init(Arc::default);
    for signal in [SIGINT, SIGTERM] {
        flag::register(signal, Arc::clone(interrupted))?;
    }
    Ok(())
}

/// Whether to go on.
///
/// # Errors
/// [`Interrupted`].
pub fn check() -> Result<(), Interrupted> {
    let interrupted = INTERRUPTED.get().is_some_and(|flag| flag.load(Ordering::Relaxed));
    if interrupted { Err(Interrupted) } else { Ok(()) }
}

impl Display for Interrupted {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        write!(f, "interrupted")
    }
}

impl std::error::Error for Interrupted {}
