//! What an ordeal is going to play: every fault that the server can meet in the script.

use std::time::{Duration, Instant};

use tracer::Fault;

use crate::{
    ordeal::{Finding, Report, Run, Views, calm},
    script::Script,
    target::Target,
    trouble::Trouble,
};

/// The kinds of faults by their names, in the order in which they are tried. An error is tried at
/// each call that can fail with it.
pub const KINDS: [(&str, Fault); 7] = [
    ("one-byte", Fault::OneByte),
    ("short-sends", Fault::ShortSends),
    ("EINTR", first(libc::EINTR)),
    ("EAGAIN", first(libc::EAGAIN)),
    ("ECONNRESET", first(libc::ECONNRESET)),
    ("EMFILE", first(libc::EMFILE)),
    ("ENOMEM", first(libc::ENOMEM)),
];

const fn first(errno: i32) -> Fault {
    Fault::Fail { nth: 0, errno }
}

/// The faults that a script is going to be played with, once each.
#[derive(Debug)]
pub struct Plan {
    /// The faults, in their order.
    pub faults: Vec<Fault>,
    /// How long the script takes when nothing goes wrong.
    pub calm: Duration,
    views: Views,
}

impl Plan {
    /// Plays the script undisturbed, and once more for each error, to count the calls that can fail
    /// with it, or the requests. With `only`, there is no other kind of fault than this one; without,
    /// there are those of [`KINDS`].
    ///
    /// # Errors
    ///
    /// Returns what went wrong in the undisturbed scene, or that the server cannot be traced.
    pub fn new(target: &Target, script: &Script, only: Option<Fault>) -> Result<Self, Trouble> {
        let start = Instant::now();
        let views = calm(target, script)?;
        let calm = start.elapsed();
        let kinds = only.map_or_else(|| KINDS.map(|(_, kind)| kind).to_vec(), |only| vec![only]);
        let faults = kinds
            .into_iter()
            .map(|kind| all(target, script, kind))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Self { faults: faults.concat(), calm, views })
    }

    /// About how long it takes with a server that no fault keeps from its work.
    #[must_use]
    pub fn estimate(&self) -> Duration {
        self.calm * u32::try_from(self.faults.len()).unwrap_or(u32::MAX)
    }

    /// Plays the script once for each fault. After each, `on_fault` is told what was found, if
    /// anything.
    ///
    /// # Errors
    ///
    /// Returns that the server could not be started.
    pub fn play(
        &self,
        target: &Target,
        script: &Script,
        mut on_fault: impl FnMut(&Report, Option<&Finding>),
    ) -> Result<Report, Trouble> {
        let mut report = Report::default();
        for fault in &self.faults {
            report.play(target, script, *fault, &self.views, &mut on_fault)?;
        }
        Ok(report)
    }
}

/// All faults of a kind: an error can happen to each of the calls that are made, or to each request.
fn all(target: &Target, script: &Script, kind: Fault) -> Result<Vec<Fault>, Trouble> {
    let fault = |nth| match kind {
        Fault::Fail { errno, .. } => Some(Fault::Fail { nth, errno }),
        Fault::Refuse { errno, .. } => Some(Fault::Refuse { nth, errno }),
        _ => None,
    };
    let Some(never) = fault(usize::MAX) else { return Ok(vec![kind]) };
    let chances = Run::new(target, script, never)?.chances;
    Ok((0..chances).filter_map(fault).collect())
}
