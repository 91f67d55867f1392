//! The model of rings when what it has asked for fails: of each request that is about a descriptor the
//! completion has an error, once in each play. A client may lose its connection where the error is one
//! of its connection; nobody else notices anything, and the server goes on.

use guide::{Fault, Plan, REPERTOIRE, Script, Target};
use io_models::uring;
use libtest_mimic::{Failed, Trial};

/// What may stand in a completion in the place of a result (io_uring(7)).
const ERRORS: [(&str, i32); 6] = [
    ("ENOMEM", libc::ENOMEM),
    ("ENOBUFS", libc::ENOBUFS),
    ("EAGAIN", libc::EAGAIN),
    ("EINTR", libc::EINTR),
    ("ECANCELED", libc::ECANCELED),
    ("EIO", libc::EIO),
];

/// Scripts that need no answer of the clock.
const SCRIPTS: &[&str] = &["ping", "pipeline", "pieces", "reset", "half-close", "together"];

pub(crate) fn trials() -> Vec<Trial> {
    if (uring::MODEL.available)().is_err() {
        return Vec::new();
    }
    let scripts = REPERTOIRE.iter().filter(|(name, _)| SCRIPTS.contains(name));
    let pairs = scripts.flat_map(|script| ERRORS.iter().map(move |error| (script, error)));
    let trial = |((script, acts), (name, errno)): (&'static (&str, Script), &(&str, i32))| {
        let errno = *errno;
        Trial::test(format!("refused::{name}::{script}"), move || is_borne(acts, errno))
    };
    pairs.map(trial).collect()
}

/// The wait for the word to stop, each accept, each receive and each send.
fn is_borne(script: &Script, errno: i32) -> Result<(), Failed> {
    let target = Target::Known(uring::MODEL.name.to_owned());
    let plan = Plan::new(&target, script, Some(Fault::Refuse { nth: 0, errno }))?;
    let report = plan.play(&target, script, |_, _| ())?;
    assert!(report.faults > 3, "the server was spared: {} faults", report.faults);
    assert!(report.findings.is_empty(), "{:#?}", report.findings);
    Ok(())
}
