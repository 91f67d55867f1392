//! Every model under the tracer's torture: calls cut to one byte, and each call that may fail
//! failing in turn. No client may notice more than it has to. And tokio's runtime, which waits for edges.

use chapter_17::SERVERS;
use guide::{Fault, KINDS, ONE_CLIENT, Plan, REPERTOIRE, Script, Target, ordeal};
use io_models::{MODELS, Model};
use libtest_mimic::{Failed, Trial};

use crate::wild;

/// Scripts that need no answer of the clock.
const SCRIPTS: &[&str] = &["ping", "pipeline", "pieces", "reset", "half-close", "together"];

/// Each model with each script; or, of a sample, with one: the next model has the next script.
pub(crate) fn trials(is_sample: bool) -> Vec<Trial> {
    let scripts = REPERTOIRE.iter().filter(|(name, _)| SCRIPTS.contains(name)).enumerate();
    let pairs = scripts.flat_map(|script| MODELS.iter().enumerate().map(move |m| (m, script)));
    let pairs: Vec<_> = pairs.filter(|((_, m), (_, script))| suits(m, script.0)).collect();
    let is_wanted = |model, script| !is_sample || model % SCRIPTS.len() == script;
    let wanted = pairs.iter().filter(|((model, _), (script, _))| is_wanted(*model, *script));
    let trials: Vec<_> = wanted.map(|((_, m), (_, (name, s)))| trial(m, name, s)).collect();
    if is_sample {
        println!("{} of {} ordeals; WFB_REQUIRE_TOOLS=1 plays all", trials.len(), pairs.len());
    }
    trials.into_iter().chain([Trial::test("torture::tokio", of_tokio)]).collect()
}

/// All but an accept that fails for good: with this error the program of some lines ends itself.
fn of_tokio() -> Result<(), Failed> {
    let tokio = SERVERS.iter().find(|server| server.name == "tokio").unwrap();
    let Some((_, _folder, target)) = wild::ready(tokio)? else { return Ok(()) };
    KINDS.into_iter().filter(|(name, _)| *name != "EMFILE").try_for_each(|(name, kind)| {
        let plan = Plan::new(&target, &ONE_CLIENT, Some(kind))?;
        let report = plan.play(&target, &ONE_CLIENT, |_, _| ())?;
        let is_cut = matches!(kind, Fault::OneByte | Fault::ShortSends);
        assert!(!is_cut || report.faults == 1, "{name} was not tried");
        assert!(report.findings.is_empty(), "{:#?}", report.findings);
        Ok(())
    })
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
