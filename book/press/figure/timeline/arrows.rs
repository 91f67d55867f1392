//! What goes from one lane to another: bytes, wake-ups, copies, ends.

use recording::{Call, Deed, Event, Flow, Kind, Moment, Outcome, Subject};

use super::sheet::Sheet;
use crate::figure::{
    clients::answers,
    held,
    lanes::LIES,
    legend::Sign,
    stay::{Stay, Whose},
    svg::HALF,
    tasks::place,
};

impl Sheet<'_> {
    pub(super) fn arrows(&mut self) {
        for (step, events) in self.seen.steps() {
            let y = self.lanes.y(place(step));
            for event in events {
                self.event(step, event, y);
            }
            self.end(events, y);
        }
        self.rings();
    }

    /// One task wakes another.
    fn rings(&mut self) {
        let seen = self.seen;
        for ring in seen.tasks.rings.iter().filter(|ring| seen.is_drawn(ring.step)) {
            if let (Some(from), Some(to)) = (self.lanes.task(ring.by), self.lanes.task(ring.whom)) {
                let side = if to > from { HALF + 1 } else { -HALF - 1 };
                let y = self.lanes.y(place(ring.step));
                self.drawing.arrow("wakes", from + side, to - side, y);
                self.signs.push(Sign::Wakes);
            }
        }
    }

    fn event(&mut self, step: usize, event: &Event, y: i32) {
        let (left, right) = self.lanes.kernel;
        match event {
            Event::Client { who, deed } if deed.is_act() => {
                if let Some(x) = self.lanes.client(*who) {
                    let to =
                        self.lanes.lying(Whose::Client(*who)).map_or(left, |lies| lies - LIES - 1);
                    self.drawing.arrow(&format!("sends client-{}", who % 4), x, to, y);
                }
            }
            Event::Client { who, deed: Deed::HearsNothing } => {
                if let Some(x) = self.lanes.client(*who) {
                    self.drawing.text("nothing", (x, y + 4), "?");
                    self.signs.push(Sign::Looks);
                }
            }
            Event::Client { who, deed: Deed::Hears(_) } if self.is_alone(step) => {
                if let Some(x) = self.lanes.client(*who) {
                    let from = self.lies_in(*who).map_or(left, |lies| lies - LIES - 1);
                    self.drawing.arrow(&format!("sends client-{}", who % 4), from, x, y);
                }
            }
            Event::Kernel(Moment::Wakes { task, .. }) => {
                if let Some(x) = self.lanes.task(*task) {
                    self.drawing.arrow("wakes", right, x - HALF - 1, y);
                    self.signs.push(Sign::Wakes);
                }
            }
            Event::Call(call) if call.has_returned() => self.call(step, call, y),
            Event::Kernel(Moment::Copies { .. }) => self.signs.push(Sign::Copies),
            Event::Ends { by, .. } => {
                if let Some(x) = self.lanes.task(*by) {
                    self.drawing.path("ends", &format!("M{} {y}h14", x - 7));
                }
            }
            _ => {}
        }
    }

    /// In which box lies what a client hears: in its own, or it is the file's page.
    fn lies_in(&self, who: usize) -> Option<i32> {
        let sent = |stay: &&Stay| stay.whose == Whose::Client(who) && stay.sign == Sign::Sent;
        let is_sent = self.seen.stays.iter().any(|stay| sent(&stay));
        self.lanes.lying(if is_sent { Whose::Client(who) } else { Whose::File })
    }

    /// Whether a step is one event.
    fn is_alone(&self, step: usize) -> bool {
        self.seen.scene.steps[step].len() == 1
    }

    fn call(&mut self, step: usize, call: &Call, y: i32) {
        let Some(x) = self.lanes.task(call.by) else { return };
        let (_, right) = self.lanes.kernel;
        let about = call.about();
        match (&call.kind, &call.outcome) {
            (_, Outcome::Bytes(1..)) if held::is_read(call) => {
                if let Some(page) = self.lanes.lying(Whose::File) {
                    self.drawing.copy(page + LIES, x - HALF, y);
                    self.signs.push(Sign::Copies);
                }
            }
            (_, Outcome::Bytes(1..)) if call.flow() == Flow::In => {
                if let Some(Subject::Client(who)) = about {
                    let from =
                        self.lanes.lying(Whose::Client(who)).map_or(right, |lies| lies + LIES);
                    self.drawing.copy(from, x - HALF, y);
                }
            }
            (Kind::Clone | Kind::Fork | Kind::Vfork, Outcome::Task(made)) => {
                if let Some(to) = self.lanes.task(*made) {
                    self.drawing.arrow("makes", x + HALF + 1, to, y);
                }
            }
            (_, Outcome::Failed(_)) => {
                self.drawing.text("fails", (x, y + 4), "○");
                self.signs.push(Sign::Fails);
            }
            _ => {
                if let Some(Subject::Client(who)) = about
                    && answers(call, who)
                    && let Some(to) = self.lanes.client(who)
                {
                    let is_later = self.seen.scene.hears_later(step, who);
                    if is_later && held::copies(call) {
                        let to =
                            self.lanes.lying(Whose::Client(who)).map_or(right, |lies| lies + LIES);
                        self.drawing.copy(x - HALF, to, y);
                        self.signs.push(Sign::Copies);
                        return;
                    }
                    let page = self.lanes.lying(Whose::File).map_or(right, |page| page + LIES);
                    let to = if is_later { page } else { to };
                    self.drawing.arrow(&format!("sends client-{}", who % 4), x - HALF - 1, to, y);
                }
            }
        }
    }

    /// The end of a connection reaches a client from the task that let go of it last.
    fn end(&mut self, events: &[Event], y: i32) {
        let by = events.iter().find_map(Event::task).and_then(|task| self.lanes.task(task));
        for event in events {
            if let Event::Client { who, deed: Deed::HearsEnd | Deed::HearsReset } = event
                && let (Some(x), Some(to)) = (by, self.lanes.client(*who))
            {
                self.drawing.arrow(&format!("sends client-{}", who % 4), x - HALF - 1, to, y);
            }
        }
    }
}
