//! What a newcomer has to compile before the first chapter plays.

use std::{collections::BTreeSet, env, process::Command};

use crate::root;

/// So many packages, with those of this workspace.
const MOST: usize = 30;

#[test]
fn the_first_chapter_takes_few_packages() {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    let tree = ["tree", "--offline", "--prefix", "none", "--edges", "normal,build"];
    let told = cargo.args(tree).args(["--package", "chapter-1"]).current_dir(root()).output();
    let told = told.expect("cargo is there");
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    let text = String::from_utf8_lossy(&told.stdout);
    let packages: BTreeSet<_> = text.lines().map(|line| line.trim_end_matches(" (*)")).collect();
    let number = packages.len();
    assert!((2..=MOST).contains(&number), "{number} packages for chapter 1: {packages:#?}");
}
