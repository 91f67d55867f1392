//! Where the snapshots of these tests are, and what is in them beside the text.

use insta::Settings;

/// For `bind`, around an assertion.
pub(crate) fn settings() -> Settings {
    let mut settings = Settings::clone_current();
    settings.set_omit_expression(true);
    settings.set_snapshot_path(concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots"));
    settings.set_prepend_module_to_snapshot(false);
    settings
}
