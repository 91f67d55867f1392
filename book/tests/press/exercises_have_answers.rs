//! An exercise is checked by the program, or answered.

use crate::sample::{CHAPTER, Sample};

fn with(exercises: &str) -> Sample {
    let section = format!("## Exercises\n\nThese:\n\n{exercises}\n\n## Sources");
    Sample::sound().edited(CHAPTER, "## Sources", &section)
}

fn fault(line: usize) -> String {
    format!(
        "book/src/01-sockets.md:{line}: nothing says what comes of this exercise; \
         fold its answer below it, in `<details class=\"answer\">`."
    )
}

const ANSWER: &str =
    "\n\n   <details class=\"answer\">\n   <summary>Answer</summary>\n\n   Two.\n\n   </details>";

#[test]
fn an_exercise_with_an_answer_is_none() {
    let first = format!("1. How many?{ANSWER}");
    assert_eq!(with(&format!("{first}\n\n2. And here?{ANSWER}")).faults(), [""; 0]);
}

#[test]
fn an_exercise_that_the_program_checks_is_none() {
    let checked = "1. Change it, and run `cargo run -p chapter-1 -- exercise 1`.";
    assert_eq!(with(checked).faults(), [""; 0]);
}

#[test]
fn an_exercise_without_an_answer_is_a_fault() {
    assert_eq!(with("1. How many?").faults(), [fault(17)]);
}

#[test]
fn the_answer_of_the_next_one_is_not_its_own() {
    assert_eq!(with(&format!("1. How many?\n2. And here?{ANSWER}")).faults(), [fault(17)]);
    assert_eq!(with(&format!("1. How many?{ANSWER}\n\n2. And here?")).faults(), [fault(26)]);
}

#[test]
fn an_answer_that_says_nothing_is_a_fault() {
    let empty = ANSWER.replace("   Two.\n\n", "");
    assert_eq!(with(&format!("1. How many?{empty}")).faults(), [fault(17)]);
}

#[test]
fn a_numbered_list_elsewhere_is_no_exercise() {
    let list = "1. First\n2. Then\n\n## Sources";
    assert_eq!(Sample::sound().edited(CHAPTER, "## Sources", list).faults(), [""; 0]);
}
