//! The gate: the rules that every page of the book must keep.
//!
//! mdBook builds a page whose include is missing, and an author can type what no program ever
//! printed. The gate refuses both: each rule below is one function in a file of its own.

mod beside_are_transcripts;
mod book;
mod chapters_have_pages;
mod code_is_included;
mod exercises_have_answers;
mod fault;
mod fence;
mod figures_are_drawn;
mod figures_are_measured;
mod holds_are_questions;
mod include;
mod includes_resolve;
mod lines_fit;
mod link;
mod links_resolve;
mod mention;
mod page;
mod rows_are_there;
mod rows_are_used;
mod scenes_begin_anew;
mod sources_close;
mod trails_are_current;
mod transcripts_are_snapshots;

pub use book::Book;
pub use fault::Fault;
pub use fence::Fence;
pub use include::{Dangling, Include, Line, Part};
pub use link::Link;
pub use page::Page;
pub use rows_are_there::{Led, ids, led};
pub use rows_are_used::left_out;

/// Looks at one page of the book and returns what is wrong with it.
type Rule = fn(&Book, &Page) -> Vec<Fault>;

const RULES: [Rule; 15] = [
    includes_resolve::check,
    code_is_included::check,
    transcripts_are_snapshots::check,
    rows_are_there::check,
    rows_are_used::check,
    figures_are_drawn::check,
    figures_are_measured::check,
    scenes_begin_anew::check,
    holds_are_questions::check,
    beside_are_transcripts::check,
    trails_are_current::check,
    lines_fit::check,
    links_resolve::check,
    exercises_have_answers::check,
    sources_close::check,
];

/// Every fault of every page, in the order of the files and their lines.
#[must_use]
pub fn faults(book: &Book) -> Vec<Fault> {
    let mut faults = chapters_have_pages::check(book);
    faults.extend(figures_are_drawn::check_files(book));
    for page in &book.pages {
        faults.extend(RULES.iter().flat_map(|rule| rule(book, page)));
    }
    faults.sort();
    faults
}
