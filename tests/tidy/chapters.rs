//! A chapter is registered in five places: each is held against the folders.

use crate::{none, read, root};

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
