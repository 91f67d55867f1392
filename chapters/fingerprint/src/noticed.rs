//! What is noticed beside the model: habits that cost something, and faults that a client feels.

use play::{LeftWhole, Played};
use recording::{Call, Deed, Event, Half, Kind, Subject};
use serde::Serialize;

use crate::{facts::Facts, quote::Quote, scene::Scene, seen::Seen, way::Way};

/// Something that a reader may want to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "`sentence` says what each means")]
pub enum Trait {
    Drains,
    TriesFirst,
    AcceptsAll,
    AsksToWrite,
    LooksAway,
    Starves,
    Keeps,
    LosesEnd,
    LosesShortSends,
    DiesOfReset,
}

impl Trait {
    /// What it means.
    #[must_use]
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Drains => "It receives until EAGAIN.",
            Self::TriesFirst => "It tries to receive before it waits.",
            Self::AcceptsAll => "It accepts until EAGAIN.",
            Self::AsksToWrite => "It asks whether it can write before a write had no room.",
            Self::LooksAway => "It takes its listener off the list, for others to accept.",
            Self::Starves => "A second client waits for the first, which says nothing.",
            Self::Keeps => "It keeps a client's descriptor after the client's end.",
            Self::LosesEnd => "It drops what it owes a client that has half-closed.",
            Self::LosesShortSends => "It drops the rest of a write that is cut short.",
            Self::DiesOfReset => "It does not serve the next client after one that breaks off.",
        }
    }

    /// Whether it is a habit, which costs something at most, and no fault.
    #[must_use]
    pub const fn is_harmless(self) -> bool {
        self.sound().is_none()
    }

    /// What is said where it was tried, and not seen.
    const fn sound(self) -> Option<&'static str> {
        Some(match self {
            Self::Starves => "a second client is served beside a silent one",
            Self::Keeps => "descriptors are closed",
            Self::LosesEnd => "a half-closed client hears all",
            Self::LosesShortSends => "short writes are finished",
            Self::DiesOfReset => "a reset harms nobody else",
            _ => return None,
        })
    }
}

/// A trait, and the row that shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Notice {
    /// What it is.
    pub what: Trait,
    /// The row; none where there is something that should have been, and is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote: Option<Quote>,
}

/// What has been played, by scene.
pub(crate) type Plays = [(Scene, Played)];

/// What was tried of a trait.
enum Trial {
    /// It could not be tried.
    Untried,
    /// It is not so.
    Sound,
    /// It is so, and this row may show it.
    Found(Option<Quote>),
}

/// All that is noticed, and what was tried and is sound, as a reader may be told it.
pub(crate) fn notice(plays: &Plays, facts: &Facts) -> (Vec<Notice>, Vec<&'static str>) {
    let (mut noticed, mut sound) = (Vec::new(), Vec::new());
    for (what, trial) in trials(plays, facts) {
        match trial {
            Trial::Untried => {}
            Trial::Sound => sound.extend(what.sound()),
            Trial::Found(quote) => noticed.push(Notice { what, quote }),
        }
    }
    (noticed, sound)
}

fn trials(plays: &Plays, facts: &Facts) -> Vec<(Trait, Trial)> {
    let mut trials = seen(plays, Scene::Alone).map_or(Vec::new(), |alone| habits(alone, facts));
    trials.extend([
        (Trait::Starves, starves(plays)),
        (Trait::Keeps, keeps(plays)),
        (Trait::LosesEnd, sends_less(plays, Scene::HalfClose)),
        (Trait::LosesShortSends, loses_short_sends(plays)),
        (Trait::DiesOfReset, dies(plays)),
    ]);
    trials
}

/// What one client shows, alone. One that asks again and again has no other way.
fn habits(alone: Seen<'_>, facts: &Facts) -> Vec<(Trait, Trial)> {
    let tries: [(Trait, Option<&Call>); 5] = [
        (Trait::TriesFirst, alone.tries_first()),
        (Trait::Drains, alone.drains()),
        (Trait::AcceptsAll, alone.accepts_in_vain()),
        (Trait::AsksToWrite, alone.asks_to_write()),
        (Trait::LooksAway, alone.looks_away()),
    ];
    let found = tries.into_iter().filter(|_| facts.way != Way::Ask);
    let found = found.filter_map(|(what, call)| Some((what, call?)));
    let quote = |call| Trial::Found(Some(Quote::of("", alone, Scene::Alone, call)));
    found.map(|(what, call)| (what, quote(call))).collect()
}

fn seen(plays: &Plays, scene: Scene) -> Option<Seen<'_>> {
    let (_, played) = plays.iter().find(|(known, _)| *known == scene)?;
    Some(Seen::of(played))
}

/// Whether Bob gets an answer in a scene; the last row in which the server waits, if not.
fn is_served(plays: &Plays, scene: Scene) -> Trial {
    let Some(seen) = seen(plays, scene) else { return Trial::Untried };
    let Some(bob) = seen.recording.client("bob") else { return Trial::Untried };
    if seen.answers().any(|call| call.about() == Some(bob)) {
        return Trial::Sound;
    }
    let wait = seen.last_wait();
    Trial::Found(wait.map(|call| Quote::of("", seen, scene, call)))
}

fn starves(plays: &Plays) -> Trial {
    match is_served(plays, Scene::Silent) {
        Trial::Sound => is_served(plays, Scene::Half),
        other => other,
    }
}

/// A server that serves one client at a time serves the next one when this one is gone.
fn dies(plays: &Plays) -> Trial {
    is_served(plays, Scene::Reset)
}

/// Whether the server still holds the connection of a client that has left, and that client did not
/// even hear its end.
fn keeps(plays: &Plays) -> Trial {
    let Some(alone) = seen(plays, Scene::Alone) else { return Trial::Untried };
    let alice = Subject::Client(0);
    if alone.holders(alice).is_empty() || seen(plays, Scene::HalfClose).is_some_and(hears_end) {
        return Trial::Sound;
    }
    let last = alone.about_clients().last();
    Trial::Found(last.map(|call| Quote::of("", alone, Scene::Alone, call)))
}

/// The end that comes of a close, and not of shutdown(2), which keeps the descriptor.
fn hears_end(seen: Seen<'_>) -> bool {
    let is_end = |event: &Event| matches!(event, Event::Client { who: 0, deed: Deed::HearsEnd });
    let shuts = |call: &Call| matches!(call.kind, Kind::Shutdown(Half::Write | Half::Both));
    seen.recording.events.iter().any(is_end) && !seen.about_clients().any(shuts)
}

/// A write that was left whole shows nothing.
fn loses_short_sends(plays: &Plays) -> Trial {
    match sends_less(plays, Scene::ShortSends) {
        Trial::Sound if left_whole(plays).is_some() => Trial::Untried,
        other => other,
    }
}

/// Why writes were not cut, if any were not.
pub(crate) fn left_whole(plays: &Plays) -> Option<LeftWhole> {
    plays.iter().find_map(|(_, played)| played.left_whole)
}

/// Whether a client is sent less than if it is left alone.
fn sends_less(plays: &Plays, scene: Scene) -> Trial {
    let (Some(alone), Some(other)) = (seen(plays, Scene::Alone), seen(plays, scene)) else {
        return Trial::Untried;
    };
    match (alone.sent(0), other.sent(0)) {
        (Some(whole), Some(sent)) if sent < whole => {
            let last = other.about_clients().last();
            Trial::Found(last.map(|call| Quote::of("", other, scene, call)))
        }
        (Some(_), Some(_)) => Trial::Sound,
        _ => Trial::Untried,
    }
}
