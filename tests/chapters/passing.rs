//! A trial that passes unless it panics, as a `#[test]` does.

use libtest_mimic::Trial;

pub(crate) fn passes(name: impl Into<String>, test: impl FnOnce() + Send + 'static) -> Trial {
    Trial::test(name, move || {
        test();
        Ok(())
    })
}
