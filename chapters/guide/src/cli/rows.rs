//! `--step`: the next row for each Enter, and the code that made it, so that a reader can say what
//! comes before it comes.

use std::{
    io::{self, BufRead, IsTerminal, Write},
    ops::ControlFlow,
};

use play::Detail;
use recording::{Frame, Place, Recording};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use show::{Paint, Setup, Tone, UNTRACED, can_take_back, rows};

use crate::{
    cli::telling::Telling, failure::Failure, lines::line_to_show, page::source,
    permitted::permitted, step::Step,
};

/// How many lines are shown before the one that made the call, and after it.
const AROUND: u32 = 3;

/// What stands below a row until the reader has typed something.
const PROMPT: &str = "Enter: the next row; q, Enter: the end";

/// Takes the prompt and what was typed off the screen again: the cursor is on the line below.
const ERASE: &str = "\x1b[1A\r\x1b[K";

impl<W: Write> Telling<'_, W> {
    /// Plays these steps, and shows each scene row by row.
    pub(crate) fn step_through(&mut self, steps: &[(usize, &Step)]) -> Result<(), Failure> {
        needs_terminal()?;
        self.manner.detail = permitted(Detail { lines: true, ..self.manner.detail });
        self.entitle()?;
        for &(number, step) in steps {
            if self.entitle_step(number, step)? && self.show_scenes(step)?.is_break() {
                break;
            }
        }
        Ok(())
    }

    fn show_scenes(&mut self, step: &Step) -> Result<ControlFlow<()>, Failure> {
        for script in step.scripts {
            self.say(&format!("\n{}", script.title))?;
            let (recording, outcome) = self.chapter.scene(step, script, self.manner.detail)?;
            let shown = recording.without(step.leaves_out);
            if self.show_rows(&shown, self.manner.setup(step, script))?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
            self.tell_unseen(step, &recording)?;
            outcome?;
        }
        Ok(ControlFlow::Continue(()))
    }

    /// Shows one row after the other, until there is none or the reader wants no more.
    fn show_rows(&mut self, recording: &Recording, setup: Setup) -> io::Result<ControlFlow<()>> {
        let paint = self.paint;
        let mut rows = rows(recording, setup, paint, &line_to_show).into_iter().peekable();
        while let Some((row, frame)) = rows.next() {
            let code = frame.map(|frame| code(frame, paint));
            self.show(&format!("{row}\n{}", code.unwrap_or_default()))?;
            if rows.peek().is_some() && self.goes_on()?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    /// Says what no row shows.
    fn tell_unseen(&mut self, step: &Step, recording: &Recording) -> io::Result<()> {
        let remark =
            if recording.traced { step.left_out(recording) } else { Some(UNTRACED.into()) };
        remark.map_or(Ok(()), |remark| self.say(&remark))
    }

    /// Asks for Enter. What was typed before stands somewhere above: then nothing is asked, and nothing
    /// has to be taken back.
    fn asks(&mut self) -> io::Result<bool> {
        let is_asked = !is_typed()?;
        if is_asked {
            self.show(&format!("{PROMPT} "))?;
        }
        Ok(is_asked)
    }

    /// Waits for Enter. The end of the input is the end of the scene.
    fn goes_on(&mut self) -> io::Result<ControlFlow<()>> {
        let is_asked = self.asks()?;
        let mut typed = String::new();
        if io::stdin().lock().read_line(&mut typed)? == 0 {
            self.say("")?;
            return Ok(ControlFlow::Break(()));
        }
        if is_asked && can_take_back(&io::stdout()) {
            self.show(ERASE)?;
        }
        let is_end = typed.trim().eq_ignore_ascii_case("q");
        Ok(if is_end { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    }
}

/// Whether the reader has typed a line already.
fn is_typed() -> io::Result<bool> {
    let (stdin, at_once) = (io::stdin(), Timespec::default());
    Ok(poll(&mut [PollFd::new(&stdin, PollFlags::IN)], Some(&at_once))? > 0)
}

fn needs_terminal() -> Result<(), Failure> {
    if io::stdin().is_terminal() && io::stdout().is_terminal() {
        return Ok(());
    }
    let sentence = "`--step` waits for Enter after each row, so it needs a terminal";
    Err(Failure::Usage(sentence.to_owned()))
}

/// The line that made a call, between those around it.
fn code(frame: &Frame, paint: Paint) -> String {
    let Some(place) = &frame.place else { return String::new() };
    let heading = paint.apply(Tone::Dim, &format!("{}, in {}", place.file, frame.function));
    let text = lines(place).into_iter().map(|(number, text)| {
        let (mark, tone) =
            if number == place.line { ("▶", Tone::Bold) } else { (" ", Tone::Dim) };
        format!("     {mark} {}\n", paint.apply(tone, format!("{number:>4}  {text}").trim_end()))
    });
    format!("       {heading}\n{}", text.collect::<String>())
}

/// The lines around a place, by their numbers; only its own if the file is not there.
fn lines(place: &Place) -> Vec<(u32, String)> {
    let own = || vec![(place.line, place.text.clone())];
    let Some(text) = source(&place.file) else { return own() };
    let shown = place.line.saturating_sub(AROUND)..=place.line.saturating_add(AROUND);
    let numbered = (1..).zip(text.lines().map(str::to_owned));
    numbered.filter(|(number, _)| shown.contains(number)).collect()
}
