//! Which package may know which: the arrows of ARCHITECTURE.md run one way.

use crate::{File, files, none};

/// A package, and those of this workspace that it may depend on: they stand above it.
///
/// What tests and measures may know all, and nothing may know it.
const MAY_KNOW: &[(&str, &[&str])] = &[
    ("socket-core", &[]),
    ("freestanding", &["socket-core"]),
    ("io-models", &["socket-core"]),
    ("recording", &[]),
    ("tracer", &["recording"]),
    ("show", &["recording"]),
    ("play", &["recording", "tracer", "show", "io-models"]),
    ("fingerprint", &["recording", "show", "play"]),
    ("guide", &["recording", "show", "play", "io-models", "socket-core"]),
    ("lab", &["io-models", "socket-core"]),
    ("waits", &["fingerprint", "guide", "lab", "io-models"]),
    ("chapter-", &["fingerprint", "guide", "lab", "io-models", "socket-core", "freestanding"]),
    ("book", &["recording", "show"]),
];

/// These may know all.
const ABOVE_ALL: &[&str] = &["arm", "conformance", "benches", "fuzz"];

/// A package by its manifest.
struct Package {
    name: String,
    /// The packages of the workspace that its code depends on; its tests may know more.
    knows: Vec<String>,
}

impl Package {
    fn of(manifest: &File, names: &[String]) -> Self {
        let table = |header: &str| header.ends_with("dependencies]") && !header.contains("dev-");
        let mut inside = false;
        let mut knows = Vec::new();
        for line in manifest.text.lines().map(str::trim) {
            if line.starts_with('[') {
                inside = table(line);
            } else if inside {
                let name = line.split(['.', '=', ' ']).next().unwrap_or_default();
                knows.extend(names.iter().find(|known| *known == name).cloned());
            }
        }
        Self { name: name(manifest), knows }
    }
}

fn name(manifest: &File) -> String {
    let name = manifest.text.lines().find_map(|line| line.strip_prefix("name = "));
    name.unwrap_or_default().trim_matches('"').to_owned()
}

fn packages() -> Vec<Package> {
    let files = files();
    let manifests: Vec<&File> = files.iter().filter(|file| is_manifest(file)).collect();
    let names: Vec<String> = manifests.iter().map(|manifest| name(manifest)).collect();
    manifests.iter().map(|manifest| Package::of(manifest, &names)).collect()
}

fn is_manifest(file: &File) -> bool {
    file.path.ends_with("Cargo.toml") && file.text.contains("[package]")
}

/// The row of a package; all chapters share one.
fn row(name: &str) -> Option<&'static (&'static str, &'static [&'static str])> {
    MAY_KNOW
        .iter()
        .find(|(known, _)| *known == name || (known.ends_with('-') && name.starts_with(known)))
}

#[test]
fn packages_know_only_those_below_them() {
    let breaches = packages().into_iter().flat_map(|Package { name, knows }| {
        let may = row(&name).map_or(&[][..], |(_, may)| may);
        let above_all = ABOVE_ALL.contains(&name.as_str());
        let is_breach = move |known: &String| !above_all && !may.contains(&known.as_str());
        knows.into_iter().filter(is_breach).map(move |known| format!("{name} knows {known}"))
    });
    none("a package knows one that ARCHITECTURE.md does not allow it to know", breaches);
}

#[test]
fn the_arrows_between_packages_run_one_way() {
    let place = |name: &str| MAY_KNOW.iter().position(|(known, _)| *known == name);
    let breaches = MAY_KNOW.iter().flat_map(|(name, may)| {
        let is_below = move |known: &&&str| place(known).is_none_or(|at| Some(at) >= place(name));
        may.iter().filter(is_below).map(move |known| format!("{name} before {known}"))
    });
    none("the table of packages is not in the order of its arrows", breaches);
}

#[test]
fn every_package_has_its_place() {
    let has_none = |name: &String| row(name).is_none() && !ABOVE_ALL.contains(&name.as_str());
    let names = packages().into_iter().map(|package| package.name);
    none("a package has no place in the table of packages", names.filter(has_none));
}
