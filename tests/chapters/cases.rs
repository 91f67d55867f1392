//! What each step is wrong or right about: a case that a step names must fail on it, and hold on
//! the steps behind it whose clients speak the same language.

mod scarce;

use std::collections::BTreeSet;

use guide::recording::{Call, Event, Kind, Task};
use guide::{
    ALICE, Act, BOB, CAROL, Chapter, DAVE, Fault, Language, Played, Script, Step, Target, play,
};
use libtest_mimic::Trial;

use crate::{
    CHAPTERS,
    passing::passes,
    scenes::{lack, name},
};

/// What a server must do.
struct Case {
    name: &'static str,
    /// What its clients say to it; none if they say nothing.
    language: Option<Language>,
    script: Script,
    fault: Fault,
    /// What must also be true of the recording.
    holds: fn(&Played) -> bool,
}

const CASES: &[Case] = &[
    case("short_writes", Language::Echo, HELLO).with(Fault::ShortSends),
    case("two_messages_in_one_send", Language::Lines, TWO_LINES),
    case("a_slow_request", Language::Resp, SLOW),
    case("a_line_in_two_pieces", Language::Lines, TWO_PIECES),
    case("a_second_client", Language::Echo, SECOND),
    case("a_third_client", Language::Echo, THIRD),
    case("a_fourth_client", Language::Echo, FOURTH),
    silent("one_client_wakes_one", SILENCE).and(nobody_finds_nothing),
    case("clients_are_shared_out", Language::Echo, THREE).and(three_answer),
    case("the_end_is_seen", Language::Echo, END),
    case("no_zombies", Language::Echo, END).and(no_zombies),
    case("a_pause_after_nothing", Language::Echo, HELLO).and(pauses),
    case("who_was_silent_before", Language::Echo, ONE_THEN_THE_OTHER),
    case("one_descriptor_too_many", Language::Echo, STILL_SERVED),
    case("a_slow_reader_hears_all", Language::Echo, SLOW_READER).with(Fault::SmallBuffers),
    silent("silence_costs_nothing", SILENCE).and(no_spin),
    case("nothing_stays_behind", Language::Echo, LONG),
    case("bob_has_a_turn", Language::Echo, MUCH).and(bob_has_a_turn),
    silent("who_has_gone_is_not_reported", GONE).and(no_spin),
    silent("who_must_wait_costs_nothing", ONE_TOO_MANY).with(Fault::Descriptors(2)).and(no_spin),
    case("an_end_that_comes_with_bytes", Language::Echo, BYTES_AND_END),
    case("a_full_queue", Language::Datagrams, DATAGRAM).with(Fault::FullQueue),
    case("bytes_before_arming", Language::Echo, EARLY),
    case("one_read_a_signal", Language::Echo, SIX_HUNDRED),
    case("more_than_fits", Language::Echo, FOURTEEN),
    case("a_client_is_served", Language::Echo, HELLO),
    case("rests", Language::Echo, HELLO).and(no_spin),
];

const HELLO: Script = Script {
    title: "All of what Alice says comes back.",
    acts: &[ALICE.connects(), ALICE.sends("hello\n"), ALICE.hears("hello\n")],
};

const FOURTEEN: Script = Script {
    title: "All 14 bytes of what Alice says come back.",
    acts: &[ALICE.connects(), ALICE.sends("hello, server\n"), ALICE.hears("hello, server\n")],
};

const TWO_LINES: Script = Script {
    title: "Each line is answered with its length.",
    acts: &[ALICE.connects(), ALICE.sends("hello\nworld\n"), ALICE.hears("6 bytes\n6 bytes\n")],
};

const SLOW: Script = Script {
    title: "Bob is served while Alice waits for her slow request.",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        ALICE.sends("DEBUG SLEEP 0.2\r\n"),
        BOB.sends("PING\r\n"),
        BOB.hears("+PONG\r\n"),
        ALICE.hears_nothing(),
        ALICE.hears("+OK\r\n"),
    ],
};

const TWO_PIECES: Script = Script {
    title: "A line that is asked for in its middle is still one line.",
    acts: &[
        ALICE.connects(),
        ALICE.sends("hel"),
        ALICE.hears("still there?\n"),
        ALICE.sends("lo\n"),
        ALICE.hears("6 bytes\n"),
    ],
};

const SECOND: Script = Script {
    title: "Bob is served while Alice is silent.",
    acts: &[ALICE.connects(), BOB.connects(), BOB.sends("hello\n"), BOB.hears("hello\n")],
};

const THIRD: Script = Script {
    title: "Carol is served while Alice and Bob are silent.",
    acts: &[
        Act::Together(&[ALICE.connects(), BOB.connects(), CAROL.connects()]),
        CAROL.sends("hello\n"),
        CAROL.hears("hello\n"),
    ],
};

const FOURTH: Script = Script {
    title: "Dave is served while Alice, Bob and Carol are silent.",
    acts: &[
        Act::Together(&[ALICE.connects(), BOB.connects(), CAROL.connects()]),
        DAVE.connects(),
        DAVE.sends("hello\n"),
        DAVE.hears("hello\n"),
    ],
};

const THREE: Script = Script {
    title: "Alice, Bob and Carol are served.",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        CAROL.connects(),
        ALICE.sends("hello\n"),
        ALICE.hears("hello\n"),
        BOB.sends("hello\n"),
        BOB.hears("hello\n"),
        CAROL.sends("hello\n"),
        CAROL.hears("hello\n"),
    ],
};

const END: Script = Script {
    title: "Alice ends, and sees the server's end.",
    acts: &[ALICE.connects(), ALICE.half_closes(), ALICE.hears_end(), ALICE.closes()],
};

const ONE_THEN_THE_OTHER: Script = Script {
    title: "Bob, who was silent while Alice was served, is served.",
    acts: &[
        Act::Together(&[ALICE.connects(), BOB.connects()]),
        ALICE.sends("hello\n"),
        ALICE.hears("hello\n"),
        BOB.sends("hello\n"),
        BOB.hears("hello\n"),
    ],
};

const STILL_SERVED: Script = Script {
    title: "Alice is served when Carol has come.",
    acts: &[
        Act::Together(&[ALICE.connects(), BOB.connects(), CAROL.connects()]),
        ALICE.sends("hello\n"),
        ALICE.hears("hello\n"),
    ],
};

const SLOW_READER: Script = Script {
    title: "Alice gets all that she has sent, although there is no room for it at once.",
    acts: &[
        ALICE.connects(),
        ALICE.sends_times("sixteen letters\n", 3000),
        ALICE.hears_times("sixteen letters\n", 3000),
    ],
};

const SILENCE: Script = Script { title: "Alice says nothing.", acts: &[ALICE.connects()] };

const LONG: Script = Script {
    title: "All of a long message comes back.",
    acts: &[
        ALICE.connects(),
        ALICE.sends("much more than one turn takes\n"),
        ALICE.hears("much more than one turn takes\n"),
    ],
};

const MUCH: Script = Script {
    title: "Bob sends one line while Alice's many lines are there.",
    acts: &[
        Act::Together(&[ALICE.connects(), BOB.connects()]),
        Act::Together(&[ALICE.sends_times("sixteen letters\n", 10), BOB.sends("hi\n")]),
        BOB.hears("hi\n"),
    ],
};

const GONE: Script =
    Script { title: "Alice comes, and goes.", acts: &[ALICE.connects(), ALICE.closes()] };

const ONE_TOO_MANY: Script = Script {
    title: "There is a descriptor for Alice, and none for Bob.",
    acts: &[ALICE.connects(), BOB.connects()],
};

const BYTES_AND_END: Script = Script {
    title: "Alice sends and ends her half while the server is at Bob's, and sees its end.",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        Act::Together(&[BOB.sends("hi\n"), ALICE.sends("hello\n"), ALICE.half_closes()]),
        ALICE.hears("hello\n"),
        ALICE.hears_end(),
    ],
};

const DATAGRAM: Script = Script {
    title: "Alice's datagram comes back.",
    acts: &[ALICE.opens(), ALICE.sends("hello\n"), ALICE.hears("hello\n")],
};

const EARLY: Script = Script {
    title: "Alice sends before the server has looked.",
    acts: &[Act::Together(&[ALICE.connects(), ALICE.sends("hello\n")]), ALICE.hears("hello\n")],
};

const SIX_HUNDRED: Script = Script {
    title: "Alice sends more than one receive takes.",
    acts: &[ALICE.connects(), ALICE.sends_times("x", 600), ALICE.hears_times("x", 600)],
};

const fn case(name: &'static str, language: Language, script: Script) -> Case {
    Case { language: Some(language), ..silent(name, script) }
}

const fn silent(name: &'static str, script: Script) -> Case {
    Case { name, language: None, script, fault: Fault::None, holds: |_| true }
}

impl Case {
    const fn with(self, fault: Fault) -> Self {
        Self { fault, ..self }
    }

    const fn and(self, holds: fn(&Played) -> bool) -> Self {
        Self { holds, ..self }
    }

    /// Why the case fails; nothing if it holds.
    fn failure(&self, target: &Target) -> Option<String> {
        let played = play(target, &self.script, self.fault).unwrap();
        let holds = (self.holds)(&played);
        let trouble = played.trouble.map(|trouble| trouble.to_string());
        trouble.or_else(|| (!holds).then(|| "the recording says otherwise".to_owned()))
    }
}

/// Each child that has ended has been waited for.
fn no_zombies(played: &Played) -> bool {
    let recording = &played.recording;
    let is_child = |task: usize| recording.tasks[task] == Task::Child;
    let dead = recording.events.iter().filter(|event| match event {
        Event::Ends { by, .. } => is_child(*by),
        _ => false,
    });
    let reaped = recording
        .returned()
        .filter(|call| call.kind.waits_for_child() && call.outcome.errno() != Some(libc::ECHILD));
    dead.count() == reaped.count()
}

/// Each round for nothing ends with a pause.
fn pauses(played: &Played) -> bool {
    let pauses = |call: &Call| call.kind.is_pause() || matches!(call.kind, Kind::Poll(_));
    played.recording.events.windows(2).all(|pair| match pair {
        [Event::Call(last), Event::Round { .. }] => pauses(last),
        [_, event] => !matches!(event, Event::Round { .. }),
        _ => true,
    })
}

/// Bob is received from before Alice has had her third turn.
fn bob_has_a_turn(played: &Played) -> bool {
    let recording = &played.recording;
    let mut received = recording.returned().filter(|call| call.kind == Kind::Recvfrom).take(3);
    received.any(|call| call.subject == recording.client("bob"))
}

/// No thread is woken for a client that another one has taken.
fn nobody_finds_nothing(played: &Played) -> bool {
    let mut accepted =
        played.recording.returned().filter(|call| matches!(call.kind, Kind::Accept4));
    accepted.all(|call| call.outcome.errno() != Some(libc::EAGAIN))
}

/// Each of three clients is answered by a thread of its own.
fn three_answer(played: &Played) -> bool {
    let answered = played.recording.returned().filter(|call| call.kind == Kind::Sendto);
    answered.map(|call| call.by).collect::<BTreeSet<_>>().len() == 3
}

/// No task goes round and round.
fn no_spin(played: &Played) -> bool {
    !played.recording.events.iter().any(|event| matches!(event, Event::Round { .. }))
}

pub(crate) fn trials() -> Vec<Trial> {
    let chapters = CHAPTERS.iter().filter(|chapter| lack(chapter).is_none());
    let cases = chapters.flat_map(|chapter| CASES.iter().flat_map(|case| of(chapter, case)));
    cases.chain([names()]).chain(scarce::trials()).collect()
}

fn of(chapter: &'static Chapter, case: &'static Case) -> Vec<Trial> {
    let names_it = |step: &&Step| step.fails == Some(case.name);
    // A step that serves nobody does right by no other case.
    let serves = |step: &&Step| names_it(step) || step.fails != Some("a_client_is_served");
    let steps = chapter.steps.iter().skip_while(|step| !names_it(step)).filter(serves);
    let steps = steps.filter(|step| case.language.is_none_or(|it| it == step.speaks));
    steps.map(|step| verdict(name(chapter, step), case, names_it(&step))).collect()
}

/// Whether a step fails a case that it must fail, or does right by one that it must not.
fn verdict(part: String, case: &'static Case, must_fail: bool) -> Trial {
    let verdict = if must_fail { "fails" } else { "holds" };
    Trial::test(format!("case::{part}::{}::{verdict}", case.name), move || {
        match (case.failure(&Target::Known(part)), must_fail) {
            (None, true) => Err("the step names this case, but does right by it".into()),
            (Some(why), false) => Err(why.into()),
            _ => Ok(()),
        }
    })
}

/// Each step that names a case names one that there is.
fn names() -> Trial {
    passes("case::each_name_is_a_case", || {
        for step in CHAPTERS.iter().flat_map(|chapter| chapter.steps) {
            let known = |name| CASES.iter().any(|case| case.name == name);
            assert!(step.fails.is_none_or(known), "{}: no case {:?}", step.name, step.fails);
        }
    })
}
