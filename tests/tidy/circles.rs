//! No file knows another that knows it, by itself or by way of others.
//!
//! A file and those in the folder of its name are one room: what is below may name what is above.

use std::collections::{BTreeMap, BTreeSet};

use crate::{File, files, none};

/// The folders that hold a program or a library, with its tests: the modules of one are compared
/// with each other.
fn sources(files: &[File]) -> BTreeSet<String> {
    let is_root = |file: &&File| ["lib.rs", "main.rs"].iter().any(|name| file.path.ends_with(name));
    let folders = files.iter().filter(is_root).filter_map(|file| file.path.parent());
    folders.map(|folder| folder.display().to_string()).collect()
}

/// A waker finds the executor of its thread, which makes wakers: that is what a runtime is.
const RUNTIME: [&str; 3] = ["executor::current", "executor::state", "executor::waker"];

/// For each module those that it names.
type Names = BTreeMap<String, BTreeSet<String>>;

fn names(folder: &str, files: &[File]) -> Names {
    let inside = files.iter().filter(|file| file.is_rust() && file.is_in(&[folder]));
    let modules: BTreeMap<_, _> = inside.map(|file| (module(folder, file), file)).collect();
    let known = |from: &String, file: &File| {
        let paths = paths(&file.text).into_iter().filter_map(|path| absolute(from, &path));
        paths.filter_map(|path| nearest(&modules, path)).filter(|to| !is_room(from, to)).collect()
    };
    modules.iter().map(|(from, file)| (from.clone(), known(from, file))).collect()
}

/// `a/b.rs` and `a/b/mod.rs` are `a::b`; the root has no name.
fn module(folder: &str, file: &File) -> String {
    let path = file.path.strip_prefix(folder).expect("it is in it").with_extension("");
    let parts = path.iter().filter_map(|part| part.to_str());
    let parts = parts.filter(|part| !["lib", "main", "mod"].contains(part));
    parts.collect::<Vec<_>>().join("::")
}

/// Whether `from` stands in the folder of `to`.
fn is_room(from: &str, to: &str) -> bool {
    from == to || to.is_empty() || from.starts_with(&format!("{to}::"))
}

/// The longest beginning of a path that is a module.
fn nearest(modules: &BTreeMap<String, &File>, mut path: String) -> Option<String> {
    while !modules.contains_key(&path) {
        path = path.rsplit_once("::")?.0.to_owned();
    }
    Some(path)
}

/// A path as the root of the package would write it; `None` if it is another package's.
fn absolute(from: &str, path: &str) -> Option<String> {
    let mut base: Vec<&str> = from.split("::").collect();
    let mut parts = path.split("::").peekable();
    match *parts.peek()? {
        "crate" => base.clear(),
        "self" | "super" => {}
        _ => return None,
    }
    while let Some(up) = parts.next_if(|part| ["crate", "self", "super"].contains(part)) {
        if up == "super" {
            base.pop();
        }
    }
    base.extend(parts);
    Some(base.join("::"))
}

/// What a file names: each leaf of its `use` trees, and each path that begins with `crate` or so.
fn paths(text: &str) -> Vec<String> {
    let code = text.lines().map(|line| line.split("//").next().unwrap_or_default());
    let code: String = code.flat_map(|line| line.chars().chain([' '])).collect();
    let uses = code.split("use ").skip(1).filter_map(|rest| rest.split_once(';'));
    let mut paths = Vec::new();
    uses.for_each(|(tree, _)| leaves("", &tree.replace(char::is_whitespace, ""), &mut paths));
    let words = code.split(|sign: char| !(sign.is_alphanumeric() || ":_".contains(sign)));
    paths.extend(words.filter(|word| word.contains("::")).map(str::to_owned));
    paths
}

/// `a::{b, c::{d, e}}` is `a::b`, `a::c::d` and `a::c::e`.
fn leaves(before: &str, tree: &str, found: &mut Vec<String>) {
    let Some((head, inner)) = tree.split_once('{') else {
        found.push(format!("{before}{tree}"));
        return;
    };
    let (mut depth, mut start) = (0, 0);
    let inner = inner.strip_suffix('}').unwrap_or(inner);
    let before = format!("{before}{head}");
    for (at, sign) in inner.char_indices().chain([(inner.len(), ',')]) {
        match sign {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                leaves(&before, &inner[start..at], found);
                start = at + 1;
            }
            _ => {}
        }
    }
}

/// Whether there is a way from one to the other.
fn reaches(names: &Names, from: &str, to: &str) -> bool {
    let (mut seen, mut next) = (BTreeSet::new(), vec![from]);
    while let Some(module) = next.pop() {
        for known in names.get(module).into_iter().flatten() {
            if known == to {
                return true;
            }
            if seen.insert(known.as_str()) {
                next.push(known);
            }
        }
    }
    false
}

#[test]
fn no_circle_between_files() {
    let files = files();
    let sources = sources(&files);
    assert!(sources.len() > 30, "the sources are not where they are looked for");
    let breaches = sources.iter().flat_map(|folder| {
        let names = names(folder, &files);
        let in_circle = |module: &&String| reaches(&names, module, module);
        let all =
            names.keys().filter(in_circle).filter(|module| !RUNTIME.contains(&module.as_str()));
        all.map(|module| format!("{folder}: {module} knows {:?}", names[module]))
            .collect::<Vec<_>>()
    });
    none("a file knows one that knows it", breaches);
}

#[test]
fn a_circle_is_seen() {
    let knows = |known: &[&str]| known.iter().map(|&name| name.to_owned()).collect();
    let names: Names = [("a", &["b"][..]), ("b", &["c"]), ("c", &["a"]), ("d", &["a"])]
        .map(|(name, known)| (name.to_owned(), knows(known)))
        .into();
    assert!(reaches(&names, "a", "a") && !reaches(&names, "d", "d"));
    let mut found = Vec::new();
    leaves("", "crate::{a::B,c::{self,d::E},f}", &mut found);
    assert_eq!(found, ["crate::a::B", "crate::c::self", "crate::c::d::E", "crate::f"]);
    assert_eq!(absolute("a::b", "super::c::D").as_deref(), Some("a::c::D"));
}
