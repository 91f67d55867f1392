//! A script as text: what is read is what was written, and a mistake is told with its line.

use play::{
    ALICE, Act, BOB, CAROL, Line, REPERTOIRE, Script, Text, crowd, file_changes, written::read,
};

/// Words that can stand bare, and others.
const COMMAND: &[Text] = &[
    Text::new(b"redis-cli"),
    Text::new(b"-p"),
    Text::new(b"{port}"),
    Text::new(b"two words"),
    Text::new(b"#"),
];

/// Every act that there is.
const ALL: Script = Script {
    title: "Alice does \"all\" that # she can.",
    acts: &[
        ALICE.connects(),
        ALICE.sends("tab\t, quotes \"'\\, zero \0, letter \u{e9}\r\n"),
        ALICE.sends_times("x", 1000),
        ALICE.lends("page", 2),
        ALICE.sends_file("file"),
        ALICE.writes_file("FILE"),
        ALICE.hears("y"),
        ALICE.hears_times("z", 3),
        ALICE.hears_more("HTTP/1.1 200 "),
        ALICE.hears_more(""),
        ALICE.hears_nothing(),
        crowd(1),
        crowd(10),
        file_changes("new"),
        Act::Together(&[BOB.connects(), ALICE.half_closes()]),
        ALICE.hears_end(),
        Act::Together(&[ALICE.closes(), BOB.resets()]),
        ALICE.opens(),
        Act::Client(CAROL, Line::Run(COMMAND)),
        Act::Client(CAROL, Line::Print(Text::new(b"(nil)\n"), false)),
        Act::Client(CAROL, Line::Print(Text::new(b""), true)),
    ],
};

fn mistake(text: &str) -> String {
    read("mine", text).expect_err("it is no script").to_string()
}

#[test]
fn what_is_written_is_read_again() {
    let repertoire = REPERTOIRE.iter().map(|(_, script)| script);
    for script in repertoire.chain([&ALL]) {
        let text = script.to_string();
        let again = read("mine", &text).expect("it was written by us");
        assert_eq!(format!("{again:?}"), format!("{script:?}"), "{text}");
    }
}

#[test]
fn comments_and_empty_lines_are_no_acts() {
    let script =
        read("mine", "# one\n\n  alice connects # two\nalice sends \"#\"\n").expect("a script");
    assert_eq!(script.to_string(), "title mine\nalice connects\nalice sends \"#\"\n");
}

#[test]
fn any_byte_can_be_sent() {
    let text = "alice connects\nalice sends \"\\x00\\xff\\0\\'\"\n";
    let script = read("mine", text).expect("a script");
    assert_eq!(
        script.to_string(),
        "title mine\nalice connects\nalice sends \"\\x00\\xff\\x00'\"\n"
    );
}

const MISTAKES: [&str; 29] = [
    "",
    "\"x\"",
    "5",
    "and bob connects",
    "the alice",
    "alice",
    "alice dances",
    "alice waits",
    "alice closes",
    "alice connects\nalice connects",
    "alice connects\nalice closes\nalice closes",
    "alice connects now",
    "alice connects\nalice sends",
    "alice connects\nalice sends \"\"",
    "alice connects\nalice sends PING",
    "alice connects\nalice sends \"x",
    "alice connects\nalice sends \"\\q\"",
    "alice connects\nalice sends \"\\xg\"",
    "alice connects\nalice sends \"x\" 0 times",
    "alice connects\nalice sends \"xx\" 999999999 times",
    "alice connects\nalice sends \"x\" twice",
    "alice connects\nalice hears",
    "alice connects\nalice writes \"x\"",
    "title one\ntitle two",
    "alice runs",
    "alice prints \"x\"",
    "alice runs true\nalice prints x",
    "alice connects\nalice runs true",
    "alice connects\nand bob runs true",
];

#[test]
fn a_mistake_is_told_with_its_line() {
    insta::assert_snapshot!(MISTAKES.map(mistake).join("\n"), @r#"
    mine: no client does anything: expected an act a line, `alice connects` first
    mine, line 1: expected the name of a client first, as in `alice connects`
    mine, line 1: expected the name of a client, in letters and digits, and not `5`
    mine, line 1: `and` joins an act to the one before it: expected that first
    mine, line 1: expected the name of a client, in letters and digits, and not `the`
    mine, line 1: expected what alice does: connects, opens, sends, hears, half-closes, closes, resets, lends, writes, runs or prints
    mine, line 1: expected what alice does (connects, opens, sends, hears, half-closes, closes, resets, lends, writes, runs or prints), and not `dances`
    mine, line 1: expected connects, opens, sends, hears, half-closes, closes, resets, lends, writes, runs or prints, and not `waits`: alice acts when the server is at rest, and never by the clock
    mine, line 1: expected `alice connects` first
    mine, line 2: alice is connected: expected what it does next
    mine, line 3: expected `alice connects` first
    mine, line 1: expected the end of the line after `connects`
    mine, line 2: expected a text in quotes after `sends`
    mine, line 2: expected a text of one byte or more after `sends`
    mine, line 2: expected a text in quotes after `sends`
    mine, line 2: expected `"` at the end of the text
    mine, line 2: expected one of \r \n \t \0 \\ \" \x00 to \xff, and not \q
    mine, line 2: expected two hexadecimal digits after \x
    mine, line 2: expected a number from 1, and not `0`
    mine, line 2: expected a text that is 1 to 67108864 bytes when it is repeated
    mine, line 2: expected the end of the line after the text, or as in `"x" 1000 times`
    mine, line 2: expected after `hears`: a text in quotes, `something`, `nothing` or `the end`
    mine, line 2: expected `file` and a text after `writes`
    mine, line 2: expected an act: the title is there already
    mine, line 1: expected a command after `runs`, as in `runs redis-cli -p {port}`
    mine, line 1: expected `alice runs` first
    mine, line 2: expected after `prints`: a text in quotes, and no more or `and more`
    mine, line 2: alice is connected: a program connects by itself
    mine, line 2: `and` joins no program: expected `runs` as an act of its own
    "#);
}

#[test]
fn a_file_may_hold_anything_and_is_read_or_refused() {
    // Every beginning of a script, and each with a letter changed, is one or a mistake: no panic.
    let text = ALL.to_string();
    for (at, letter) in text.char_indices() {
        read("mine", &text[..at]).ok();
        let mut other = text.clone();
        other.replace_range(at..at + letter.len_utf8(), "\\");
        read("mine", &other).ok();
    }
}
