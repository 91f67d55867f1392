//! How a server is watched: what is shown, and to whom.

use std::io::{self, Write, stderr};

use play::Detail;
use show::{Paint, Setup};

use crate::{
    permitted::{permitted, take_detail},
    watch::{rows::Rows, shown::Shown},
};

/// What is shown of a server that serves for real.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Manner {
    /// Whether each call by which it sets itself up has a row.
    pub setup: Setup,
    /// What is shown beside the calls.
    pub detail: Detail,
    /// Whether it is written for a program, in [lines](recording::json::Line). What is said besides is
    /// then said on standard error.
    #[cfg(feature = "json")]
    pub json: bool,
}

impl Manner {
    /// Takes an option of this name; whether there is one.
    pub fn take(&mut self, name: &str) -> bool {
        match name {
            "all" => self.setup = Setup::Shown,
            _ => return take_detail(&mut self.detail, name),
        }
        true
    }

    /// As much of it as the kernel permits. A program may leave out what it does not want.
    pub(crate) fn permitted(self) -> Self {
        let detail = permitted(self.detail);
        let kernel = detail.kernel || self.is_for_a_program();
        Self { detail: Detail { kernel, ..detail }, ..self }
    }

    /// Says something that is no row.
    pub(crate) fn say(self, text: &str, out: &mut impl Write) -> io::Result<()> {
        if self.is_for_a_program() {
            return stderr().write_all(text.as_bytes());
        }
        out.write_all(text.as_bytes())
    }

    /// Whoever shows a server that is called so.
    pub(crate) fn shown(self, title: &str, paint: Paint) -> Box<dyn Shown> {
        #[cfg(feature = "json")]
        if self.json {
            return Box::new(crate::watch::json::Lines::new(title.to_owned()));
        }
        // Its reader has seen what the server is called.
        let _ = title;
        Box::new(Rows::new(self, paint))
    }

    const fn is_for_a_program(self) -> bool {
        #[cfg(feature = "json")]
        return self.json;
        #[cfg(not(feature = "json"))]
        false
    }
}
