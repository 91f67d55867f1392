//! The scenes of the repertoire, each played once.

use play::{Fault, Played, Script, Target, Trouble, play};
use serde::Serialize;

use crate::conversation::Conversation;

/// A scene, by what is tried in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scene {
    /// One client asks, and leaves.
    Alone,
    /// Two ask at the same time.
    Together,
    /// One asks beside another that is silent.
    Silent,
    /// One asks beside another that has sent half a question.
    Half,
    /// One asks, and says that it will ask no more.
    HalfClose,
    /// One breaks off; another one asks.
    Reset,
    /// Every write of the server moves one byte.
    ShortSends,
}

impl Scene {
    /// All of them, in the order in which they are played.
    pub const ALL: [Self; 7] = [
        Self::Alone,
        Self::Together,
        Self::Silent,
        Self::Half,
        Self::HalfClose,
        Self::Reset,
        Self::ShortSends,
    ];

    /// What it is called, in one word.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Alone => "alone",
            Self::Together => "together",
            Self::Silent => "silent",
            Self::Half => "half",
            Self::HalfClose => "half-close",
            Self::Reset => "reset",
            Self::ShortSends => "short-sends",
        }
    }

    fn script(self, of: &Conversation) -> Script {
        match self {
            Self::Alone | Self::ShortSends => of.alone(),
            Self::Together => of.together(),
            Self::Silent => of.beside(),
            Self::Half => of.beside_half(),
            Self::HalfClose => of.half_closes(),
            Self::Reset => of.after_reset(),
        }
    }

    const fn fault(self) -> Fault {
        if let Self::ShortSends = self { Fault::ShortSends } else { Fault::None }
    }
}

/// Plays one of them with a server.
///
/// # Errors
///
/// The server could not be started, or its calls can't be seen.
pub(crate) fn act_out(scene: Scene, of: &Conversation, with: &Target) -> Result<Played, Trouble> {
    let mut last = None;
    for _ in 0..TRIES {
        let played = play(with, &scene.script(of), scene.fault())?;
        if !played.recording.traced {
            return Err(Trouble::NoTracing);
        }
        if played.recording.events.iter().any(|event| event.task().is_some()) {
            return Ok(played);
        }
        last = Some(played);
    }
    last.ok_or(Trouble::NoTracing)
}

/// Another program may have taken the port that was chosen before the server did: then no call of
/// the server is seen, and it is tried again.
const TRIES: usize = 3;
