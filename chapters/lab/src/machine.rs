//! The machine that something was measured on: what must be the same if two runs are compared.

use std::{env, fs, process::Command, thread::available_parallelism, time::SystemTime};

use crate::Cores;

/// What a file of proc(5) or sysfs(5) says.
#[must_use]
pub fn read(path: &str) -> String {
    let text = fs::read_to_string(path).map(|text| text.trim().to_owned());
    text.unwrap_or_else(|_| "not known".to_owned())
}

/// The processor's own name.
#[must_use]
pub fn processor() -> String {
    let all = read("/proc/cpuinfo");
    let name = all.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    name.map_or_else(|| env::consts::ARCH.to_owned(), |(_, name)| name.to_owned())
}

/// With more than others have, a run is disturbed less: nice(1), chrt(1).
#[must_use]
pub fn priority() -> String {
    let stat = read("/proc/self/stat");
    let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields);
    let field = |number: usize| fields.split_whitespace().nth(number - 3).unwrap_or("0");
    let real_time = if field(41) == "0" { "" } else { ", real-time" };
    format!("nice {}{real_time}", field(19))
}

/// Lines of `name: value`: the machine, how much a turn was, what else is to be known, and how it was
/// measured.
#[must_use]
pub fn describe(turns: String, others: Vec<(&str, String)>) -> String {
    let cores = available_parallelism().map_or("not known".to_owned(), |all| all.to_string());
    let machine = [
        ("kernel", read("/proc/sys/kernel/osrelease")),
        ("processor", processor()),
        ("cores", cores),
        ("turns", turns),
    ];
    let way = [
        ("build", build().to_owned()),
        ("priority", priority()),
        ("load average before", read("/proc/loadavg")),
    ];
    let lines = machine.into_iter().chain(others).chain(way);
    lines.map(|(name, value)| format!("{name}: {value}\n")).collect()
}

/// The first line that a program prints.
#[must_use]
pub fn said(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output();
    let said = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
    let line = said.ok().and_then(|said| said.lines().next().map(str::to_owned));
    line.unwrap_or_else(|| "not there".to_owned())
}

/// How this program was built.
#[must_use]
pub fn build() -> &'static str {
    if cfg!(debug_assertions) { "debug: not what to choose by" } else { "release" }
}

/// On which cores the server and its clients are.
#[must_use]
pub fn server_and_load(cores: &Cores) -> String {
    let own = if cores.are_two() { "a core each" } else { "both on one core" };
    format!("{own} ({} and {})", cores.of_server(), cores.of_load())
}

/// As in `2026-11-26 04:25`, in UTC.
#[must_use]
pub fn date(time: SystemTime) -> String {
    let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs();
    let (year, month, day) = civil(since / 86_400);
    let (hour, minute) = (since / 3_600 % 24, since / 60 % 60);
    format!("{year}-{month:02}-{day:02} {hour:02}:{minute:02}")
}

/// Year, month and day of a day since 1970: years are taken to begin in March, so that the day that
/// a leap year has more is its last.
fn civil(day: u64) -> (u64, u64, u64) {
    // Days since the 1st of March of the year 0; in 400 years there are 146,097.
    let day = day + 719_468;
    let (era, day) = (day / 146_097, day % 146_097);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let (day, month) = (day - (153 * month + 2) / 5 + 1, (month + 2) % 12 + 1);
    (era * 400 + year + u64::from(month < 3), month, day)
}
