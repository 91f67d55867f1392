//! The repository tests itself: rules that no compiler knows.

mod arrows;
mod chapters;
mod circles;
mod examples;
mod measures;
mod packages;

use std::{
    fs,
    path::{Path, PathBuf},
};

/// A file of the repository.
struct File {
    /// From the root.
    path: PathBuf,
    text: String,
}

impl File {
    fn is_in(&self, folders: &[&str]) -> bool {
        folders.iter().any(|folder| self.path.starts_with(folder))
    }

    fn is_rust(&self) -> bool {
        self.path.extension().is_some_and(|extension| extension == "rs")
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("this package is in a folder")
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).expect("the file is there")
}

/// All text of the repository, without what is made from it.
fn files() -> Vec<File> {
    let mut files = Vec::new();
    let mut folders = vec![root().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("the folder is there") {
            let entry = entry.expect("it can be listed");
            match entry.file_type().expect("it has a type") {
                kind if kind.is_dir() && !is_made(&entry.path()) => folders.push(entry.path()),
                kind if kind.is_file() => files.push(file(&entry.path())),
                _ => {}
            }
        }
    }
    files.sort_by(|one, other| one.path.cmp(&other.path));
    files
}

fn file(path: &Path) -> File {
    let text = fs::read_to_string(path).unwrap_or_default();
    let path = path.strip_prefix(root()).expect("it is below the root").to_owned();
    File { path, text }
}

fn is_made(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    matches!(name, "target" | ".git" | "html" | "node_modules")
}

/// Where in which file, for all that break a rule.
#[track_caller]
fn none(rule: &str, breaches: impl Iterator<Item = String>) {
    let breaches: Vec<_> = breaches.collect();
    assert!(breaches.is_empty(), "{rule}:\n  {}", breaches.join("\n  "));
}

/// Which files break a rule.
#[track_caller]
fn no_file(rule: &str, breaks: impl Fn(&File) -> bool) {
    let files = files();
    let breaches = files.iter().filter(|file| breaks(file));
    none(rule, breaches.map(|file| file.path.display().to_string()));
}

/// The whole path stands there, between back quotes: a folder names nothing that is in it.
#[test]
fn unsafe_is_only_where_the_architecture_says() {
    let map = read("ARCHITECTURE.md");
    let named = |file: &File| map.contains(&format!("`{}`", file.path.display()));
    let starts = ["{", "fn", "impl", "extern", "trait"].map(|next| format!("{} {next}", "unsafe"));
    let is_unsafe = |line: &str| starts.iter().any(|start| line.contains(start.as_str()));
    no_file("unsafe code in a file that ARCHITECTURE.md does not name", |file| {
        file.is_rust() && file.text.lines().any(is_unsafe) && !named(file)
    });
}

#[test]
fn each_file_opens_with_what_it_is_for() {
    no_file("a file does not open with a sentence about itself", |file| {
        file.is_rust() && !file.text.starts_with("//! ")
    });
}

#[test]
fn listings_fit_the_page() {
    let pages = files().into_iter().filter(|file| file.is_in(&["book/src"]));
    let pages = pages.map(|file| file.text).collect::<String>();
    none(
        "a line of a listing has more than 85 columns",
        files()
            .iter()
            .filter(|file| file.is_rust() && is_listed(file))
            .flat_map(|file| listed(file, &pages).into_iter().map(move |line| (file, line)))
            .filter(|(_, line)| line.chars().count() > 85)
            .map(|(file, line)| at(file, line)),
    );
}

/// The lines between marks that a page names.
fn listed<'file>(file: &'file File, pages: &str) -> Vec<&'file str> {
    let mut open: Vec<&str> = Vec::new();
    let mut listed = Vec::new();
    for line in file.text.lines() {
        let name = line.rsplit(' ').next().unwrap_or_default();
        if line.contains("ANCHOR:") && pages.contains(&format!("{}:{name}}}", file.path.display()))
        {
            open.push(name);
        } else if line.contains("ANCHOR_END:") {
            open.retain(|known| *known != name);
        } else if !open.is_empty() {
            listed.push(line);
        }
    }
    listed
}

/// The book's pages take their listings from there.
fn is_listed(file: &File) -> bool {
    file.is_in(&["models/src"]) || is_of_chapter(file)
}

/// Whether it is in one of the numbered folders: the others are what all chapters play with.
fn is_of_chapter(file: &File) -> bool {
    let Ok(path) = file.path.strip_prefix("chapters") else { return false };
    path.to_string_lossy().starts_with(|first: char| first.is_ascii_digit())
}

#[test]
fn no_snapshot_waits_for_review() {
    no_file("a snapshot has not been reviewed", |file| {
        file.path.to_string_lossy().ends_with(".snap.new")
    });
}

#[test]
fn every_package_has_the_lints_of_the_workspace() {
    let lints = ["[lints]\nworkspace = true", "lints.workspace = true"];
    no_file("a package without `lints.workspace = true`", |file| {
        let is_package = file.path.ends_with("Cargo.toml") && file.text.contains("[package]");
        is_package && !lints.iter().any(|lints| file.text.contains(lints))
    });
}

/// Nothing in the sources depends on where somebody's copy of them is.
#[test]
fn no_path_of_one_machine() {
    let paths = ["tmp", "work", "root", "home"].map(|folder| format!("/{folder}/"));
    let has_one = |line: &&str| paths.iter().any(|path| line.contains(path.as_str()));
    none(
        "a path that is on one machine only",
        files()
            .iter()
            .filter(|file| file.is_in(&["core", "models", "chapters", "tests", "book", ".ci"]))
            .filter(|file| file.path.extension().is_none_or(|extension| extension != "md"))
            .flat_map(|file| file.text.lines().filter(has_one).map(|line| at(file, line))),
    );
}

/// A lint is expected, with a reason, and never silenced.
#[test]
fn no_lint_is_silenced() {
    let silences = |line: &&str| line.trim_start().starts_with(concat!("#", "[allow("));
    none(
        "a lint is silenced: expect it, and say why",
        files()
            .iter()
            .filter(|file| file.is_rust())
            .flat_map(|file| file.text.lines().filter(silences).map(|line| at(file, line))),
    );
}

fn at(file: &File, line: &str) -> String {
    format!("{}: {}", file.path.display(), line.trim())
}

#[test]
fn the_transcript_in_the_readme_is_recorded() {
    let snapshot = read("tests/snapshots/1-echo-1.snap");
    let transcript = snapshot.lines().skip(3).collect::<Vec<_>>().join("\n");
    assert!(read("README.md").contains(&transcript), "README.md shows another transcript");
}
