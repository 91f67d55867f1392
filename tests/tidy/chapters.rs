//! A chapter is registered in five places, an exercise in three: each is held against the folders.

use crate::{files, none, read, root};

/// The folders `NN-topic`, with their numbers.
fn chapters() -> Vec<(u32, String)> {
    let entries = root().join("chapters").read_dir().expect("the chapters are there");
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let numbered = names.filter_map(|name| Some((name.split_once('-')?.0.parse().ok()?, name)));
    numbered.collect()
}

#[test]
fn each_chapter_is_registered_in_each_place() {
    let lacks = chapters().into_iter().flat_map(|(number, name)| {
        let places = [
            ("Cargo.toml", format!("chapter-{number} = {{ path = \"chapters/{name}\" }}")),
            ("tests/Cargo.toml", format!("chapter-{number}.workspace = true")),
            ("tests/chapters/main.rs", format!("chapter_{number}::")),
            ("book/src/SUMMARY.md", format!("({name}.md)")),
            ("README.md", format!("(book/src/{name}.md)")),
        ];
        places.into_iter().filter(|(file, row)| !read(file).contains(row))
    });
    none("a chapter has no row", lacks.map(|(file, row)| format!("{file}: {row}")));
}

/// The files of the stubs: the folder of their chapter, and their name.
fn stubs() -> Vec<(String, String)> {
    let paths = files().into_iter().filter_map(|file| file.path.to_str().map(str::to_owned));
    let stubs = paths.filter_map(|path| {
        let (chapter, name) = path.split_once("/src/exercises/")?;
        let name = name.strip_suffix(".rs").filter(|name| is_numbered(name))?;
        Some((chapter.to_owned(), name.to_owned()))
    });
    stubs.collect()
}

/// As `e2_last_word`; other files are what several stubs share.
fn is_numbered(name: &str) -> bool {
    let number = name.strip_prefix('e').and_then(|rest| rest.split_once('_'));
    number.is_some_and(|(number, _)| number.parse::<u8>().is_ok())
}

/// A stub without a row is an exercise that no reader finds, and that nobody checks.
#[test]
fn each_exercise_is_registered_in_each_place() {
    let stubs = stubs();
    assert!(stubs.len() > 20, "the stubs are not where they are looked for");
    let lacks = stubs.into_iter().flat_map(|(chapter, name)| {
        let table = format!("{chapter}/src/exercises/mod.rs");
        let solutions = format!("{chapter}/src/solutions/mod.rs");
        let places = [
            (table.clone(), format!("mod {name};")),
            (table, format!("file: \"{chapter}/src/exercises/{name}.rs\"")),
            (solutions, format!("mod {name};")),
        ];
        places.into_iter().filter(|(file, row)| !read(file).contains(row))
    });
    none("an exercise has no row", lacks.map(|(file, row)| format!("{file}: {row}")));
}
