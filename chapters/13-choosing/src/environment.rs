//! Where a run was made, and of what: what must be the same if two runs are compared.

use std::time::SystemTime;

use lab::{
    Cores,
    machine::{build, date, priority, processor, read, said, server_and_load},
};

use crate::measure::Plan;

/// Lines of `name: value`.
pub(crate) fn describe(cores: &Cores, plan: &Plan) -> String {
    let names: Vec<_> = plan.contenders.iter().map(|contender| contender.name).collect();
    let turns = format!("{} rounds, {} s a turn", plan.rounds, plan.time.as_secs_f64());
    let lines = [
        ("date", date(SystemTime::now())),
        ("servers", names.join(", ")),
        ("turns", turns),
        ("kernel", read("/proc/sys/kernel/osrelease")),
        ("processor", processor()),
        ("server and load", server_and_load(cores)),
        ("governor", read("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor")),
        ("build", build().to_owned()),
        ("commit", said("git", &["describe", "--always", "--dirty", "--abbrev=12"])),
        ("compiler", said("rustc", &["--version"])),
        ("redis-server", said("redis-server", &["--version"])),
        ("priority", priority()),
        ("load average before", read("/proc/loadavg")),
    ];
    let typed = plan
        .contenders
        .iter()
        .filter_map(|contender| Some(format!("row {}: {}\n", contender.name, contender.typed()?)));
    let lines = lines.iter().map(|(name, value)| format!("{name}: {value}\n"));
    lines.chain(typed).collect()
}

/// The name of a run's folder: the date and the machine.
pub(crate) fn folder_name() -> String {
    let machine = read("/proc/sys/kernel/hostname");
    let machine = machine.chars().filter(|letter| letter.is_alphanumeric() || *letter == '-');
    format!(
        "{}-{}",
        date(SystemTime::now()).replace(' ', "-").replace(':', ""),
        machine.collect::<String>()
    )
}
