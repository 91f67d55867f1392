//! Where a run was made, and how.

use std::{env, fs, thread::available_parallelism};

use super::{arguments::Plan, turn::CONGESTION};

/// Lines of `name: value`.
pub(crate) fn describe(plan: &Plan) -> String {
    let build = if cfg!(debug_assertions) { "debug" } else { "release" };
    let lines = [
        ("kernel", read("/proc/sys/kernel/osrelease")),
        ("processor", processor()),
        ("cores", available_parallelism().map_or("not known".to_owned(), |all| all.to_string())),
        ("turns", format!("{} rounds, {} MiB a turn", plan.rounds, plan.bytes >> 20)),
        ("congestion control", congestion()),
        ("build", build.to_owned()),
        ("priority", priority()),
        ("load average before", read("/proc/loadavg")),
    ];
    lines.iter().map(|(name, value)| format!("{name}: {value}\n")).collect()
}

fn congestion() -> String {
    let allowed = read("/proc/sys/net/ipv4/tcp_allowed_congestion_control");
    if allowed.split(' ').any(|word| word == CONGESTION) {
        return CONGESTION.to_owned();
    }
    read("/proc/sys/net/ipv4/tcp_congestion_control")
}

/// With more than others have, a run is disturbed less: nice(1).
fn priority() -> String {
    let stat = read("/proc/self/stat");
    let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields);
    // The 19th field of all, and the 17th after the name (proc(5)).
    format!("nice {}", fields.split_whitespace().nth(16).unwrap_or("0"))
}

fn processor() -> String {
    let all = read("/proc/cpuinfo");
    let name = all.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    name.map_or_else(|| env::consts::ARCH.to_owned(), |(_, name)| name.to_owned())
}

fn read(path: &str) -> String {
    fs::read_to_string(path).map_or("not known".to_owned(), |text| text.trim().to_owned())
}
