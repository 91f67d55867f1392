//! A figure of the lab is quoted, and what a sentence says of it holds.

use crate::sample::{CHAPTER, Sample};

const QUOTES: &str = "book/measured/lab/quotes.txt";
const RUN: &str = "ANCHOR: work_epoll_cpu\n2.50\nANCHOR_END: work_epoll_cpu\n\
    ANCHOR: work_poll_cpu\n5.00\nANCHOR_END: work_poll_cpu\n";
const QUOTE: &str = "{{#include ../measured/lab/quotes.txt:work_epoll_cpu}}";

/// The sample with a stored run, and this paragraph, which quotes it.
fn saying(sentence: &str) -> Vec<String> {
    let paragraph = format!("It takes {QUOTE} µs. {sentence}\n\nSee [socket]");
    Sample::sound().with(QUOTES, RUN).edited(CHAPTER, "See [socket]", &paragraph).faults()
}

#[test]
fn figures_that_are_quoted_are_no_fault() {
    for sentence in [
        "There are 50 clients.",
        "<!-- holds: work_poll_cpu > work_epoll_cpu, work_poll_cpu < 6 -->",
        "The limit is 80 %. <!-- no figure: it is what the lab goes by -->",
        "A turn is `0.2 ms` in the code.",
    ] {
        assert!(saying(sentence).is_empty(), "{sentence}: {:?}", saying(sentence));
    }
}

#[test]
fn a_figure_that_is_typed_is_a_fault() {
    for (sentence, figure) in [
        ("That is 2.5 times as much.", "2.5 times"),
        ("So it is 30 % less.", "30 %"),
        ("Or 12 µs.", "12 µs"),
        ("A factor of 1.7 it is.", "1.7"),
    ] {
        let fault = format!("the figure `{figure}` is typed into the page");
        assert!(saying(sentence)[0].contains(&fault), "{:?}", saying(sentence));
    }
}

#[test]
fn a_claim_that_does_not_hold_is_a_fault() {
    for (claim, what) in [
        ("work_poll_cpu < work_epoll_cpu", "does not hold: 5 and 2.5"),
        ("work_poll_cpu > 5", "does not hold: 5 and 5"),
        ("work_select_cpu > 1", "names a cell that the run does not have"),
        ("work_poll_cpu is large", "names a cell that the run does not have"),
        ("work_poll_cpu", "is no claim"),
    ] {
        let faults = saying(&format!("<!-- holds: {claim} -->"));
        assert!(faults[0].contains(what), "{faults:?}");
    }
}

#[test]
fn other_pages_may_have_numbers() {
    let sample = Sample::sound().edited(CHAPTER, "See [socket]", "It is 30 %. See [socket]");
    assert!(sample.faults().is_empty());
}

/// The sample with stored times, and this paragraph after one that quotes nothing.
fn timing(paragraph: &str) -> Vec<String> {
    let run = "ANCHOR: epoll_6_whole\n4.00\nANCHOR_END: epoll_6_whole\n";
    let text = format!("It is 30 %.\n\n{paragraph}\n\nSee [socket]");
    let sample = Sample::sound().with("book/measured/time/quotes.txt", run);
    sample.edited(CHAPTER, "See [socket]", &text).faults()
}

#[test]
fn a_paragraph_that_quotes_times_has_no_other_figures() {
    let quote = "It takes {{#include ../measured/time/quotes.txt:epoll_6_whole}} µs.";
    assert!(timing(&format!("{quote} <!-- holds: epoll_6_whole < 5 -->")).is_empty());
    let faults = timing(&format!("{quote} That is 2 times as much."));
    assert!(faults[0].contains("the figure `2 times` is typed"), "{faults:?}");
    let faults = timing(&format!("{quote} <!-- holds: epoll_6_whole > 5 -->"));
    assert!(faults[0].contains("does not hold: 4 and 5"), "{faults:?}");
}
