//! Chapter 13: what the lab says of samples that are given, and what it leaves when it is stopped.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    thread,
    time::Duration,
};

use lab::is_installed;
use libtest_mimic::Trial;
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use crate::{
    matches_snapshot,
    passing::passes,
    program::{program, report},
    skip,
};

pub(crate) fn trials() -> Vec<Trial> {
    let tests: [(&str, fn()); 9] = [
        ("stored_samples_give_the_same_report", a_report),
        ("the_report_as_json_has_the_cells_of_the_tables", a_report_as_json),
        ("a_run_as_json_prints_nothing_else", a_run_as_json),
        ("a_readers_server_is_a_row", rows),
        ("a_row_that_cant_be_measured_is_named_before_the_run", no_rows),
        ("the_stored_run_is_what_its_samples_give", the_stored_run),
        ("a_run_beside_another", a_run_beside_another),
        ("an_interrupted_run_is_kept_and_leaves_no_process", interrupted),
        ("a_killed_run_leaves_no_process", killed),
    ];
    let tests = tests.into_iter().map(|(name, test)| passes(format!("lab::{name}"), test));
    COMMANDS.iter().map(|(name, words)| said(name, words)).chain(tests).collect()
}

fn a_report() {
    let folder = copy("report");
    let path = folder.to_str().unwrap();
    matches_snapshot("13-report", &answer(&["report", path]).replace(path, "FOLDER"));
    for (name, file) in [("13-quotes", "quotes.txt"), ("13-chart", "ping-50-latency.svg")] {
        matches_snapshot(name, &fs::read_to_string(folder.join(file)).unwrap());
    }
}

fn a_report_as_json() {
    let folder = copy("json");
    let output = lab(&["report", folder.to_str().unwrap(), "--json"]).output().unwrap();
    assert_eq!(json(&output)["environment"]["kernel"], "6.1");
    matches_snapshot("13-json", &String::from_utf8(output.stdout).unwrap());
}

fn a_run_as_json() {
    let folder = folder("run-json");
    let path = folder.to_str().unwrap();
    let few = ["--only", "poll", "--works", "alone", "--rounds", "1", "--time", "0.06"];
    let output = lab(&["run", "--json", "--folder", path]).args(few).output().unwrap();
    let report = json(&output);
    let rows = report["rows"].as_array().unwrap().iter();
    let servers: Vec<&str> = rows.map(|row| row["server"].as_str().unwrap()).collect();
    assert_eq!(servers, ["epoll", "poll", "epoll-again"]);
}

/// What a lab has printed that ended well.
fn json(output: &Output) -> Value {
    assert!(output.status.success(), "{output:?}");
    serde_json::from_slice(&output.stdout).unwrap()
}

fn no_rows() {
    for command in ["no-such-program {port}", "true {port}"] {
        refused(command, "has ended before it served");
    }
    if is_installed("python3") {
        refused("python3 -m http.server --bind 127.0.0.1 {port}", "it answers");
    } else {
        skip("a server that answers something else (python3 is not installed)");
    }
}

fn the_stored_run() {
    let stored = Path::new(env!("CARGO_MANIFEST_DIR")).join("../book/measured/lab");
    let folder = copy_of("stored", &stored, &FILES);
    answer(&["report", folder.to_str().unwrap()]);
    are_the_same(&folder, &stored);
}

fn a_run_beside_another() {
    let (before, after) = (copy("before"), copy("after"));
    slower(&after);
    let paths = [&before, &after].map(|path| path.to_str().unwrap());
    matches_snapshot("13-compare", &answer(&["compare", paths[0], paths[1]]));
}

fn killed() {
    let (mut lab, _) = started("killed");
    let servers = servers_of(&lab);
    kill_process(Pid::from_child(&lab), Signal::KILL).unwrap();
    lab.wait().unwrap();
    wait_until("they end with the lab", || !servers.iter().any(|server| lives(*server)));
}

/// A row of those of others whose tools are there: its name, and the server's command.
fn rows_of_others() -> Vec<(&'static str, String)> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("chapters/samples/ping.py");
    let redis = r#"redis=redis-server --port {port} --bind 127.0.0.1 --save "" --appendonly no"#;
    let python = format!("python=python3 '{}' {{port}}", script.display());
    let mut rows = vec![("redis-server", "redis", redis.to_owned()), ("python3", "python", python)];
    rows.retain(|(tool, name, _)| {
        let is_there = is_installed(tool);
        if !is_there {
            skip(&format!("a_readers_server_is_a_row: {name} ({tool} is not installed)"));
        }
        is_there
    });
    rows.into_iter().map(|(_, name, row)| (name, row)).collect()
}

/// Theirs stand beside our own.
fn rows() {
    let (folder, others) = (folder("rows"), rows_of_others());
    let mut words = vec!["run", "--json", "--only", "poll", "--works", "alone", "--rounds", "1"];
    words.extend(["--time", "0.06", "--folder", folder.to_str().unwrap()]);
    words.extend(others.iter().flat_map(|(_, row)| ["--row", row]));
    let report = json(&lab(&words).output().unwrap());
    let rows = report["rows"].as_array().unwrap();
    for name in others.iter().map(|(name, _)| *name).chain(["poll"]) {
        let row = rows.iter().find(|row| row["server"] == name);
        let row = row.unwrap_or_else(|| panic!("no row {name}: {report}"));
        assert!(row["load"].is_number() && !row["cpu"].is_null(), "{row}");
    }
}

fn refused(command: &str, why: &str) {
    let folder = folder("refused");
    _ = fs::remove_dir_all(&folder);
    let row = format!("mine={command}");
    let output = lab(&["run", "--row", &row, "--folder", folder.to_str().unwrap()]).output();
    let output = output.unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.starts_with(&format!("mine can't be measured ({command}): ")), "{said}");
    assert!(said.contains(why) && said.lines().count() == 1, "{said}");
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(!folder.exists(), "the run has begun");
}

/// What a reader types.
const COMMANDS: [(&str, &[&str]); 14] = [
    ("13-help", &["--help"]),
    ("error-13-word", &["dance"]),
    ("error-13-option", &["run", "--loud"]),
    ("error-13-work", &["run", "--works", "ping-50,sing"]),
    ("error-13-server", &["run", "--only", "epoll,kqueue"]),
    ("error-13-rounds", &["run", "--rounds", "0"]),
    ("error-13-time", &["run", "--time", "1e9"]),
    ("error-13-compare", &["compare", "one"]),
    ("error-13-folder", &["report", "no-such-folder"]),
    ("error-13-more", &["--list", "more"]),
    ("error-13-row", &["run", "--row", "./server"]),
    ("error-13-row-port", &["run", "--row", "mine=./server"]),
    ("error-13-row-name", &["run", "--row", "my server=./server {port}"]),
    ("error-13-row-again", &["run", "--row", "epoll=./server {port}"]),
];

fn said(name: &'static str, words: &'static [&'static str]) -> Trial {
    passes(format!("lab::{name}"), || matches_snapshot(name, &answer(words)))
}

fn answer(words: &[&str]) -> String {
    report(&lab(words).output().unwrap())
}

/// The lab, which does not ask cargo for another build.
fn lab(words: &[&str]) -> Command {
    let mut lab = program("chapter-13");
    lab.args(words).env_remove("CARGO").stdin(Stdio::null());
    lab
}

/// What a run is stored in; all else is made of it.
const FILES: [&str; 3] = ["samples.csv", "environment.txt", "left-out.txt"];

/// A folder of its own with the samples of the tests.
fn copy(name: &str) -> PathBuf {
    copy_of(name, &Path::new(env!("CARGO_MANIFEST_DIR")).join("chapters/samples"), &FILES)
}

pub(crate) fn copy_of(name: &str, samples: &Path, files: &[&str]) -> PathBuf {
    let folder = folder(name);
    fs::create_dir_all(&folder).unwrap();
    for file in files {
        fs::copy(samples.join(file), folder.join(file)).unwrap();
    }
    folder
}

/// Each file of a stored run is what is made of its samples.
pub(crate) fn are_the_same(folder: &Path, stored: &Path) {
    for entry in fs::read_dir(stored).unwrap() {
        let name = entry.unwrap().file_name();
        let [is, was] = [folder, stored].map(|folder| fs::read(folder.join(&name)).unwrap());
        assert!(is == was, "{name:?} of the stored run is made of other samples: `report` it");
    }
}

pub(crate) fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("lab-{name}"))
}

/// As if poll had become slower, on another kernel.
fn slower(folder: &Path) {
    let edit = |file, old: &str, new: &str| {
        let text = fs::read_to_string(folder.join(file)).unwrap();
        assert!(text.contains(old), "no {old} in {file}");
        fs::write(folder.join(file), text.replace(old, new)).unwrap();
    };
    edit("samples.csv", ",30.000,", ",90.000,");
    edit("environment.txt", "kernel: 6.1", "kernel: 6.2");
}

/// A run that would take long, with samples in its folder already.
fn started(name: &str) -> (Child, PathBuf) {
    let folder = folder(name);
    _ = fs::remove_dir_all(&folder);
    let path = folder.to_str().unwrap();
    let works = "alone,visits";
    let only = "epoll,processes";
    let words = ["run", "--only", only, "--works", works, "--rounds", "1000", "--folder", path];
    let mut lab = lab(&words);
    let lab = lab.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    wait_until("it measures", || has_samples(&folder));
    (lab, folder)
}

fn interrupted() {
    [Signal::INT, Signal::TERM].into_iter().for_each(interrupted_by);
}

fn interrupted_by(signal: Signal) {
    let (lab, folder) = started(&format!("interrupted-{}", signal.as_raw()));
    let servers = servers_of(&lab);
    kill_process(Pid::from_child(&lab), signal).unwrap();
    let output = lab.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(130), "{said}");
    assert!(said.contains("interrupted"), "{said}");
    assert!(String::from_utf8_lossy(&output.stdout).contains("epoll-again"));
    assert!(fs::read_to_string(folder.join("index.html")).unwrap().contains("epoll-again"));
    assert!(!servers.iter().any(|server| lives(*server)), "a server lives on");
}

/// Its children at this moment; between two turns it has none.
fn servers_of(lab: &Child) -> Vec<i32> {
    let path = format!("/proc/{0}/task/{0}/children", lab.id());
    let mut servers = Vec::new();
    wait_until("a server is there", || {
        let children = fs::read_to_string(&path).unwrap_or_default();
        servers = children.split_whitespace().map(|child| child.parse().unwrap()).collect();
        !servers.is_empty()
    });
    servers
}

/// A process that has ended, and that nobody has waited for, does not live.
fn lives(process: i32) -> bool {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    stat.rsplit_once(") ").is_some_and(|(_, rest)| !rest.starts_with(['Z', 'X']))
}

/// Whether a run that is under way has kept some samples.
pub(crate) fn has_samples(folder: &Path) -> bool {
    let samples = fs::read_to_string(folder.join("samples.csv")).unwrap_or_default();
    samples.lines().count() > 4
}

/// Looks again and again; a machine that never gets there has failed.
pub(crate) fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    for _ in 0..3_000 {
        if is_so() {
            return;
        }
        thread::sleep(Duration::from_millis(10));
    }
    panic!("not within half a minute: {what}");
}
