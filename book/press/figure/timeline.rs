//! A scene drawn: time runs downwards, everybody has a lane, and the shape of a bar says who sleeps.

mod arrows;
mod sheet;

use super::{
    lanes::{Lanes, Seen},
    panel::Draws,
    svg::Drawing,
};
use sheet::Sheet;

/// Draws a scene.
pub(super) fn draw(seen: &Seen<'_>, draws: Draws, id: &str, title: &str) -> String {
    let lanes = Lanes::of(seen, draws);
    let mut sheet = Sheet { seen, lanes: &lanes, drawing: Drawing::default(), signs: Vec::new() };
    sheet.names();
    sheet.clients();
    sheet.stays();
    sheet.entries();
    if draws.holds {
        sheet.holds();
    }
    sheet.tasks();
    sheet.arrows();
    sheet.reports();
    sheet.words();
    sheet.finish(id, title)
}
