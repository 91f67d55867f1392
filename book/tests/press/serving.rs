//! The server finds the files of the book, and no others.

use std::fs;

use press::serve::locate;
use tempfile::TempDir;

fn site() -> TempDir {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("html")).unwrap();
    fs::write(folder.path().join("html/index.html"), "").unwrap();
    fs::write(folder.path().join("html/book.js"), "").unwrap();
    fs::write(folder.path().join("secret"), "").unwrap();
    folder
}

#[test]
fn a_name_finds_its_file_and_a_folder_its_index() {
    let site = site();
    let html = site.path().join("html");
    assert_eq!(locate(&html, "/"), Some(html.join("index.html")));
    assert_eq!(locate(&html, "/book.js?v=1"), Some(html.join("book.js")));
    assert_eq!(locate(&html, "/gone.html"), None);
}

#[test]
fn nothing_outside_the_book_is_served() {
    let site = site();
    let html = site.path().join("html");
    assert_eq!(locate(&html, "/../secret"), None);
    assert_eq!(locate(&html, &format!("//{}", site.path().join("secret").display())), None);
}
