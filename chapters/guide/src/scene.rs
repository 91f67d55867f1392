//! A step's scene: how it is shown, and what it came to.

use play::{Detail, Script};
use recording::Recording;
use show::{Counts, Paint, Setup, Words, transcript_with_lines};

use crate::{lines::line_to_show, step::Step};

impl Step {
    /// The figures of one of its scenes.
    #[must_use]
    pub fn count(&self, recording: &Recording) -> Counts {
        let count = if self.lists { Counts::with_lists } else { Counts::of };
        count(recording, self.speaks.requests())
    }

    /// What is recorded beside the calls of this script, if a reader asks for that.
    #[must_use]
    pub fn detail(&self, script: &Script, asked: Detail) -> Detail {
        let scenes = &self.scripts[..self.shows_kernel];
        let is_shown = scenes.iter().any(|scene| scene.title == script.title);
        Detail { kernel: asked.kernel || is_shown, ..asked }
    }

    /// Whether the transcript of this script shows how the server sets itself up.
    #[must_use]
    pub fn setup(&self, script: &Script) -> Setup {
        let is_first = self.scripts.first().is_some_and(|first| first.title == script.title);
        if self.shows_setup && is_first { Setup::Shown } else { Setup::Folded }
    }

    /// The transcript of one of its scenes; with lines of code, if they were recorded.
    #[must_use]
    pub fn transcript(&self, recording: &Recording, setup: Setup, paint: Paint) -> String {
        let shown = recording.without(self.leaves_out);
        let text = transcript_with_lines(&shown, setup, paint, &line_to_show);
        text + &self.left_out(recording).map_or_else(String::new, |remark| format!("{remark}\n"))
    }

    /// What is said below its rows, if calls were left out.
    pub(crate) fn left_out(&self, recording: &Recording) -> Option<String> {
        if self.leaves_out.is_empty() || !recording.traced {
            return None;
        }
        let words = Words::of(&recording.cast);
        let left_out: Vec<_> = self.leaves_out.iter().map(|who| words.subject(*who)).collect();
        Some(format!("(Without the calls about {}.)", left_out.join(" and ")))
    }
}
