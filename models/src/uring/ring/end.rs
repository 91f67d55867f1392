//! The end of a ring: not before the kernel has said of each request that it is done.

use std::{io, mem};

use super::{NO_NEWS, Ring};
use crate::uring::request;

impl Ring {
    /// Cancels all, and waits for each last completion.
    fn drain(&mut self) -> io::Result<()> {
        self.push(NO_NEWS, request::cancel_all())?;
        while !self.asked.is_empty() {
            self.wait(None)?;
            while self.next().is_some() {}
        }
        Ok(())
    }
}

impl Drop for Ring {
    /// To close a ring cancels in the background: only here can we know that the kernel is done.
    fn drop(&mut self) {
        if self.drain().is_err() {
            // The kernel may still be at it: rather lose the memory than let it be another's.
            mem::forget(mem::take(&mut self.asked));
            self.buffers.leak();
        }
    }
}
