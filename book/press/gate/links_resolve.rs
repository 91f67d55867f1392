//! Rule: a link inside the book leads to a page that is built, and to a place that is on it.

use std::path::{Component, Path, PathBuf};

use super::{Book, Fault, Link, Page};

pub(super) fn check(book: &Book, page: &Page) -> Vec<Fault> {
    let typed = page.links();
    let is_typed = |link: &Link| typed.iter().any(|it| it.target == link.target);
    let included = page.as_shown().links().into_iter().filter(|link| !is_typed(link));
    // An included link has no line on the page.
    let included = included.map(|link| Link { line: 1, ..link }).collect::<Vec<_>>();
    typed.iter().chain(&included).filter_map(|link| fault(book, page, link)).collect()
}

fn fault(book: &Book, page: &Page, link: &Link) -> Option<Fault> {
    if link.is_external() {
        return None;
    }
    let (file, fragment) = link.target.split_once('#').unwrap_or((&link.target, ""));
    let target = target(page, file);
    let Some(landing) = book.page(&target) else {
        let is_page = target.extension().is_some_and(|extension| extension == "md");
        let exists = !is_page && book.source().join(&target).is_file();
        let what = format!("the link `{}` leads to no page", link.target);
        return (!exists).then(|| page.fault(link.line, what, "correct it or list the page"));
    };
    // mdBook makes the names of headings, so only the HTML knows them.
    if fragment.is_empty() || book.html(landing).contains(&format!("id=\"{fragment}\"")) {
        return None;
    }
    let what = format!("the link `{}` leads to no place on its page", link.target);
    Some(page.fault(link.line, what, "correct the part after `#`"))
}

/// Where `file` leads from `page`, counted from the folder of the pages; itself when empty.
fn target(page: &Page, file: &str) -> PathBuf {
    if file.is_empty() {
        return page.path.clone();
    }
    let mut target = PathBuf::new();
    for part in page.folder(Path::new("")).join(file).components() {
        match part {
            Component::ParentDir => drop(target.pop()),
            Component::CurDir => {}
            other => target.push(other),
        }
    }
    target
}
