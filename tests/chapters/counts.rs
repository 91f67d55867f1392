//! Each step's table of counts: the same on every run, and the book's.

use guide::{Chapter, Step, table};
use libtest_mimic::{Failed, Trial};

use crate::{
    matches_snapshot,
    played::{outcome, scripts},
    scenes::{name, steps},
};

pub(crate) fn trials() -> Vec<Trial> {
    let trials = steps().map(|(chapter, step)| {
        let name = name(chapter, step);
        Trial::test(format!("counts::{name}"), move || {
            matches_snapshot(&format!("{name}-counts"), &counts(chapter, step)?);
            Ok(())
        })
    });
    trials.collect()
}

fn counts(chapter: &Chapter, step: &Step) -> Result<String, Failed> {
    let rows = scripts(step).into_iter().enumerate().map(|(index, script)| {
        let outcome = outcome(chapter, step, index)?;
        Ok((script.title, outcome.counts))
    });
    Ok(table(&rows.collect::<Result<Vec<_>, String>>()?))
}
