//! What the kernel lets this user see.

use std::io::{Write, stderr};

use play::{
    Detail,
    tracefs::{Unavailable, available},
};

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

/// Says why it can't be seen how the kernel does it.
pub fn remark(why: &Unavailable) {
    // Where standard error is closed or full, the rows without it have to do.
    writeln!(stderr(), "{why}").ok();
}
