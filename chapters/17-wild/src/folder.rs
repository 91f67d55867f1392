//! A folder for what a server needs before it starts: its configuration, its data, a compiled program.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
    process,
    sync::atomic::{AtomicUsize, Ordering},
};

/// A folder that is removed when it is dropped.
#[derive(Debug)]
pub struct Folder(PathBuf);

/// How many this process has made: no two have one name.
static MADE: AtomicUsize = AtomicUsize::new(0);

impl Folder {
    /// Makes one that is empty.
    ///
    /// # Errors
    ///
    /// The system's folder for such things can't be written to.
    pub fn create() -> io::Result<Self> {
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let path = env::temp_dir().join(format!("wild-{}-{number}", process::id()));
        fs::create_dir_all(&path)?;
        Ok(Self(path))
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Writes a file, and says where it is.
    pub(crate) fn write(&self, name: &str, text: &str) -> io::Result<PathBuf> {
        let path = self.0.join(name);
        fs::write(&path, text)?;
        Ok(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What is left there does no harm.
        fs::remove_dir_all(&self.0).ok();
    }
}
