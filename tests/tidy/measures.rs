//! How long files and functions are: a reader takes one in at once.

use crate::{File, files, no_file, none, read};

/// What is read as a whole. (A chapter's steps are as long as the lesson.)
const SOURCES: &[&str] = &[
    "core/src",
    "models/src",
    "chapters/recording/src",
    "chapters/tracer/src",
    "chapters/play/src",
    "chapters/show/src",
    "chapters/guide/src",
    "chapters/lab/src",
    "chapters/waits/src",
    "book/press",
];

/// Tests that are programs of their own, in workspaces of their own.
const APART: &[&str] = &["tests/arm", "tests/fuzz"];

/// The lines of the longest file.
const FILE: usize = 250;

/// The lines that half of a package's functions, and of all tests', have at most, from the signature on.
const HALF: usize = 7;

/// The lines that nine of ten have at most.
const NINE_OF_TEN: usize = 16;

/// The lines of ARCHITECTURE.md.
const MAP: usize = 120;

/// A function's name, and how many lines it has.
type Function = (String, usize);

/// The functions of a file, which is formatted: each ends where its first line begins.
fn functions(text: &str) -> Vec<Function> {
    let lines: Vec<&str> = text.lines().collect();
    let starts = lines.iter().enumerate().filter_map(|(at, line)| Some((at, name(line)?)));
    let functions = starts.filter_map(|(at, name)| {
        let indent = &lines[at][..lines[at].len() - lines[at].trim_start().len()];
        let is_end = |line: &&str| line.strip_prefix(indent).is_some_and(ends);
        let end = lines[at..].iter().position(is_end)?;
        // A trait may only announce it.
        (!lines[at + end].ends_with(';')).then(|| (name.to_owned(), end + 1))
    });
    functions.collect()
}

/// The name of the function that a line begins, if it begins one.
fn name(line: &str) -> Option<&str> {
    let (before, after) = line.split_once("fn ")?;
    let qualifiers = ["const", "async", "extern", "\"C\"", concat!("un", "safe")];
    let is_word = |word: &str| word.starts_with("pub") || qualifiers.contains(&word);
    let is_start = before.split_whitespace().all(is_word);
    let name = after.split(|sign: char| !(sign.is_alphanumeric() || sign == '_')).next()?;
    (is_start && !name.is_empty()).then_some(name)
}

/// Whether a line, without the indent of its function, ends it: `}`, or the whole in one line.
fn ends(line: &str) -> bool {
    line.starts_with('}')
        || name(line).is_some() && line.ends_with(['}', ';'])
        || line.starts_with(')') && line.ends_with(';')
}

/// Whether a file is a test, of whatever package.
fn is_test(file: &File) -> bool {
    let is_beside_sources =
        file.is_in(&["chapters"]) && file.path.iter().any(|part| part == "tests");
    (file.is_in(&["tests"]) && !file.is_in(APART)) || is_beside_sources
}

/// How the functions of these files are too long, if they are.
fn long(what: &str, files: &[&File]) -> Option<String> {
    let functions =
        files.iter().filter(|file| file.is_rust()).flat_map(|file| functions(&file.text));
    let mut lengths: Vec<usize> = functions.map(|(_, lines)| lines).collect();
    lengths.sort_unstable();
    assert!(lengths.len() > 10, "no functions in {what}");
    let (half, most) = (lengths[lengths.len() / 2], lengths[lengths.len() * 9 / 10]);
    let is_long = half > HALF || most > NINE_OF_TEN;
    is_long.then(|| format!("{what}: half have {half} lines, nine of ten {most}"))
}

#[test]
fn no_file_tells_two_stories() {
    no_file("a file has more than 250 lines: look for its second idea", |file| {
        file.is_rust() && file.is_in(SOURCES) && file.text.lines().count() > FILE
    });
}

#[test]
fn the_map_is_short() {
    let lines = read("ARCHITECTURE.md").lines().count();
    assert!(lines <= MAP, "ARCHITECTURE.md has {lines} lines: {MAP} are a map, more are a text");
}

#[test]
fn functions_are_short() {
    let files = files();
    let of = |is_meant: &dyn Fn(&File) -> bool| -> Vec<&File> {
        files.iter().filter(|file| is_meant(file)).collect()
    };
    let sources =
        SOURCES.iter().filter_map(|folder| long(folder, &of(&|file| file.is_in(&[folder]))));
    let tests = long("all tests", &of(&is_test));
    none("functions are long: half have 7 lines at most, nine of ten 16", sources.chain(tests));
}

#[test]
fn a_function_is_measured() {
    let text = "\
impl Thing {
    pub(crate) const fn short() -> usize { 1 }

    fn long(
        &self,
    ) -> usize {
        self.fn_pointer(|x| {
            x
        })
    }
}

trait Other {
    fn announced(
        &self,
    );
}
";
    assert_eq!(functions(text), [("short".to_owned(), 1), ("long".to_owned(), 7)]);
}
