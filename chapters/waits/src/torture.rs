//! `waits torture`: a script is played once for each thing that can go wrong.

use std::io::{self, Write, stderr};

use guide::{Failure, Fault, Finding, Plan, Report, Script, Target};

use crate::progress::Progress;

/// Plays them all, or all of one kind, and says what a client noticed.
pub(crate) fn torture(
    script: &Script,
    only: Option<Fault>,
    target: &Target,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let plan = Plan::new(target, script, only).map_err(Failure::Scene)?;
    announce(&plan)?;
    let report = play(&plan, script, target, out)?;
    sum_up(&report, out)
}

/// Plays them, with a line that says how far it has got.
fn play(
    plan: &Plan,
    script: &Script,
    target: &Target,
    out: &mut impl Write,
) -> Result<Report, Failure> {
    let (progress, mut failed) = (Progress::of_stderr(), None);
    let report = plan.play(target, script, |report, finding| {
        failed = tell(&progress, finding, out).err().or(failed.take());
        let noticed = format!("{} noticed", report.findings.len());
        progress.bar(report.faults, plan.faults.len(), &noticed);
    });
    progress.clear();
    failed.map_or(Ok(()), Err)?;
    report.map_err(Failure::Scene)
}

fn tell(progress: &Progress, found: Option<&Finding>, out: &mut impl Write) -> io::Result<()> {
    let Some(finding) = found else { return Ok(()) };
    progress.clear();
    writeln!(out, "{finding}")?;
    out.flush()
}

/// What will be played, and for how long: beside the report, for it differs from run to run.
fn announce(plan: &Plan) -> io::Result<()> {
    let faults = counted(plan.faults.len() as u64, "fault");
    let time = counted(plan.estimate().as_secs() + 1, "second");
    writeln!(stderr(), "{faults}, a play each: about {time} if no client notices one")
}

/// How many faults there were; that a client noticed one is a failure.
fn sum_up(report: &Report, out: &mut impl Write) -> Result<(), Failure> {
    let (faults, findings) = (counted(report.faults as u64, "fault"), report.findings.len());
    writeln!(out, "{faults}, {findings} noticed by a client that should not have")?;
    report.left_whole.iter().try_for_each(|why| writeln!(out, "{why}"))?;
    if findings == 0 { Ok(()) } else { Err(Failure::Io(io::Error::other("The server gave in."))) }
}

/// So many of a thing.
fn counted(count: u64, thing: &str) -> String {
    if count == 1 { format!("{count} {thing}") } else { format!("{count} {thing}s") }
}
