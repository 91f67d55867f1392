//! A server is played the repertoire, and what it did is looked at.

use play::{Played, Script, Target, Trouble};
use serde::Serialize;

use crate::{
    conversation::Conversation,
    evidence,
    facts::{Facts, Kin},
    model::Model,
    noticed::{Notice, left_whole, notice},
    quote::Quote,
    scene::{Scene, act_out},
    seen::Seen,
};

/// What was seen of a server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fingerprint {
    /// The server, by its name or its command.
    pub server: String,
    /// What its clients asked it.
    pub asked: &'static str,
    /// The nearest model of the book, if there is one.
    pub model: Option<Model>,
    /// The chapters that are about it.
    pub chapters: &'static [u8],
    /// By what it is told from the others.
    pub facts: Facts,
    /// The rows that show it.
    pub rows: Vec<Quote>,
    /// What was noticed beside.
    pub noticed: Vec<Notice>,
    /// What was tried, and is as it should be.
    pub sound: Vec<&'static str>,
    /// Why short writes could not be tried.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left_whole: Option<String>,
    /// The scenes that were played.
    pub scenes: Vec<Scene>,
}

/// Plays all scenes with a server: what the first client of `script` says, or else what it answers of
/// that which is known. Before each scene `tell` hears its number and its name.
///
/// # Errors
///
/// It could not be started, or answers nothing.
pub fn fingerprint(
    server: &Target,
    script: Option<&Script>,
    mut tell: impl FnMut(usize, &str),
) -> Result<Fingerprint, Trouble> {
    tell(0, Scene::Alone.name());
    let (conversation, alone) = begin(server, script)?;
    let mut plays = vec![(Scene::Alone, alone)];
    for (number, scene) in (0..).zip(Scene::ALL).skip(1) {
        tell(number, scene.name());
        plays.push((scene, act_out(scene, &conversation, server)?));
    }
    Ok(look(server, &conversation, &plays))
}

/// The first scene, in which the server has to answer.
fn begin(server: &Target, script: Option<&Script>) -> Result<(Conversation, Played), Trouble> {
    let Some(script) = script else { return try_known(server) };
    let conversation = Conversation::of(script).ok_or(Trouble::Absent("no client"))?;
    let mut played = act_out(Scene::Alone, &conversation, server)?;
    played.trouble.take().map_or(Ok((conversation, played)), Err)
}

/// Tries what is known until a server answers, and does not end the connection. One that ends it
/// after each answer is asked what it has answered last.
fn try_known(server: &Target) -> Result<(Conversation, Played), Trouble> {
    let (mut answered, mut last) = (None, None);
    for conversation in Conversation::known() {
        let played = act_out(Scene::Alone, &conversation, server)?;
        match played.trouble {
            None if !ends_first(&played) => return Ok((conversation, played)),
            None => answered = Some((conversation, played)),
            Some(trouble) => last = Some(trouble),
        }
    }
    answered.ok_or_else(|| last.unwrap_or(Trouble::Deaf))
}

/// Whether the server closes the connection before its client does.
fn ends_first(played: &Played) -> bool {
    Seen::of(played).ends_first()
}

fn look(server: &Target, conversation: &Conversation, plays: &[(Scene, Played)]) -> Fingerprint {
    let alone = Seen::of(&plays[0].1);
    let of_two = Facts::seen(&Seen::of(&plays[1].1));
    let of_one = Facts::seen(&alone);
    let answer = of_two.answer.max(of_one.answer);
    let kin = if of_one.kin == Kin::First { of_two.kin } else { of_one.kin };
    let facts = Facts { answer, kin, ..of_one };
    let model = Model::of(&facts);
    let (noticed, sound) = notice(plays, &facts);
    Fingerprint {
        server: server.to_string(),
        asked: conversation.title,
        model,
        chapters: model.map_or(&[], |model| model.chapters(&facts)),
        rows: evidence::rows(model, &facts, alone, Scene::Alone),
        facts,
        noticed,
        sound,
        left_whole: left_whole(plays).map(|why| why.to_string()),
        scenes: plays.iter().map(|(scene, _)| *scene).collect(),
    }
}
