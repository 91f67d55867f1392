//! The lines of code that made each call: the same on every run, and each of them on the page.

use std::{
    collections::BTreeSet,
    fs,
    ops::RangeInclusive,
    path::{Path, PathBuf},
};

use guide::{
    Chapter, Detail, Paint, Recording, Setup, Step, Target, line_to_show, play_in_detail,
    recording::{Call, Frame},
    rows, transcript_with_lines,
};
use libtest_mimic::{Failed, Trial};

use crate::{
    CHAPTERS, matches_trail,
    played::scripts,
    root, runs,
    scenes::{lack, steps},
    skip,
    trail::trail,
};

/// Functions whose calls a page shows, and whose lines it does not: by the chapter.
const LEFT_OUT: &[(u32, &str)] = &[
    // The loop that accepts one client after the other, which the page has shown already.
    (1, "chapter_1::s2_arrived::serve"),
    (1, "chapter_1::s4_send_all::serve"),
    (1, "chapter_1::s5_messages::serve"),
    (1, "io_models::blocking::serve_client"),
    (1, "io_models::blocking::serve_clients"),
    (9, "chapter_9::s1_posix_aio::echo"),
    (9, "chapter_9::s1_posix_aio::serve"),
    (9, "chapter_9::s2_one_receive::serve"),
    // The loop that asks who is ready and lets each take its turn, as the steps before it do.
    (8, "chapter_8::s5_one_read::serve"),
    // What each client of a chapter gets: it is the same in all steps, and not what they are about.
    (8, "chapter_8::s5_one_read::turn"),
    (8, "chapter_8::streams::echo"),
    (8, "chapter_8::streams::send_all"),
    // What is set up. Rows that set up something are folded where they are three or more.
    (2, "io_models::threads::serve"),
    (3, "io_models::processes::serve"),
    (7, "io_models::epoll::List::watch_listener"),
    (9, "io_models::uring::serve"),
    (11, "chapter_11::s6_not_heard::serve"),
    (11, "chapter_11::s7_eventfd::executor::Executor::new"),
    (11, "chapter_11::s7_eventfd::serve"),
    (11, "chapter_11::s8_timers_join::serve"),
    (14, "chapter_14::file::accept"),
    (14, "chapter_14::file::open"),
    (14, "chapter_14::file::serve"),
    (14, "chapter_14::option::set"),
    (14, "chapter_14::ring::Ring::new"),
    (14, "chapter_14::s4_splice::serve"),
    (14, "chapter_14::s5_mapped::serve"),
    // A slow request whose time is up.
    (7, "io_models::epoll::List::expire"),
    (8, "io_models::sigio::Sigio::expire"),
    // The model of another chapter, shown beside this one's.
    (14, "io_models::epoll::List::accept"),
    (14, "io_models::epoll::List::ready"),
    (14, "io_models::epoll::List::wait"),
    (9, "io_models::epoll::List::accept"),
    (9, "io_models::epoll::List::ready"),
    (9, "io_models::epoll::List::wait"),
];

/// A step in which the second thread is the C library's: aio_read(3).
const LIBRARYS_THREAD: &str = "posix-aio";

/// An optimized build merges lines: its calls stand elsewhere than in the listings.
const ARE_TOLD: bool = cfg!(debug_assertions);

pub(crate) fn trials() -> Vec<Trial> {
    let scenes = steps().filter(|_| ARE_TOLD).flat_map(|(chapter, step)| {
        (0..step.scripts.len()).map(move |index| {
            let scene = name(chapter, step, index);
            Trial::test(format!("lines::{scene}"), move || always_the_same(chapter, step, index))
        })
    });
    scenes.collect()
}

/// What each chapter's page shows of them.
pub(crate) fn pages() -> Vec<Trial> {
    if !ARE_TOLD {
        skip("the lines of code (this build is optimized)");
        return Vec::new();
    }
    let chapters = CHAPTERS.iter().filter(|chapter| lack(chapter).is_none());
    let pages = chapters.map(|chapter| {
        Trial::test(format!("lines::page-{}", chapter.number), || each_has_its_line(chapter))
    });
    pages.collect()
}

fn name(chapter: &Chapter, step: &Step, index: usize) -> String {
    format!("{}-{}", chapter.server_name(step), index + 1)
}

/// Every call of a scene has its lines, they are the same on every run, and the pages know them.
fn always_the_same(chapter: &Chapter, step: &Step, index: usize) -> Result<(), Failed> {
    let first = once(chapter, step, index)?;
    for run in 1..runs() {
        let next = once(chapter, step, index)?;
        if next != first {
            let (first, next) = (with_lines(&first), with_lines(&next));
            return Err(format!("run {run} differs:\n{first}\n{next}").into());
        }
    }
    let script = scripts(step)[index];
    matches_trail(&name(chapter, step, index), &trail(&first, step.setup(script)));
    each_was_made(step, &first)
}

/// Whether each call of our own has functions that made it.
fn each_was_made(step: &Step, recording: &Recording) -> Result<(), Failed> {
    let is_ours = |call: &Call| call.by == 0 || step.name != LIBRARYS_THREAD;
    let is_call = |call: &Call| !call.is_completion() && is_ours(call);
    let is_without = |call: &&Call| is_call(call) && recording.frames(call).is_empty();
    match recording.returned().find(is_without) {
        None => Ok(()),
        Some(call) => Err(format!("nothing has made {call:?}").into()),
    }
}

fn with_lines(recording: &Recording) -> String {
    transcript_with_lines(recording, Setup::Shown, Paint::Plain, &|frames| frames.first())
}

/// The recording of a scene with its lines.
fn once(chapter: &Chapter, step: &Step, index: usize) -> Result<Recording, Failed> {
    let target = Target::Known(chapter.server_name(step));
    let script = scripts(step)[index];
    let detail = step.detail(script, Detail { lines: true, ..Detail::default() });
    let played = play_in_detail(&target, script, step.fault, detail)?;
    Ok(played.recording.without(step.leaves_out))
}

/// Whether each call that a chapter's page shows was made by a line that the page shows.
fn each_has_its_line(chapter: &Chapter) -> Result<(), Failed> {
    let page = Page::of(chapter);
    let (mut calls, mut left_out) = (0, Vec::new());
    for step in chapter.steps {
        for (index, script) in step.scripts.iter().enumerate() {
            if page.shows(&name(chapter, step, index)) {
                let recording = once(chapter, step, index)?;
                calls += made(&recording, step.setup(script), |_| true).len();
                let is_left_out = |frames: &[Frame]| !page.lists_any(frames);
                left_out.extend(made(&recording, step.setup(script), is_left_out));
            }
        }
    }
    let listed = calls - left_out.len();
    println!("lines::page-{}: the page lists what made {listed} of {calls} calls", chapter.number);
    are_left_out(chapter, &left_out.into_iter().collect())
}

/// Whether these functions, whose lines a page does not show, are those that it may leave out.
fn are_left_out(chapter: &Chapter, left_out: &BTreeSet<String>) -> Result<(), Failed> {
    let known = LEFT_OUT.iter().filter(|(number, _)| *number == chapter.number);
    let known: BTreeSet<_> = known.map(|(_, function)| (*function).to_owned()).collect();
    if *left_out == known {
        return Ok(());
    }
    let more: Vec<_> = left_out.difference(&known).collect();
    let fewer: Vec<_> = known.difference(left_out).collect();
    Err(format!("LEFT_OUT lacks {more:#?}, and need not have {fewer:#?}").into())
}

/// A page of the book: what it shows of the code, and of what the code does.
struct Page {
    /// Files, by their paths from the workspace's folder, and lines of each.
    listings: Vec<(PathBuf, RangeInclusive<u32>)>,
    /// The snapshots' names.
    scenes: Vec<String>,
}

impl Page {
    fn of(chapter: &Chapter) -> Self {
        let prefix = format!("{:02}-", chapter.number);
        let mut pages = fs::read_dir(root().join("book/src")).unwrap().map(Result::unwrap);
        let page = pages.find(|page| page.file_name().to_str().unwrap().starts_with(&prefix));
        let text = fs::read_to_string(page.unwrap().path()).unwrap();
        let mut page = Self { listings: Vec::new(), scenes: Vec::new() };
        for include in text.split("{{#include ../../").skip(1) {
            let (include, _) = include.split_once("}}").unwrap();
            page.add(include);
        }
        page
    }

    fn add(&mut self, include: &str) {
        let (path, part) = include.split_once(':').unwrap_or((include, ""));
        match path.strip_prefix("tests/snapshots/") {
            Some(scene) => self.scenes.push(scene.trim_end_matches(".snap").to_owned()),
            None => self.listings.push((path.into(), lines(Path::new(path), part))),
        }
    }

    fn shows(&self, scene: &str) -> bool {
        self.scenes.iter().any(|shown| shown == scene)
    }

    fn lists(&self, frame: &Frame) -> bool {
        let Some(place) = &frame.place else { return false };
        let file = Path::new(&place.file);
        self.listings.iter().any(|(path, lines)| *path == file && lines.contains(&place.line))
    }

    fn lists_any(&self, frames: &[Frame]) -> bool {
        frames.iter().any(|frame| self.lists(frame))
    }
}

/// The functions that made the calls of a scene's rows: of those calls whose frames are meant.
fn made(recording: &Recording, setup: Setup, is_meant: impl Fn(&[Frame]) -> bool) -> Vec<String> {
    let rows = rows(recording, setup, Paint::Plain, &|frames| {
        line_to_show(frames).filter(|_| is_meant(frames))
    });
    rows.into_iter().filter_map(|(_, frame)| Some(frame?.function.clone())).collect()
}

/// The lines of a file that a page includes.
fn lines(path: &Path, part: &str) -> RangeInclusive<u32> {
    let text = fs::read_to_string(root().join(path)).unwrap();
    let line = |mark: &str| {
        let is_marked =
            |line: &str| line.split_once(mark).is_some_and(|(_, name)| name.trim() == part);
        (1..).zip(text.lines()).find(|(_, line)| is_marked(line)).map(|(number, _)| number)
    };
    match (line("ANCHOR:"), line("ANCHOR_END:")) {
        (Some(start), Some(end)) => start..=end,
        _ => 1..=u32::MAX,
    }
}
