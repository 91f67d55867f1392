//! The column on the right: the line of code that made each call.
//!
//! ```text
//!  10  "PING\r\n" ─────▶ epoll_wait(epoll) = alice readable     epoll.rs:72   epoll::wait(&self.epoll,
//!  11                    recvfrom(alice) = 6                    epoll.rs:87   clients.turn(token)?
//! ```

use std::path::Path;

use recording::{Frame, Place, Recording};

use crate::{
    paint::{Paint, Tone},
    transcript::row::Row,
};

/// In less room than this the text of a line tells nothing, and is left out.
const LEAST: usize = 10;

/// The room of a place where nobody knows yet how long they are.
const PLACES: usize = 22;

/// What lies between two columns.
const GAP: usize = 2;

/// Which of the functions that were at work a reader is shown.
pub type Choice<'choice> = &'choice dyn Fn(&[Frame]) -> Option<&Frame>;

/// The lines beside the rows of a transcript; none, if they are not asked for.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    /// For each row the file's name with the line's number, and the text.
    rows: Vec<Option<(String, String)>>,
    /// The width of the first of the two.
    places: usize,
}

impl Lines {
    /// Finds the line of each row.
    pub(crate) fn of(recording: &Recording, rows: &[Row], choice: Choice<'_>) -> Self {
        let line = |row: &Row| frame(recording, row, choice).map(line);
        let rows: Vec<_> = rows.iter().map(line).collect();
        let widths = rows.iter().flatten().map(|(place, _)| place.chars().count());
        Self { places: widths.max().unwrap_or(0), rows }
    }

    /// The same with room for the places of rows that are still to come.
    pub(crate) fn with_room(mut self) -> Self {
        self.cut(PLACES);
        Self { places: PLACES, ..self }
    }

    /// The same in this much room, if that is enough for any.
    pub(crate) fn within(mut self, room: usize) -> Self {
        let places = self.places.min(room.saturating_sub(GAP).max(LEAST));
        self.cut(places);
        Self { places, ..self }
    }

    /// Cuts the places that are longer: of a function the beginning stays, of a line its number.
    fn cut(&mut self, most: usize) {
        for (place, _) in self.rows.iter_mut().flatten() {
            let more = (place.chars().count() + 1).saturating_sub(most);
            if more <= 1 {
                continue;
            }
            *place = match place.starts_with("in ") {
                true => place.chars().take(most - 1).chain(['…']).collect(),
                false => ['…'].into_iter().chain(place.chars().skip(more)).collect(),
            };
        }
    }

    /// The room that they need at least: what a call says is cut before a place is.
    pub(crate) fn least(&self) -> usize {
        if self.places == 0 { 0 } else { GAP + self.places }
    }

    /// What stands beside the row with this index, in at most so many characters.
    pub(crate) fn write(&self, row: usize, room: usize, paint: Paint) -> Option<String> {
        let (place, text) = self.rows.get(row)?.as_ref()?;
        let (gap, width) = (" ".repeat(GAP), self.places);
        let room = Some(room.saturating_sub(GAP + width + GAP)).filter(|room| *room >= LEAST);
        let text: String = text.chars().take(room.unwrap_or(0)).collect();
        let place = paint.apply(Tone::Dim, &format!("{place:<width$}"));
        Some(format!("{gap}{place}{gap}{text}"))
    }
}

/// The function that a reader is shown of a row.
pub(crate) fn frame<'recording>(
    recording: &'recording Recording,
    row: &Row,
    choice: Choice<'_>,
) -> Option<&'recording Frame> {
    choice(recording.chains.get(row.right.as_ref()?.frames?)?)
}

/// The place and the text of a line; of a function whose line is not known, its name.
fn line(frame: &Frame) -> (String, String) {
    let Some(place) = &frame.place else {
        return (format!("in {}", frame.function), String::new());
    };
    let file = Path::new(&place.file).file_name().unwrap_or_default();
    (format!("{}:{}", file.display(), place.line), expression(place).to_owned())
}

/// The expression that was at work. Debug information names a column in its middle: that of a
/// method's name, or of an `.await`.
#[must_use]
pub fn expression(place: &Place) -> &str {
    let text = place.text.as_str();
    let column = usize::try_from(place.column).unwrap_or(0).saturating_sub(1);
    let before = text.get(..column).unwrap_or_default();
    let mut depth = 0_usize;
    for (index, letter) in before.char_indices().rev() {
        match letter {
            ')' | ']' | '}' => depth += 1,
            '(' | '[' | '{' if depth == 0 => return text[index + 1..].trim_start(),
            '(' | '[' | '{' => depth -= 1,
            ' ' | '\t' if depth == 0 => return &text[index + 1..],
            _ => {}
        }
    }
    text.trim_start()
}
