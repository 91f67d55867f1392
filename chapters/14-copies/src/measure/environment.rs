//! Where a run was made, and how.

use lab::machine::{self, read};

use super::{arguments::Plan, side::CONGESTION};

/// Lines of `name: value`.
pub(crate) fn describe(plan: &Plan) -> String {
    let turns = format!("{} rounds, {} MiB a turn", plan.rounds, plan.bytes >> 20);
    machine::describe(turns, vec![("congestion control", congestion())])
}

fn congestion() -> String {
    let allowed = read("/proc/sys/net/ipv4/tcp_allowed_congestion_control");
    if allowed.split(' ').any(|word| word == CONGESTION) {
        return CONGESTION.to_owned();
    }
    read("/proc/sys/net/ipv4/tcp_congestion_control")
}
