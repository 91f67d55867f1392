//! A step in a few words: who does what. Beside the drawing, and in the list for who can't see it.

use recording::{
    Arrival, Call, Context, Control, Deed, Event, How, Kind, Moment, Operation, Outcome, Subject,
};
use show::{Words, counted, end, quote};

use super::scene::Scene;

/// Of a text, more than this is counted and not shown.
const QUOTED: usize = 16;

/// A sentence: its subject, and what that does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sentence {
    /// Who.
    pub who: String,
    /// What.
    pub does: String,
}

impl Sentence {
    fn new(who: impl Into<String>, does: impl Into<String>) -> Self {
        Self { who: who.into(), does: does.into() }
    }
}

impl Scene {
    /// What happens in a step.
    #[must_use]
    pub fn sentence(&self, step: &[Event]) -> Sentence {
        let Sentence { who, does } = self.said(step);
        let ended = step.iter().skip(1).find_map(|event| match event {
            Event::Client { who, deed: Deed::HearsEnd } => Some(*who),
            _ => None,
        });
        let ended = ended.map_or(String::new(), |who| format!("; {} hears it", self.client(who)));
        Sentence { who, does: does + &ended }
    }

    fn said(&self, step: &[Event]) -> Sentence {
        let call = step.iter().find_map(Event::returned);
        let moment = step.iter().find_map(|event| match event {
            Event::Kernel(moment) if !matches!(moment, Moment::Arrives { .. }) => Some(moment),
            _ => None,
        });
        match (&step[0], moment, call) {
            (Event::Client { who, deed }, ..) => self.deed(*who, deed),
            (_, Some(moment), call) => self.moment(moment, call, step),
            (_, None, Some(_)) => self.calls(step),
            (event, ..) => self.other(event),
        }
    }

    fn deed(&self, who: usize, deed: &Deed) -> Sentence {
        let does = match deed {
            Deed::Connects => "connects".to_owned(),
            Deed::Sends(bytes) => format!("sends {}", brief(bytes)),
            Deed::Lends(bytes) => format!("lends {}", brief(bytes)),
            Deed::SendsFile(bytes) => format!("sends a file: {}", brief(bytes)),
            Deed::WritesFile(bytes) => format!("writes {} into its file", brief(bytes)),
            Deed::HalfCloses => "will send no more (FIN)".to_owned(),
            Deed::Closes => "closes (FIN)".to_owned(),
            Deed::Resets => "breaks off (RST)".to_owned(),
            Deed::HearsNothing => "looks: nothing yet".to_owned(),
            Deed::Hears(bytes) => format!("hears {}", brief(bytes)),
            Deed::HearsMore(bytes) => format!("hears {} and more", brief(bytes)),
            Deed::HearsEnd | Deed::HearsReset => "hears the end".to_owned(),
        };
        Sentence::new(self.client(who), does)
    }

    /// What the kernel does, with the call that it is for.
    fn moment(&self, moment: &Moment, call: Option<&Call>, step: &[Event]) -> Sentence {
        let came = call.map(|call| self.came(call, step));
        let with = |does: &str| match &came {
            Some(came) => format!("{does}: {came}"),
            None => does.to_owned(),
        };
        match moment {
            Moment::Wakes { task, how } => {
                Sentence::new(self.task(*task), with(&format!("is woken{}", way(*how))))
            }
            Moment::Copies { bytes, of, context, .. } => {
                let who = call.map_or("the kernel", |call| self.task(call.by));
                let of = of.map_or(counted(*bytes), |of| format!("{bytes} of {}", counted(of)));
                let whose = match call.map(|call| &call.kind) {
                    _ if *context == Some(Context::Worker) => " (a worker)",
                    Some(Kind::IoUringEnter(_)) => ", inside io_uring_enter",
                    _ => "",
                };
                Sentence::new(who, with(&format!("copies {of}{whose}")))
            }
            Moment::Moves { bytes, .. } => {
                let who = call.map_or("the kernel", |call| self.task(call.by));
                Sentence::new(who, with(&format!("moves {}", counted(*bytes))))
            }
            Moment::Waits { who, what } => match call {
                Some(call) => Sentence::new(self.task(call.by), self.came(call, step)),
                None => self.lies(*who, *what),
            },
            Moment::Queues { signal, .. } => Sentence::new("kernel", format!("queues {signal}")),
            Moment::Arms { operation, who } => {
                Sentence::new("kernel", format!("polls for {}", self.asked(*operation, *who)))
            }
            Moment::HasWork { operation, who } => {
                let asked = self.asked(*operation, *who);
                Sentence::new("kernel", format!("can go on with {asked}"))
            }
            Moment::Completes { operation, who, .. } => {
                Sentence::new("kernel", format!("completes {}", self.asked(*operation, *who)))
            }
            Moment::Arrives { who, .. } => Sentence::new(self.subject(*who), "arrives"),
        }
    }

    fn lies(&self, who: Subject, what: Arrival) -> Sentence {
        let name = self.subject(who);
        match what {
            Arrival::Bytes(1) => Sentence::new("1 byte", format!("of {name} waits")),
            Arrival::Bytes(count) => Sentence::new(counted(count), format!("of {name} wait")),
            Arrival::Part => Sentence::new("bytes", format!("of {name} wait")),
            Arrival::Connection | Arrival::End | Arrival::Reset => {
                Sentence::new(name, "is not accepted")
            }
        }
    }

    fn calls(&self, step: &[Event]) -> Sentence {
        let calls = step.iter().filter_map(Event::returned).collect::<Vec<_>>();
        Sentence::new(self.task(calls[0].by), self.came(calls[0], step))
    }

    /// The call and what came of it; with what a ring has completed, if that is it.
    fn came(&self, call: &Call, step: &[Event]) -> String {
        let words = Words::of(&self.recording.cast);
        let completed = step.iter().filter_map(Event::returned).filter(|call| call.is_completion());
        let completed: Vec<String> = completed
            .map(|call| format!("{} =\u{a0}{}", words.call(call).trim_start(), words.outcome(call)))
            .collect();
        if !completed.is_empty() {
            return completed.join(", ").replace("completed: ", "");
        }
        let outcome = match call.outcome {
            Outcome::Task(task) => self.task(task).to_owned(),
            Outcome::Made(of) if call.kind == Kind::Fcntl(Control::FDupfd) => {
                format!("a second number for {}", words.subject(of))
            }
            _ => words.outcome(call),
        };
        format!("{} =\u{a0}{outcome}", self.named(call))
    }

    /// A call by its name, with its arguments where they are few.
    fn named(&self, call: &Call) -> String {
        let words = Words::of(&self.recording.cast);
        match call.kind {
            Kind::Poll(_)
            | Kind::Select(_)
            | Kind::EpollWait
            | Kind::IoUringEnter(_)
            | Kind::Sigtimedwait => call.kind.name().to_owned(),
            _ => words.call(call),
        }
    }

    fn other(&self, event: &Event) -> Sentence {
        match event {
            Event::Call(call) => {
                let words = Words::of(&self.recording.cast);
                let place = match call.kind {
                    Kind::Poll(_) | Kind::Select(_) => {
                        words.call(&Call { limit: None, ..call.clone() })
                    }
                    _ => words.place(call),
                };
                Sentence::new(self.task(call.by), format!("sleeps in {place}"))
            }
            Event::Crowd { count } => Sentence::new(format!("{count} clients"), "connect"),
            Event::FileChanges { bytes } => {
                Sentence::new("the file", format!("is now {}", brief(bytes)))
            }
            Event::Round { by, .. } => {
                let between = if self.pauses(*by) { ", and sleeps between" } else { "" };
                Sentence::new(self.task(*by), format!("asks again and again{between}"))
            }
            Event::Signal { by, signal } => Sentence::new(self.task(*by), format!("gets {signal}")),
            Event::Ends { by, how } => Sentence::new(self.task(*by), end(*how)),
            Event::Client { .. } | Event::Kernel(_) => Sentence::default(),
        }
    }

    fn asked(&self, operation: Operation, who: Option<Subject>) -> String {
        Words::of(&self.recording.cast).request(operation, who)
    }

    /// The name of a client.
    #[must_use]
    pub fn client(&self, who: usize) -> &str {
        self.recording.cast.get(who).map_or("somebody", String::as_str)
    }

    /// What a task is called.
    #[must_use]
    pub fn task(&self, task: usize) -> &str {
        self.labels.of_task(task)
    }

    fn subject(&self, who: Subject) -> String {
        Words::of(&self.recording.cast).subject(who)
    }
}

/// Few bytes as they are, and of many their number.
fn brief(bytes: &[u8]) -> String {
    if bytes.len() <= QUOTED { quote(bytes) } else { counted(bytes.len()) }
}

fn way(how: Option<How>) -> &'static str {
    match how {
        Some(How::Socket) => " by the socket",
        Some(How::Poll) => " by poll",
        Some(How::Epoll) => " by epoll",
        Some(How::Signal) => " by a signal",
        Some(How::Ring) => " by the ring",
        None => "",
    }
}
