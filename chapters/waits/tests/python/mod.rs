//! The interpreter that the small servers of these tests run in.

use std::{env, process::Command, sync::LazyLock};

/// Without a look at what is installed, each call of which would be followed.
pub(crate) const AT_ONCE: [&str; 2] = ["-I", "-S"];

/// The interpreter itself: the name may be that of a script that looks for it, all of whose calls
/// would be traced as well.
pub(crate) static PYTHON: LazyLock<String> = LazyLock::new(|| {
    let mut command = Command::new("python3");
    command.args(["-c", "import sys; print(sys.executable, end='')"]);
    let output = command.output().expect("it was there a moment ago");
    String::from_utf8(output.stdout).expect("its path is text")
});

#[expect(clippy::print_stdout, reason = "a test that is skipped says so")]
pub(crate) fn has_python(what: &str) -> bool {
    let has_it = Command::new("python3").arg("--version").output().is_ok();
    if !has_it {
        assert!(env::var_os("WFB_REQUIRE_TOOLS").is_none(), "python3 is not installed");
        println!("skipped: {what} (python3 is not installed)");
    }
    has_it
}
