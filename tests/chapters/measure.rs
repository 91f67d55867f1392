//! Chapters 14 and 15 measure: what they say of samples that are given, what a run leaves, and what
//! is left when it is stopped.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use libtest_mimic::Trial;
use rustix::process::{Pid, Signal, kill_process};

use crate::{
    lab::{are_the_same, copy_of, folder, has_samples, wait_until},
    matches_snapshot,
    passing::passes,
    program::{program, report},
    skip,
};

const COPIES: &str = "chapter-14";
const CORES: &str = "chapter-15";

/// What is typed after `measure`.
const COMMANDS: [(&str, &str, &[&str]); 11] = [
    ("14-measure-help", COPIES, &["--help"]),
    ("error-14-option", COPIES, &["--loud"]),
    ("error-14-word", COPIES, &["dance"]),
    ("error-14-rounds", COPIES, &["--rounds", "0"]),
    ("error-14-number", COPIES, &["--rounds", "many"]),
    ("error-14-value", COPIES, &["--folder"]),
    ("error-14-folder", COPIES, &["--report", "no-such-folder"]),
    ("15-measure-help", CORES, &["--help"]),
    ("error-15-option", CORES, &["--loud"]),
    ("error-15-rounds", CORES, &["--rounds", "0"]),
    ("error-15-folder", CORES, &["--report", "no-such-folder"]),
];

/// What a run is stored in; all else is made of it.
const FILES: [&str; 2] = ["samples.csv", "environment.txt"];

pub(crate) fn trials() -> Vec<Trial> {
    let mut trials: Vec<Trial> = COMMANDS.iter().map(said).collect();
    let tests: [(&str, fn()); 9] = [
        ("stored_samples_give_the_same_report", a_report),
        ("the_stored_run_is_what_its_samples_give", the_stored_run),
        ("a_line_that_is_no_sample_is_named", a_bad_line),
        ("an_interrupted_run_is_kept", interrupted),
        ("a_folder_that_cant_be_made_is_named", no_folder),
        ("a_run_over_cores_is_kept", cores_are_measured),
        ("the_stored_run_over_cores_is_what_its_samples_give", the_stored_run_over_cores),
        ("a_run_over_cores_has_all_ways", a_way_is_missing),
        ("a_store_that_is_asked_makes_so_many_calls", calls_of_stores),
    ];
    trials.extend(tests.map(|(name, test)| passes(format!("measure::{name}"), test)));
    trials
}

fn said((name, chapter, words): &'static (&str, &str, &[&str])) -> Trial {
    passes(format!("measure::{name}"), || {
        matches_snapshot(name, &report(&measure(chapter, words).output().unwrap()));
    })
}

/// The program, which does not ask cargo for another build.
fn measure(chapter: &str, words: &[&str]) -> Command {
    let mut program = program(chapter);
    program.arg("measure").args(words).env_remove("CARGO").stdin(Stdio::null());
    program
}

fn made_again(chapter: &str, folder: &Path) -> String {
    report(&measure(chapter, &["--report", folder.to_str().unwrap()]).output().unwrap())
}

fn copy(name: &str) -> PathBuf {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("chapters/samples/copies");
    copy_of(name, &samples, &FILES)
}

fn a_report() {
    let folder = copy("copies-report");
    matches_snapshot("14-measure-report", &made_again(COPIES, &folder));
    for (name, file) in [("14-measure-quotes", "quotes.txt"), ("14-measure-chart", "warm.svg")] {
        matches_snapshot(name, &fs::read_to_string(folder.join(file)).unwrap());
    }
}

fn the_stored_run() {
    is_made_again(COPIES, "copies");
}

fn is_made_again(chapter: &str, run: &str) {
    let stored = Path::new(env!("CARGO_MANIFEST_DIR")).join("../book/measured").join(run);
    let folder = copy_of(&format!("{run}-stored"), &stored, &FILES);
    made_again(chapter, &folder);
    are_the_same(&folder, &stored);
}

fn a_bad_line() {
    let folder = copy("copies-bad");
    let path = folder.join("samples.csv");
    let samples = fs::read_to_string(&path).unwrap();
    fs::write(&path, samples.replacen("1,sendfile,4096", "1,pigeon,4096", 1)).unwrap();
    let said = made_again(COPIES, &folder);
    assert!(said.contains("line 4 is no sample: 1,pigeon,4096"), "{said}");
    assert!(said.ends_with("exit status 1\n"), "{said}");
    fs::write(&path, samples.replacen("receiver", "listener", 1)).unwrap();
    let said = made_again(COPIES, &folder);
    assert!(said.contains("its first line is not round,way,size"), "{said}");
}

/// Its samples can be read back, and give the report that it has shown.
fn interrupted() {
    for signal in [Signal::INT, Signal::TERM] {
        let folder = folder(&format!("copies-interrupted-{}", signal.as_raw()));
        let shown = shown_by_a_run_after(signal, &folder);
        assert!(shown.contains("send, again"), "{shown}");
        let quotes = fs::read(folder.join("quotes.txt")).unwrap();
        assert_eq!(made_again(COPIES, &folder), shown);
        assert!(fs::read(folder.join("quotes.txt")).unwrap() == quotes);
    }
}

/// What a run shows that has begun and is stopped.
fn shown_by_a_run_after(signal: Signal, folder: &Path) -> String {
    _ = fs::remove_dir_all(folder);
    let path = folder.to_str().unwrap();
    let mut run = measure(COPIES, &["--quick", "--rounds", "1000", "--folder", path]);
    let run = run.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    wait_until("it measures", || has_samples(folder));
    kill_process(Pid::from_child(&run), signal).unwrap();
    let output = run.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(130), "{said}");
    assert!(said.contains("interrupted"), "{said}");
    String::from_utf8(output.stdout).unwrap()
}

fn no_folder() {
    let output =
        measure(COPIES, &["--quick", "--folder", "/proc/no-such-folder"]).output().unwrap();
    let said = report(&output);
    assert!(said.starts_with("can't write /proc/no-such-folder: "), "{said}");
    assert!(said.ends_with("exit status 1\n"), "{said}");
}

/// Short turns, of which each way has one; what is kept gives what was shown.
fn cores_are_measured() {
    let folder = folder("cores-kept");
    _ = fs::remove_dir_all(&folder);
    let path = folder.to_str().unwrap();
    let run = measure(CORES, &["--quick", "--rounds", "1", "--folder", path]).output().unwrap();
    let said = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{said}");
    let shown = String::from_utf8(run.stdout).unwrap();
    let ways = [
        "epoll, again",
        "2 servers, apart",
        "cores, 2 threads",
        "16 locks, 2 threads",
        "sent to its owner",
    ];
    for way in ways {
        assert!(shown.contains(way), "{way} is missing: {shown}");
    }
    let quotes = fs::read_to_string(folder.join("quotes.txt")).unwrap();
    assert!(quotes.contains("ANCHOR: epoll\n1.00\n"), "{quotes}");
    assert_eq!(made_again(CORES, &folder), shown);
    assert_eq!(fs::read_to_string(folder.join("quotes.txt")).unwrap(), quotes);
}

fn the_stored_run_over_cores() {
    is_made_again(CORES, "cores");
}

fn a_way_is_missing() {
    let stored = Path::new(env!("CARGO_MANIFEST_DIR")).join("../book/measured/cores");
    let folder = copy_of("cores-missing", &stored, &FILES);
    let path = folder.join("samples.csv");
    let samples = fs::read_to_string(&path).unwrap();
    let without: Vec<_> = samples.lines().filter(|line| !line.starts_with("1,cores-2,")).collect();
    assert_ne!(without.len(), samples.lines().count());
    fs::write(&path, without.join("\n")).unwrap();
    let said = made_again(CORES, &folder);
    assert!(said.contains("each round must have all ways, in their order"), "{said}");
}

/// Those that each way to share a store adds to a request.
fn calls_of_stores() {
    if Command::new("strace").arg("-V").output().is_err() {
        return skip(
            "measure::a_store_that_is_asked_makes_so_many_calls (strace is not installed)",
        );
    }
    for (way, calls) in [("own", 0), ("lock-1", 0), ("owner-2", 4)] {
        // A round more is 2,000 requests or 20,000; threads that begin and end take a few.
        let more = calls_of(way, "2") - calls_of(way, "1");
        assert_eq!((more + 1_000) / 2_000, calls, "{way}: {more} calls in a round");
    }
    // How often two threads meet is another number in each run; but one sleeps only if the other
    // one wakes it, and that wakes once for a request at the most.
    for way in ["lock-2", "shards-2"] {
        let calls = calls_of(way, "1");
        assert!(calls < 2 * 20_000 + 1_000, "{way}: {calls} calls");
    }
}

/// Of the calls with which threads tell each other something, in so many short rounds.
fn calls_of(way: &str, rounds: &str) -> usize {
    let measure = program(CORES);
    let mut strace = Command::new("strace");
    strace.args(["-f", "-qq", "-e", "trace=futex,read,write", "-e", "signal=none"]);
    strace
        .arg(measure.get_program())
        .args(["measure", "--quick", "--way", way, "--rounds", rounds]);
    strace.envs(measure.get_envs().filter_map(|(name, value)| Some((name, value?))));
    strace.env_remove("CARGO");
    let output = strace.stdin(Stdio::null()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    said.lines().filter(|line| !line.contains("resumed>")).count()
}
