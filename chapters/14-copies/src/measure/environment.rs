//! Where a run was made, and how.

use std::thread::available_parallelism;

use lab::machine::{build, priority, processor, read};

use super::{arguments::Plan, side::CONGESTION};

/// Lines of `name: value`.
pub(crate) fn describe(plan: &Plan) -> String {
    let lines = [
        ("kernel", read("/proc/sys/kernel/osrelease")),
        ("processor", processor()),
        ("cores", available_parallelism().map_or("not known".to_owned(), |all| all.to_string())),
        ("turns", format!("{} rounds, {} MiB a turn", plan.rounds, plan.bytes >> 20)),
        ("congestion control", congestion()),
        ("build", build().to_owned()),
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
