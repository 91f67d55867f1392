//! `--html`: what was played, as one page that stands alone, for a browser.

use std::{io::Write, path::Path};

use recording::Recording;
use show::{
    Setup,
    html::{Page, Scene},
};

use crate::{
    cli::telling::Telling,
    failure::Failure,
    page::{source, write_page},
    permitted::permitted,
    step::Step,
};

/// A scene that was played.
struct Shown<'step> {
    name: String,
    heading: String,
    title: &'step str,
    recording: Recording,
    setup: Setup,
}

impl<W: Write> Telling<'_, W> {
    /// Plays these steps, and writes the page.
    pub(crate) fn page(&mut self, steps: &[(usize, &Step)], file: &Path) -> Result<(), Failure> {
        self.manner.detail = permitted(self.manner.detail);
        self.manner.detail.lines = true;
        let mut all = Vec::new();
        for &(number, step) in steps {
            if self.has(step)? {
                all.extend(self.play_for_page(number, step)?);
            }
        }
        let scenes: Vec<Scene<'_>> = all.iter().map(Shown::scene).collect();
        let title = format!("Chapter {}: {}", self.chapter.number, self.chapter.title);
        let page = Page { title: &title, scenes: &scenes, aligned: false };
        write_page(file, page, &source)
    }

    fn play_for_page<'step>(
        &self,
        number: usize,
        step: &'step Step,
    ) -> Result<Vec<Shown<'step>>, Failure> {
        let scenes = (1..).zip(step.scripts).map(|(scene, script)| {
            let (recording, outcome) = self.chapter.scene(step, script, self.manner.detail)?;
            outcome?;
            let heading = format!("Step {number}, {}: {}", step.name, script.title);
            let name = format!("{}-{scene}", self.chapter.server_name(step));
            let setup = self.manner.setup(step, script);
            let recording = recording.without(step.leaves_out);
            Ok(Shown { name, heading, title: script.title, recording, setup })
        });
        scenes.collect()
    }
}

impl Shown<'_> {
    fn scene(&self) -> Scene<'_> {
        Scene {
            name: self.name.clone(),
            server: self.heading.clone(),
            title: self.title,
            recording: &self.recording,
            setup: self.setup,
            remark: None,
        }
    }
}
