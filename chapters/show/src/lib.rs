//! Shows a recording: in words, as a transcript, as a table of counts; and two beside each other.
//!
//! ```
//! use recording::{Call, Deed, Event, Kind, Outcome, Recording, Subject};
//! use show::{Paint, Setup, transcript};
//!
//! let (alice, connects) = (Outcome::Made(Subject::Client(0)), Deed::Connects);
//! let accept = Call::new(0, Kind::Accept4).on(Subject::Listener);
//! let recording = Recording {
//!     traced: true,
//!     cast: vec!["alice".to_owned()],
//!     tasks: vec![recording::Task::Server],
//!     events: vec![
//!         Event::Client { who: 0, deed: connects },
//!         Event::Call(accept.came_to(alice)),
//!     ],
//!     ..Recording::default()
//! };
//! let text = transcript(&recording, Setup::Folded, Paint::Plain);
//! assert!(text.contains("connect ────▶ accept4(listener) = alice"));
//! ```
//!
//! These are functions of a recording, and of nothing else: they play nothing, and know no server.

pub mod align;
pub mod beside;
mod columns;
mod counts;
pub mod html;
mod paint;
mod quote;
mod transcript;
mod words;
mod wrap;

pub use columns::{Cells, columns};
pub use counts::{Counts, Requests, table};
pub use paint::{Paint, Tone, can_take_back};
pub use quote::{quote, quote_within};
pub use transcript::{
    Labels, Setup, UNTRACED, WIDTH,
    causes::{Cause, causes},
    growing::{Columns, Growing},
    lines::{Choice, expression},
    pieces,
    pieces::{Piece, Side},
    rows, transcript, transcript_with_lines,
};
pub use words::{Words, counted, end};
pub use wrap::wrap;
