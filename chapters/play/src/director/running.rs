//! A client that is a program: what it does, a client of the cast does in its place.

use std::{
    ffi::OsString,
    io,
    os::unix::ffi::OsStringExt,
    process::ExitStatus,
    thread::sleep,
    time::{Duration, Instant},
};

use recording::Deed;
use show::quote;

use crate::{
    arrival::streams::{self, News},
    client::Ending,
    director::Director,
    program::{PATIENCE, Program, Step},
    script::Text,
    trouble::Trouble,
};

/// How long to look away while a program runs.
const GLANCE: Duration = Duration::from_micros(200);

/// So much of an answer is passed on at once.
const PIECE: usize = 1 << 16;

impl Director {
    /// Starts a program, and plays its part until it ends.
    pub(crate) fn run(&mut self, who: &'static str, words: &[Text]) -> Result<(), Trouble> {
        let words: Vec<_> = words.iter().map(|word| OsString::from_vec(word.bytes())).collect();
        let mut program = Program::start(&words)?;
        let mut since = Instant::now();
        let status = loop {
            let step = program.step()?;
            match step {
                Step::Ends(status) => break status,
                Step::Runs | Step::Waits if since.elapsed() > patience(&step) => {
                    return Err(stuck(who, &program.name, patience(&step)));
                }
                // No time passes for the server meanwhile.
                Step::Runs => self.look_at_program()?,
                Step::Waits if self.pass_on(who, &mut program)? => since = Instant::now(),
                Step::Waits => self.glance_away()?,
                step => {
                    self.do_step(who, step)?;
                    self.server.wait_on()?;
                    self.run_to_rest()?;
                    since = Instant::now();
                }
            }
        };
        self.ends_program(who, program, status)
    }

    fn look_at_program(&mut self) -> Result<(), Trouble> {
        self.is_there()?;
        sleep(GLANCE);
        Ok(())
    }

    fn do_step(&mut self, who: &'static str, step: Step) -> Result<(), Trouble> {
        match step {
            Step::Connects => self.connect(who),
            Step::Sends(bytes) => self.send(who, &bytes),
            Step::HalfCloses => self.half_close(who),
            Step::Closes => self.close(who),
            Step::Runs | Step::Waits | Step::Ends(_) => Ok(()),
        }
    }

    /// Passes on what the server has sent; whether that was anything.
    fn pass_on(&mut self, who: &'static str, program: &mut Program) -> Result<bool, Trouble> {
        let address = self.address;
        let Some(client) = self.clients.get_mut(who) else { return Ok(false) };
        let had_ended = client.ending.is_some();
        streams::wait(address, client.address()?, News::Answers);
        client.listen(PIECE)?;
        let (heard, ending) = (client.take(), client.ending.filter(|_| !had_ended));
        let is_news = !heard.is_empty() || ending.is_some();
        if !heard.is_empty() {
            program.hear(&heard);
            self.tell(who, Deed::Hears(heard));
        }
        if let Some(ending) = ending {
            program.hear_end();
            self.tell(who, deed(ending));
        }
        Ok(is_news)
    }

    fn ends_program(
        &mut self,
        who: &'static str,
        program: Program,
        status: ExitStatus,
    ) -> Result<(), Trouble> {
        let (name, was_cut) = (program.name.clone(), program.was_cut);
        let said = program.said();
        if !status.success() {
            let why = format!("{name} has ended with {status}{}", complaint(&said.errors));
            return Err(Trouble::Program { who, why, was_cut });
        }
        self.printed.insert(who, said.output);
        Ok(())
    }

    /// The program of a client has printed this, or something that begins with it.
    pub(crate) fn prints(
        &mut self,
        who: &'static str,
        wanted: &[u8],
        more: bool,
    ) -> Result<(), Trouble> {
        let printed = self.printed.get(who).map_or(&[][..], Vec::as_slice);
        if printed == wanted || more && printed.starts_with(wanted) {
            return Ok(());
        }
        let printed = String::from_utf8_lossy(printed);
        Err(failed(format!(
            "{who}'s program should have printed {}, but printed {}",
            quote(wanted),
            quote(printed.as_bytes())
        )))
    }
}

fn deed(ending: Ending) -> Deed {
    if ending == Ending::Reset { Deed::HearsReset } else { Deed::HearsEnd }
}

/// The first line that a program has written to its standard error, if any.
fn complaint(errors: &[u8]) -> String {
    let errors = String::from_utf8_lossy(errors);
    let first = errors.lines().map(str::trim).find(|line| !line.is_empty());
    first.map_or(String::new(), |line| format!(", and says: {line}"))
}

/// How long a program is waited for: one that runs may have much to do before it connects.
const fn patience(step: &Step) -> Duration {
    if matches!(step, Step::Runs) { Duration::from_secs(60) } else { PATIENCE }
}

fn stuck(who: &'static str, name: &str, patience: Duration) -> Trouble {
    failed(format!("{who}'s {name} has neither sent anything nor ended for {patience:?}"))
}

fn failed(why: String) -> Trouble {
    io::Error::other(why).into()
}
