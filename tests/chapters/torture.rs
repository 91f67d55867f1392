//! Every model under the tracer's torture: calls cut to one byte, and each call that may fail
//! failing in turn. No client may notice more than it has to.

use guide::{REPERTOIRE, Script, Target, ordeal};
use io_models::{MODELS, Model};
use libtest_mimic::Trial;

/// Scripts that need no answer of the clock.
const SCRIPTS: &[&str] = &["ping", "pipeline", "pieces", "reset", "half-close", "together"];

pub(crate) fn trials() -> Vec<Trial> {
    let scripts = REPERTOIRE.iter().filter(|(name, _)| SCRIPTS.contains(name));
    let pairs = scripts.flat_map(|script| MODELS.iter().map(move |model| (model, script)));
    pairs
        .filter(|(model, script)| suits(model, script.0))
        .map(|(m, (n, s))| trial(m, n, s))
        .collect()
}

/// A model for one client at a time lets Bob wait for Alice, and the script does not. One that this
/// machine does not have is not tried.
fn suits(model: &Model, script: &str) -> bool {
    (model.available)().is_ok() && (!model.one_at_a_time() || script != "together")
}

fn trial(model: &'static Model, name: &str, script: &'static Script) -> Trial {
    Trial::test(format!("torture::{}::{name}", model.name), move || {
        let report = ordeal(&Target::Known(model.name.to_owned()), script, |_, _| ()).unwrap();
        assert!(report.faults > 2, "the server was spared: {} faults", report.faults);
        assert!(report.findings.is_empty(), "{:#?}", report.findings);
        Ok(())
    })
}
