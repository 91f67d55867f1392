//! What is shown beside the calls: what a reader asks for, and what the kernel lets this user see.

use std::{
    fmt::Display,
    io::{Write, stderr},
};

use play::{Detail, tracefs::available};

/// Takes an option by which a reader asks for more than the calls; whether there is one of this name.
pub fn take_detail(detail: &mut Detail, name: &str) -> bool {
    match name {
        "kernel" => (detail.kernel, detail.how) = (true, true),
        "lines" => detail.lines = true,
        _ => return false,
    }
    true
}

/// As much of what is wanted as the kernel permits; says once what it does not, and the way out.
#[must_use]
pub fn permitted(wanted: Detail) -> Detail {
    match if wanted.how { available() } else { Ok(()) } {
        Ok(()) => wanted,
        Err(why) => {
            remark(&why);
            Detail { how: false, ..wanted }
        }
    }
}

/// Says why something can't be shown, or done, here.
pub fn remark(why: &impl Display) {
    // Where standard error is closed or full, the rows without it have to do.
    writeln!(stderr(), "{why}").ok();
}
