//! What the texts for contributors name is there: packages, tests, cases, snapshots.

use std::path::Path;

use crate::{files, none, read, root};

const TEXTS: [&str; 4] = ["README.md", "CONTRIBUTING.md", "ARCHITECTURE.md", "book/README.md"];

/// Each word of each text, with the word before it, without the signs around it.
fn pairs() -> Vec<(&'static str, String, String)> {
    let mut pairs = Vec::new();
    for text in TEXTS {
        let content = read(text);
        let bare = |word: &str| word.trim_matches(|sign| "`.,;:()".contains(sign)).to_owned();
        let words: Vec<String> = content.split_whitespace().map(bare).collect();
        pairs.extend(words.windows(2).map(|pair| (text, pair[0].clone(), pair[1].clone())));
    }
    pairs
}

/// The words that come after `option` and name nothing.
fn dangling(option: &str, exists: impl Fn(&str) -> bool) -> impl Iterator<Item = String> {
    let named = pairs().into_iter().filter(move |(_, before, _)| before == option);
    let lacks = named.filter(move |(_, _, name)| !exists(name) && !is_placeholder(name));
    lacks.map(|(text, option, name)| format!("{text}: {option} {name}"))
}

/// As `chapter-N`, or the port of another program's `-p`.
fn is_placeholder(name: &str) -> bool {
    name.ends_with(|last: char| last.is_ascii_uppercase()) || name.parse::<u16>().is_ok()
}

fn in_a_manifest(name: &str) -> bool {
    let row = format!("name = \"{name}\"");
    let manifests = files().into_iter().filter(|file| file.path.ends_with("Cargo.toml"));
    manifests.into_iter().any(|file| file.text.contains(&row))
}

#[test]
fn each_package_and_target_is_there() {
    let options = ["-p", "--package", "--test", "--bench"];
    none(
        "a text names a package or target that is not there",
        options.into_iter().flat_map(|option| dangling(option, in_a_manifest)),
    );
}

/// A filter that names no case runs no test, and says that all is well.
#[test]
fn each_case_is_there() {
    let sources =
        files().into_iter().filter(|file| file.is_rust() && file.is_in(&["tests", "models"]));
    let sources = sources.map(|file| file.text).collect::<Vec<_>>().concat();
    let texts = TEXTS.map(read).concat();
    let commands =
        texts.split('`').filter(|it| it.starts_with("cargo test") || it.starts_with("-- "));
    let filters =
        commands.filter_map(|it| it.split_once("-- ").map(|(_, filter)| filter.to_owned()));
    let exists = |filter: &String| {
        filter.split("::").filter(|part| !part.is_empty()).all(|part| sources.contains(part))
    };
    let is_case = |filter: &String| !filter.starts_with('-');
    none("a text names a case that is not there", filters.filter(is_case).filter(|it| !exists(it)));
}

#[test]
fn each_snapshot_is_there() {
    let snapshots = Path::new("tests/snapshots");
    let names = pairs().into_iter().flat_map(|(text, _, word)| {
        let name = word.split(':').next().unwrap_or_default().rsplit('/').next().map(str::to_owned);
        name.map(|name| (text, name))
    });
    let snaps = names.filter(|(_, name)| name.len() > 5 && name.ends_with(".snap"));
    let lacks = snaps.filter(|(_, name)| !root().join(snapshots).join(name).is_file());
    none(
        "a text names a snapshot that is not there",
        lacks.map(|(text, name)| format!("{text}: {name}")),
    );
}
