//! What the shapes of a drawing mean: of those that are in it.

use super::{
    svg::{Drawing, WIDTH},
    wrap::width,
};

/// A shape that means something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sign {
    Asleep,
    Awake,
    Round,
    Pauses,
    Waits,
    Looks,
    Lies,
    New,
    End,
    Signal,
    Page,
    Sent,
    Holds,
    Entry,
    Report,
    Asked,
    Done,
    Wakes,
    Copies,
    Fails,
}

impl Sign {
    fn words(self) -> &'static str {
        match self {
            Self::Asleep => "asleep",
            Self::Awake => "awake",
            Self::Round => "asks again and again",
            Self::Pauses => "asks, and sleeps between",
            Self::Waits => "waits for an answer",
            Self::Looks => "looks: nothing yet",
            Self::Lies => "bytes that lie in the kernel",
            Self::New => "is not accepted yet",
            Self::End => "has come to its end",
            Self::Signal => "a signal that nobody has taken",
            Self::Page => "the file’s page",
            Self::Sent => "sent, and not read yet",
            Self::Holds => "holds the connection",
            Self::Entry => "on the list",
            Self::Report => "reported",
            Self::Asked => "asked of the kernel",
            Self::Done => "reported: done",
            Self::Wakes => "is woken",
            Self::Copies => "is copied",
            Self::Fails => "an error, at once",
        }
    }

    fn draw(self, drawing: &mut Drawing, x: i32, y: i32) {
        match self {
            Self::Asleep => drawing.asleep(x + 11, y - 8, y + 8),
            Self::Awake => drawing.bar("awake", x + 11, y - 8, y + 8),
            Self::Round => drawing.path("round", &format!("M{} {}l8 5l-8 5l8 5", x + 7, y - 8)),
            Self::Pauses => drawing.pauses(x + 11, y - 8, y + 8),
            Self::Waits => drawing.bar("waits", x + 11, y - 8, y + 8),
            Self::Looks => drawing.text("nothing", (x + 11, y + 4), "?"),
            Self::Lies => lies(drawing, "lies", (x, y), "6"),
            Self::New => lies(drawing, "lies", (x, y), "new"),
            Self::End => lies(drawing, "lies", (x, y), "FIN"),
            Self::Signal => lies(drawing, "lies queue", (x, y), "S"),
            Self::Page => lies(drawing, "lies page", (x, y), ""),
            Self::Sent => lies(drawing, "lies", (x, y), "old"),
            Self::Holds => {
                drawing.bar("holds client-0", x + 11, y - 8, y + 8);
                drawing.path("there client-0", &format!("M{} {}h8m-8 16h8", x + 7, y - 8));
            }
            Self::Entry | Self::Asked => drawing.rect("entry", (x + 7, y - 8), (8, 16)),
            Self::Report | Self::Done => drawing.rect("report", (x + 6, y - 5), (10, 10)),
            Self::Wakes => drawing.arrow("wakes", x, x + 22, y),
            Self::Copies => drawing.copy(x, x + 22, y),
            Self::Fails => {
                drawing.bar("awake", x + 11, y - 8, y + 8);
                drawing.text("fails", (x + 11, y + 4), "○");
            }
        }
    }
}

fn lies(drawing: &mut Drawing, class: &str, (x, y): (i32, i32), label: &str) {
    drawing.rect(class, (x - 2, y - 8), (26, 16));
    drawing.text("lies", (x + 11, y + 4), label);
}

/// Draws these signs from this height on; says where they end.
pub(super) fn draw(drawing: &mut Drawing, signs: &[Sign], top: i32) -> i32 {
    let mut signs = signs.to_vec();
    signs.sort_unstable();
    signs.dedup();
    let (mut x, mut y) = (2, top + 10);
    for sign in signs {
        let wide = 30 + width(sign.words());
        if x + wide > WIDTH {
            (x, y) = (2, y + 22);
        }
        sign.draw(drawing, x, y);
        drawing.text("", (x + 28, y + 4), sign.words());
        x += wide + 14;
    }
    y + 12
}
