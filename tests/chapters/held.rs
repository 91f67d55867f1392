//! Time stands still for a server while others are served: a sleep of a moment is not over before its
//! client waits for that, however long the others take.

use guide::{ALICE, Act, BOB, Chapter, Fault, Language, Script, Target, play};
use libtest_mimic::{Failed, Trial};

use crate::{
    CHAPTERS,
    scenes::{lack, name},
};

/// How often Bob asks meanwhile. By the machine's clock that takes longer than Alice's sleep.
const TIMES: usize = 100;

/// Shorter than what Bob asks takes, and long enough to be a sleep in which clients act.
const MOMENT: Script = Script {
    title: "Alice asks for a short sleep, and Bob asks a hundred times before that is over.",
    acts: &acts("DEBUG SLEEP 0.1\r\n"),
};

const fn acts(sleep: &'static str) -> [Act; 2 * TIMES + 5] {
    let mut acts = [BOB.sends("PING\r\n"); 2 * TIMES + 5];
    (acts[0], acts[1], acts[2]) = (ALICE.connects(), BOB.connects(), ALICE.sends(sleep));
    let mut time = 0;
    while time < TIMES {
        acts[2 * time + 4] = BOB.hears("+PONG\r\n");
        time += 1;
    }
    (acts[2 * TIMES + 3], acts[2 * TIMES + 4]) = (ALICE.hears_nothing(), ALICE.hears("+OK\r\n"));
    acts
}

/// The finished server of each chapter that can let a request sleep while it serves another. That of the
/// first one can't, that of chapter 4 pauses, so that time passes for it, and that of chapter 16 has no
/// clock.
pub(crate) fn trials() -> Vec<Trial> {
    let chapters = CHAPTERS.iter().filter(|chapter| sleeps(chapter) && lack(chapter).is_none());
    let finished = chapters.filter_map(|chapter| {
        let step = chapter.steps.last().filter(|step| step.speaks == Language::Resp)?;
        let server = name(chapter, step);
        Some(Trial::test(format!("held::{server}"), move || others_come_first(server)))
    });
    finished.collect()
}

fn sleeps(chapter: &Chapter) -> bool {
    ![1, 4, 16].contains(&chapter.number)
}

fn others_come_first(server: String) -> Result<(), Failed> {
    let played = play(&Target::Known(server), &MOMENT, Fault::None)?;
    played.trouble.map_or(Ok(()), |trouble| Err(trouble.to_string().into()))
}
