//! An ordeal: the same script, again and again, with one more thing going wrong each time.
//!
//! Reads and writes of one byte, an interrupted call, a socket that is not ready after all, no
//! descriptor left: no client may notice. When a connection breaks or the kernel has no memory for
//! it, that client may lose it, and no other may notice.

mod plan;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use recording::{Deed, Event, Recording, Subject};

use tracer::{Detail, Fault, LeftWhole};

use crate::{
    director::Director,
    played::Played,
    script::{Act, Client, Script},
    target::Target,
    trouble::Trouble,
};

pub use crate::ordeal::plan::{KINDS, Plan};

/// What a server went through, and what its clients noticed.
#[derive(Debug, Default)]
pub struct Report {
    /// How many faults were applied.
    pub faults: usize,
    /// The faults that were noticed by a client that should not have.
    pub findings: Vec<Finding>,
    /// Why reads and writes that were to be cut were left whole, if any were.
    pub left_whole: Option<LeftWhole>,
}

/// A fault that a client noticed.
#[derive(Debug)]
pub struct Finding {
    /// The fault.
    pub fault: Fault,
    /// What the client noticed, in a sentence.
    pub what: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.fault, self.what)
    }
}

/// Plays `script` undisturbed, and then once for each fault that the server can meet in it. After
/// each of these, `on_fault` is told what was found, if anything.
///
/// # Errors
///
/// Returns what went wrong in the undisturbed scene, or that the server cannot be traced.
pub fn ordeal(
    target: &Target,
    script: &Script,
    on_fault: impl FnMut(&Report, Option<&Finding>),
) -> Result<Report, Trouble> {
    Plan::new(target, script, None)?.play(target, script, on_fault)
}

/// What the clients see when nothing goes wrong.
fn calm(target: &Target, script: &Script) -> Result<Views, Trouble> {
    let run = Run::new(target, script, Fault::None)?;
    run.trouble.map_or(Ok(run.views), Err)
}

impl Report {
    /// Plays once with `fault`. It may be that its turn does not come.
    fn play(
        &mut self,
        target: &Target,
        script: &Script,
        fault: Fault,
        calm: &Views,
        on_fault: &mut impl FnMut(&Self, Option<&Finding>),
    ) -> Result<(), Trouble> {
        let run = Run::new(target, script, fault)?;
        self.left_whole = self.left_whole.or(run.left_whole);
        if run.applied {
            self.faults += 1;
            let finding = run.compare(calm).map(|what| Finding { fault, what });
            on_fault(self, finding.as_ref());
            self.findings.extend(finding);
        }
        Ok(())
    }
}

/// What each client saw, in its own order.
type Views = BTreeMap<String, Vec<Deed>>;

/// One play of the script.
#[derive(Debug, Default)]
struct Run {
    fault: Fault,
    views: Views,
    /// The clients whose connection ended before its time.
    lost: BTreeSet<&'static str>,
    applied: bool,
    /// How many calls the fault might have been applied to.
    chances: usize,
    subject: Option<String>,
    left_whole: Option<LeftWhole>,
    trouble: Option<Trouble>,
}

impl Run {
    fn new(target: &Target, script: &Script, fault: Fault) -> Result<Self, Trouble> {
        let mut lost = BTreeSet::new();
        let mut director = match Director::new(target, script, fault, Detail::default()) {
            Err(trouble @ Trouble::Ended(_)) if !matches!(fault, Fault::None) => {
                return Ok(Self { fault, applied: true, chances: 1, ..Self::ended(trouble) });
            }
            director => director?,
        };
        let may_lose = !matches!(fault, Fault::None);
        let trouble = play(&mut director, script, may_lose, &mut lost).err();
        let (applied, subject) = director.server.injected()?;
        let chances = director.server.chances();
        let Played { recording, left_whole, .. } = director.finish();
        let subject = name(&recording, subject);
        let views = views(&recording);
        Ok(Self { fault, views, lost, applied, chances, subject, left_whole, trouble })
    }

    /// That of a server which met the fault before the scene began.
    fn ended(trouble: Trouble) -> Self {
        Self { trouble: Some(trouble), ..Self::default() }
    }

    /// The client that may lose its connection to the fault.
    fn may_lose(&self) -> Option<&str> {
        let breaks = [libc::ECONNRESET, libc::ENOMEM, libc::EIO];
        let may = self.fault.errno().is_some_and(|errno| breaks.contains(&errno));
        self.subject.as_deref().filter(|_| may)
    }

    /// What differs from a calm run and should not.
    fn compare(&self, calm: &Views) -> Option<String> {
        if let Some(trouble) = &self.trouble {
            return Some(trouble.to_string());
        }
        let may_lose = self.may_lose();
        let wronged = self.lost.iter().find(|who| Some(**who) != may_lose);
        if let Some(who) = wronged {
            return Some(format!("{who} lost the connection."));
        }
        let same = |who: &String| Some(who.as_str()) == may_lose || self.views[who] == calm[who];
        calm.keys().find(|who| !same(who)).map(|who| format!("{who} saw something else."))
    }
}

/// Plays all acts but those of clients that have lost their connection, if any may.
fn play(
    director: &mut Director,
    script: &Script,
    may_lose: bool,
    lost: &mut BTreeSet<&'static str>,
) -> Result<(), Trouble> {
    for act in script.acts {
        match act {
            Act::Client(Client(who), _) if lost.contains(who) => {}
            Act::Client(..) | Act::Together(_) | Act::Crowd(_) | Act::FileChanges(_) => {
                match director.play_act(act) {
                    Err(Trouble::Cut { who, .. } | Trouble::Program { who, was_cut: true, .. })
                        if may_lose =>
                    {
                        lost.insert(who);
                    }
                    outcome => outcome?,
                }
            }
        }
    }
    Ok(())
}

/// The client whose connection it is, if it is one's.
fn name(recording: &Recording, subject: Option<Subject>) -> Option<String> {
    let Some(Subject::Client(index)) = subject else { return None };
    recording.cast.get(index).cloned()
}

/// Sorts a recording by client. How a text was cut on its way is nothing that a client can see.
fn views(recording: &Recording) -> Views {
    let mut views: Views = recording.cast.iter().map(|who| (who.clone(), Vec::new())).collect();
    for event in &recording.events {
        let Event::Client { who, deed } = event else { continue };
        views.entry(recording.cast[*who].clone()).or_default().push(deed.clone());
    }
    views
}
