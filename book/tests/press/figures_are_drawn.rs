//! A figure is what its recording draws, to the last byte, or says that no recording has drawn it.

use std::fs;
use std::path::Path;

use press::figure::{FIGURES, Figure, MODELS, Shows, Times};

use crate::sample::{CHAPTER, Sample};

/// Bob's bytes arrive before he is accepted.
const RECORDING: &str = "book/recorded/1-arrived.json";
const DRAWN: &str = "book/src/figures/1-arrived.md";

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

fn stored(path: &str) -> String {
    fs::read_to_string(repository().join(path)).unwrap()
}

/// A book with one figure.
fn illustrated() -> Sample {
    Sample::sound().with(RECORDING, &stored(RECORDING)).with(DRAWN, &stored(DRAWN))
}

#[test]
fn a_figure_from_its_recording_keeps_the_rule() {
    assert_eq!(illustrated().faults(), [""; 0]);
}

#[test]
fn one_byte_of_a_figure_changed_is_a_fault() {
    assert_eq!(
        illustrated().edited(DRAWN, ">bob<", ">Bob<").faults(),
        ["book/src/figures/1-arrived.md:1: the figure is not what its recording draws; draw it \
          with `cargo run -p book -- figures`, and look at it."]
    );
}

#[test]
fn one_byte_of_a_recording_changed_is_a_fault() {
    let faults =
        illustrated().edited(RECORDING, r#""bytes":3,"of":6"#, r#""bytes":2,"of":6"#).faults();
    assert!(
        faults[0].starts_with("book/src/figures/1-arrived.md:1: the figure is not"),
        "{faults:?}"
    );
}

#[test]
fn a_figure_that_is_not_drawn_is_a_fault() {
    let faults = Sample::sound().with(RECORDING, &stored(RECORDING)).faults();
    let not_drawn = "book/src/figures/1-arrived.md:1: the figure is not drawn; ";
    assert!(faults[0].starts_with(not_drawn), "{faults:?}");
}

#[test]
fn what_is_no_recording_is_a_fault() {
    let faults = illustrated().with(RECORDING, "{}").faults();
    assert!(
        faults[0].contains("it cannot be drawn: book/recorded/1-arrived.json is no"),
        "{faults:?}"
    );
}

#[test]
fn a_figure_by_hand_says_so() {
    let figure = |caption: &str| {
        let text = format!(
            "# 1. Sockets\n\n<figure>\n{{{{#include figures/idea.svg}}}}\n<figcaption>{caption}\
             </figcaption>\n</figure>\n\n## Sources\n\n- recv(2)\n"
        );
        Sample::sound().with("book/src/figures/idea.svg", "<svg></svg>\n").with(CHAPTER, &text)
    };
    assert_eq!(
        figure("A queue.").faults(),
        [
            "book/src/01-sockets.md:4: a figure that no recording draws does not say so; draw it from \
          one, or let its caption say that it shows “an idea, and no run: ” and why."
        ]
    );
    let why = "A queue. This shows an idea, and no run: nobody has asked the kernel.";
    assert_eq!(figure(why).faults(), [""; 0]);
    assert_eq!(figure("A queue. This shows an idea, and no run.").faults().len(), 1);
}

#[test]
fn every_figure_is_small_and_has_words() {
    for figure in FIGURES {
        let drawn = figure.draw(repository()).unwrap();
        let drawings = drawn.matches("<svg").count();
        let size = drawn.len() / drawings;
        assert!(size < 12 * 1024, "{} has {size} bytes for each drawing", figure.name);
        assert_eq!(drawn.matches("role=\"img\"").count(), drawings, "{}", figure.name);
        if figure.shows != Shows::Alone {
            assert_eq!(drawn.matches("<ol>").count(), drawings, "{}", figure.name);
        }
    }
}

#[test]
fn what_a_drawing_shows_its_legend_explains() {
    let signs = [
        (">?</text>", "looks: nothing yet"),
        (">new</text>", "is not accepted yet|the file’s page"),
        (">FIN</text>", "has come to its end"),
        ("class=\"copy\"", "is copied"),
        ("class=\"lies queue\"", "a signal that nobody has taken"),
        ("class=\"lies page\"", "the file’s page"),
        ("class=\"cell lost\"", "Dashed: taken out"),
    ];
    for (sign, words) in signs {
        let drawn = FIGURES.iter().map(|figure| figure.draw(repository()).unwrap());
        let drawings: Vec<String> = drawn
            .flat_map(|drawn| drawn.split("<svg").map(str::to_owned).collect::<Vec<_>>())
            .filter(|drawing| drawing.contains(sign))
            .collect();
        assert!(!drawings.is_empty(), "no figure shows {sign}");
        assert!(
            drawings.iter().all(|drawing| words.split('|').any(|words| drawing.contains(words))),
            "{sign}: {words}"
        );
    }
}

#[test]
fn a_client_waits_until_none_of_its_bytes_lies_in_the_kernel() {
    let is_waits = |figure: &&Figure| figure.name == "7-waits";
    let drawn = FIGURES.iter().find(is_waits).unwrap().draw(repository()).unwrap();
    let waits = drawn.matches("class=\"waits client-0\"").count();
    // One in each drawing: the first answer is to 16 of 24 bytes, and ends no wait.
    assert_eq!(waits, 2, "{drawn}");
}

#[test]
fn no_two_drawings_of_a_figure_have_one_name() {
    let names = |figure: &Figure| {
        let drawn = figure.draw(repository()).unwrap();
        let names = drawn.split("<title id=\"").skip(1);
        names.map(|rest| rest.split('"').next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let mut all: Vec<String> = FIGURES.iter().flat_map(names).collect();
    let count = all.len();
    all.sort();
    all.dedup();
    assert_eq!(all.len(), count);
}

#[test]
fn times_are_read_by_the_names_of_their_columns() {
    let times = Times::read(
        "server,size,cores,part,unit,number,p10,median,p90\nepoll,6,1,copying,µs,9,0.1,0.2,0.3\n",
    );
    assert!(times.unwrap().has("epoll"));
    assert!(Times::read("server,size\n").is_err());
    assert_eq!(MODELS.len(), 11);
}

#[test]
fn the_figure_of_the_readme_needs_nothing_around_it() {
    let figure = FIGURES.iter().find(|figure| figure.shows == Shows::Alone).unwrap();
    let drawn = figure.draw(repository()).unwrap();
    assert!(drawn.starts_with("<svg xmlns=") && drawn.contains("prefers-color-scheme: dark"));
    for (name, _) in MODELS {
        assert!(drawn.contains(&format!("<tspan>{name}</tspan>")), "{name}");
    }
    let readme = fs::read_to_string(repository().join("README.md")).unwrap();
    assert!(readme.contains(figure.path().to_str().unwrap()));
}
