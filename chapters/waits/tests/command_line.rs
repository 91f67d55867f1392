//! The program `waits`: what it says to a wrong command line, and to a server that fails.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use guide::{tracefs::available, written::read};
use insta::assert_snapshot;

fn waits(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_waits"))
        .args(arguments)
        .output()
        .expect("the program was built")
}

fn complaint(arguments: &[&str], code: i32) -> String {
    let output = waits(arguments);
    assert_eq!(output.status.code(), Some(code), "{output:?}");
    String::from_utf8(output.stderr).expect("complaints are text")
}

#[test]
fn a_wrong_command_line_is_answered_in_a_sentence() {
    assert_snapshot!(complaint(&[], 2), @"which server? Write `waits trace -- COMMAND`; see waits --help");
    assert_snapshot!(complaint(&["trace", "--script", "x", "--", "epoll"], 2), @"there is no script 'x': they are ping, echo, pipeline, pieces, together, slow, half-close, reset, or a file; see waits --help");
    assert_snapshot!(complaint(&["trance", "--", "epoll"], 2), @"'trance' is no verb: they are `trace`, `torture`, `fingerprint`, `diff`, `time` and `watch`; see waits --help");
    assert_snapshot!(complaint(&["--foo"], 2), @"invalid option '--foo'; see waits --help");
}

#[test]
fn two_servers_beside_each_other_have_no_room_for_lines() {
    let words = ["trace", "--against", "epoll", "--lines", "--", "select"];
    assert_snapshot!(complaint(&words, 2), @"two servers beside each other leave no room for `--lines`; see waits --help");
    assert_snapshot!(complaint(&["trace", "--against", "kqueue", "--", "select"], 2), @"there is no model 'kqueue': they are blocking, threads, processes, nonblocking, select, poll, epoll, sigio, uring, callbacks, executor, cores; see waits --help");
    assert_snapshot!(complaint(&["torture", "--against", "poll", "--", "select"], 2), @"`--against` goes with `trace`: `torture` tries all faults, and shows no transcript; see waits --help");
    assert_snapshot!(complaint(&["torture", "--json", "--", "select"], 2), @"`--json` goes with `trace`: `torture` tries all faults, and shows no transcript; see waits --help");
}

#[test]
fn a_fingerprint_takes_few_options() {
    for option in
        [&["--all"][..], &["--fault", "one-byte"], &["--against", "poll"], &["--only", "EINTR"]]
    {
        let words = [&["fingerprint"], option, &["--", "epoll"]].concat();
        let said = complaint(&words, 2);
        assert_eq!(
            said.trim_end(),
            "`fingerprint` takes `--script` and `--json`, and no other option; see waits --help"
        );
    }
    assert_snapshot!(complaint(&["fingerprint", "false"], 1), @"The server exits with status 1 in the middle of the scene.");
}

#[test]
fn a_fingerprint_is_also_written_for_a_program() {
    let output = waits(&["fingerprint", "--json", "epoll"]);
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout).expect("it is text");
    let begin = r#"{"format":"waiting-for-bytes/fingerprint","version":1,"server":"epoll","asked":"PING","model":"epoll","chapters":[7],"#;
    assert!(text.starts_with(begin), "{text}");
    assert!(
        text.contains(r#""scene":"alone","row":9,"text":"epoll_wait(epoll) … waits""#),
        "{text}"
    );
    assert_eq!(text.lines().count(), 1);
}

#[test]
fn a_model_is_shown_against_another() {
    let output = waits(&["trace", "--against", "epoll", "--", "select"]);
    assert!(output.status.success(), "{output:?}");
    assert_snapshot!(String::from_utf8(output.stdout).expect("it is text"), @r#"
    Alice asks and gets an answer.
        select                                         epoll
      1   ioctl(listener, FIONBIO) = 0               <
                                                     >   (The server sets up: epoll with              1
                                                           shutdown, listener; listener
                                                           non-blocking)
      2   select(listener, shutdown) … waits         |   epoll_wait(epoll) … waits                    5
      3 alice: connect ──▶                             alice: connect ──▶                             6
      3   select(listener, shutdown) = listener      |   epoll_wait(epoll) = listener readable        6
            readable
      4   accept4(listener) = alice                      accept4(listener) = alice                    7
                                                     >   epoll_ctl(add alice readable) = 0            8
      5   select(listener, shutdown, alice) …        |   epoll_wait(epoll) … waits                    9
            waits
      6 alice: "PING\r\n" ──▶                          alice: "PING\r\n" ──▶                         10
      6   select(listener, shutdown, alice) =        |   epoll_wait(epoll) = alice readable          10
            alice readable
      7   recvfrom(alice) = 6                            recvfrom(alice) = 6                         11
      8   sendto(alice) = 7                              sendto(alice) = 7                           12
      8 alice: "+PONG\r\n" ◀──                         alice: "+PONG\r\n" ◀──                        12
      9   select(listener, shutdown, alice) …        |   epoll_wait(epoll) … waits                   13
            waits
     10 alice: close ──▶                               alice: close ──▶                              14
     10   select(listener, shutdown, alice) =        |   epoll_wait(epoll) = alice readable          14
            alice readable
     11   recvfrom(alice) = 0                            recvfrom(alice) = 0                         15
     12   close(alice) = 0                               close(alice) = 0                            16
     13   select(listener, shutdown) … waits         |   epoll_wait(epoll) … waits                   17

    Rows: 9 the same, 7 different (|), 1 only left (<), 2 only right (>).
    "#);
}

/// What was recorded of a model, in a file of this name.
fn recorded(file: &str, words: &[&str]) -> PathBuf {
    let output = waits(words);
    assert!(output.status.success(), "{output:?}");
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(file);
    fs::write(&path, output.stdout).expect("there is room");
    path
}

/// What `diff` says of two files, and its exit code.
fn diff(one: &Path, other: &Path) -> (String, Option<i32>) {
    let output = waits(&["diff", &one.to_string_lossy(), &other.to_string_lossy()]);
    (String::from_utf8(output.stdout).expect("it is text"), output.status.code())
}

#[test]
fn two_files_are_shown_beside_each_other() {
    let poll = recorded("poll.json", &["trace", "--json", "--", "poll"]);
    let again = recorded("again.json", &["trace", "--json", "--", "poll"]);
    let epoll = recorded("epoll.json", &["trace", "--json", "--", "epoll"]);
    assert_eq!(fs::read(&poll).expect("it is there"), fs::read(&again).expect("it is there"));
    let (same, code) = diff(&poll, &again);
    assert_eq!(code, Some(0), "{same}");
    let (different, code) = diff(&poll, &epoll);
    assert_eq!(code, Some(1), "{different}");
    assert_snapshot!(different, @r#"
    Alice asks and gets an answer.
        poll                                           epoll
      1   ioctl(listener, FIONBIO) = 0               <
                                                     >   (The server sets up: epoll with              1
                                                           shutdown, listener; listener
                                                           non-blocking)
      2   poll(shutdown, listener) … waits           |   epoll_wait(epoll) … waits                    5
      3 alice: connect ──▶                             alice: connect ──▶                             6
      3   a connection arrives                           a connection arrives                         6
      4   └ wakes server                                 └ wakes server                               7
      4   poll(shutdown, listener) = listener        |   epoll_wait(epoll) = listener readable        7
            readable
      5   accept4(listener) = alice                      accept4(listener) = alice                    8
                                                     >   epoll_ctl(add alice readable) = 0            9
      6   poll(shutdown, listener, alice) … waits    |   epoll_wait(epoll) … waits                   10
      7 alice: "PING\r\n" ──▶                          alice: "PING\r\n" ──▶                         11
      7   6 bytes arrive                                 6 bytes arrive                              11
      8   └ wakes server                                 └ wakes server                              12
      8   poll(shutdown, listener, alice) = alice    |   epoll_wait(epoll) = alice readable          12
            readable
      9   copies 6 of 6 bytes                            copies 6 of 6 bytes                         13
      9   recvfrom(alice) = 6                            recvfrom(alice) = 6                         13
     10   sendto(alice) = 7                              sendto(alice) = 7                           14
     10 alice: "+PONG\r\n" ◀──                         alice: "+PONG\r\n" ◀──                        14
     11   poll(shutdown, listener, alice) … waits    |   epoll_wait(epoll) … waits                   15
     12 alice: close ──▶                               alice: close ──▶                              16
     12   the end arrives                                the end arrives                             16
     13   └ wakes server                                 └ wakes server                              17
     13   poll(shutdown, listener, alice) = alice    |   epoll_wait(epoll) = alice readable          17
            readable
     14   recvfrom(alice) = 0                            recvfrom(alice) = 0                         18
     15   close(alice) = 0                               close(alice) = 0                            19
     16   poll(shutdown, listener) … waits           |   epoll_wait(epoll) … waits                   20

    Rows: 16 the same, 7 different (|), 1 only left (<), 2 only right (>).
    "#);
}

#[test]
fn a_file_that_is_no_recording_is_trouble() {
    assert_snapshot!(complaint(&["diff", "/no/such", "/file"], 2), @"/no/such: No such file or directory (os error 2)");
    let cut = recorded("cut.json", &["trace", "--json", "--", "epoll"]);
    let text = fs::read(&cut).expect("it is there");
    for bytes in [&text[..700], b"", b"\xff", b"{}", b"hello"] {
        fs::write(&cut, bytes).expect("room");
        let complaint = complaint(&["diff", &cut.to_string_lossy(), "/file"], 2);
        let sentence = "cut.json: it is no whole recording, as `--json` writes one: ";
        assert!(complaint.contains(sentence), "{complaint}");
    }
    assert_snapshot!(complaint(&["diff", "one"], 2), @"it takes two files, and not 1; see waits diff --help");
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("other.json");
    fs::write(&path, r#"{"format": "waiting-for-bytes/recording", "version": 1}"#).expect("room");
    let complaint = complaint(&["diff", &path.to_string_lossy(), "/file"], 2);
    let version = "it is of version 1; only 2 can be read: record it again";
    assert!(complaint.contains(version), "{complaint}");
}

#[test]
fn json_has_the_lane_and_the_chains_that_were_asked_for() {
    let text = |words: &[&str]| {
        let output = waits(words);
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).expect("it is text")
    };
    let plain = text(&["trace", "--json", "--", "epoll"]);
    assert!(plain.contains(r#""kernel":{"arrives""#) && !plain.contains(r#""chains""#), "{plain}");
    let lines = text(&["trace", "--json", "--lines", "--", "epoll"]);
    assert!(lines.contains(r#""chains":[[{"function":"#), "{lines}");
    // Without root there is no `how`, and standard error says why.
    let kernel = text(&["trace", "--json", "--kernel", "--", "epoll"]);
    assert_eq!(kernel.contains(r#""how":"epoll""#), available().is_ok(), "{kernel}");
}

#[test]
fn a_server_that_ends_is_reported() {
    assert_snapshot!(complaint(&["trace", "--", "false"], 1), @"The server exits with status 1 in the middle of the scene.");
}

#[test]
fn a_program_that_is_not_there_is_reported() {
    let complaint = complaint(&["trace", "--", "/no/such/program"], 1);
    assert!(complaint.ends_with("The server exits with status 1 in the middle of the scene.\n"));
}

#[test]
fn a_model_stands_torture() {
    let output = waits(&["torture", "--script", "together", "--", "epoll"]);
    assert!(output.status.success(), "{output:?}");
}

#[test]
fn a_server_does_not_outlive_a_director_that_was_killed_at_once() {
    let mut server = Command::new(env!("CARGO_BIN_EXE_waits"));
    server.env("PLAY_SERVER", "epoll").env("PLAY_DIRECTOR", "of another time");
    let status = server.stdin(Stdio::null()).status().expect("the program was built");
    assert_eq!(status.code(), Some(1), "it waits for a tracer");
}

#[test]
fn a_page_of_two_servers_has_them_beside_each_other() {
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("two.html");
    let path = file.to_string_lossy();
    let output = waits(&["trace", "--html", &path, "--against", "epoll", "--", "select"]);
    assert!(output.status.success(), "{output:?}");
    let page = fs::read_to_string(&file).expect("it was written");
    let row = "<td><code>accept4(listener) = alice</code></td><td></td>\
               <td><code>accept4(listener) = alice</code></td>";
    assert!(page.contains(row), "{page}");
    assert!(
        page.contains("<td>only right</td><td><code>epoll_ctl(add alice readable) = 0"),
        "{page}"
    );
    for scene in ["id=\"scene-1\"", "id=\"scene-2\""] {
        assert!(page.contains(scene), "{page}");
    }
}

#[test]
fn a_page_goes_to_a_file_that_can_be_written() {
    let words = ["trace", "--html", "/nowhere/page.html", "--", "poll"];
    assert_snapshot!(complaint(&words, 1), @"The page can't be written to /nowhere/page.html: No such file or directory (os error 2).");
    let words = ["trace", "--html", "page.html", "--json", "--", "poll"];
    assert_snapshot!(complaint(&words, 2), @"`--json` and `--html` exclude each other: choose one; see waits --help");
    let words = ["torture", "--html", "page.html", "--", "poll"];
    assert_snapshot!(complaint(&words, 2), @"`--html` goes with `trace`: `torture` tries all faults, and shows no transcript; see waits --help");
}

#[test]
fn each_script_of_the_folder_is_one() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("scripts");
    let files = fs::read_dir(folder).expect("it is there").map(|file| file.expect("a file").path());
    let wrong: Vec<_> = files
        .filter_map(|file| {
            let text = fs::read_to_string(&file).expect("it is text");
            read(&file.to_string_lossy(), &text).err()
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn a_file_is_a_script() {
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("mine.script");
    let words = ["trace", "--script", &file.to_string_lossy(), "--", "blocking"];
    fs::write(
        &file,
        "title Alice asks for a version.\nalice connects\nalice sends \"HELLO 3\\r\\n\"\n\
        alice hears \"%\" and more\nalice closes\n",
    )
    .expect("there is room");
    let output = waits(&words);
    assert!(output.status.success(), "{output:?}");
    assert_snapshot!(String::from_utf8(output.stdout).expect("it is text"), @r#"
    Alice asks for a version.
         alice               server
      1                      accept4(listener) … waits
      2  connect ──────────▶ accept4(listener) = alice
      3                      recvfrom(alice) … waits
      4  "HELLO 3\r\n" ────▶ recvfrom(alice) = 9
      5  "%" … ◀──────────── sendto(alice) = 145
      6                      recvfrom(alice) … waits
      7  close ────────────▶ recvfrom(alice) = 0
      8                      close(alice) = 0
      9                      accept4(listener) … waits
    "#);
    fs::write(&file, "alice connects\nalice says \"PING\"\n").expect("there is room");
    let complaint = complaint(&words, 2);
    let line = "mine.script, line 2: expected what alice does (connects, ";
    assert!(complaint.contains(line), "{complaint}");
    assert_snapshot!(self::complaint(&["trace", "--script", "./no.script", "--", "poll"], 2), @"./no.script: No such file or directory (os error 2); see waits --help");
}

#[test]
fn one_kind_of_fault_can_be_chosen() {
    let output = waits(&["torture", "--only", "short-sends", "--", "epoll"]);
    let said = String::from_utf8(output.stdout).expect("it is text");
    assert_snapshot!(said, @"1 fault, 0 noticed by a client that should not have");
    let announced = String::from_utf8(output.stderr).expect("it is text");
    assert!(announced.starts_with("1 fault, a play each: about "), "{announced}");
    assert_snapshot!(complaint(&["torture", "--only", "EIO", "--", "poll"], 2), @"`torture` tries no fault 'EIO': they are one-byte, short-sends, EINTR, EAGAIN, ECONNRESET, EMFILE, ENOMEM; see waits --help");
    assert_snapshot!(complaint(&["trace", "--only", "EINTR", "--", "poll"], 2), @"`--only` goes with `torture`: `trace` takes one `--fault`; see waits --help");
}
