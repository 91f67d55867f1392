//! Recordings as one page that stands alone: it opens from a disk, and asks nothing of a network.

use recording::{Place, Recording};

use crate::{
    Choice, Paint, Setup, UNTRACED,
    beside::beside,
    causes,
    html::{
        Line, Read, SCRIPT, STYLE, aligned,
        colours::coloured,
        escape,
        listings::{Listing, listings},
        player,
    },
    rows,
};

/// What the page looks like where no book is around it.
const ALONE: &str = include_str!("alone.css");

/// One scene of a page.
#[derive(Debug)]
pub struct Scene<'scene> {
    /// Its name: the beginning of the ids of its rows.
    pub name: String,
    /// Whose calls it shows.
    pub server: String,
    /// What happens in it.
    pub title: &'scene str,
    /// What happened.
    pub recording: &'scene Recording,
    /// Whether each call by which the server sets itself up has a row.
    pub setup: Setup,
    /// What is to be said after it.
    pub remark: Option<String>,
}

/// What a page has on it.
#[derive(Debug, Clone, Copy)]
pub struct Page<'page> {
    /// What stands above it.
    pub title: &'page str,
    /// The scenes, one below the other.
    pub scenes: &'page [Scene<'page>],
    /// Whether the first two are the same script, and stand beside each other first, row by row.
    pub aligned: bool,
}

/// The page. Of each call it shows the line that `choice` finds, with the code around it, if lines
/// were recorded and `read` finds their files.
#[must_use]
pub fn page(page: Page<'_>, choice: Choice<'_>, read: Read<'_>) -> String {
    let Page { title, scenes, .. } = page;
    let pair = pair(page);
    let places: Vec<&Place> = scenes.iter().flat_map(|scene| places(scene, choice)).collect();
    let listings = listings(&places, read);
    let figures: String = scenes.iter().map(|scene| figure(scene, choice, &listings)).collect();
    let code: String = listings.iter().enumerate().map(|(at, listing)| listing.write(at)).collect();
    let code = if code.is_empty() { code } else { format!("<h2>The lines of code</h2>\n{code}") };
    let title = escape(title);
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<style>\n{ALONE}{STYLE}</style>\n</head>\n<body>\n\
         <main class=\"content\">\n<h1>{title}</h1>\n{pair}{figures}{code}</main>\n\
         <script>\n{SCRIPT}</script>\n</body>\n</html>\n"
    )
}

/// The two servers beside each other. The numbers of the rows lead to the figures below.
fn pair(page: Page<'_>) -> String {
    let [left, right, ..] = page.scenes else { return String::new() };
    if !page.aligned {
        return String::new();
    }
    let rows = beside(left.recording, right.recording, left.setup);
    let names = [&left.server, &right.server].map(String::as_str);
    let table = aligned::linked(names, [&left.name, &right.name].map(String::as_str), &rows);
    format!("<h2>Row by row</h2>\n{table}\n")
}

fn places<'scene>(scene: &Scene<'scene>, choice: Choice<'_>) -> Vec<&'scene Place> {
    let rows = rows(scene.recording, scene.setup, Paint::Plain, choice);
    rows.into_iter().filter_map(|(_, frame)| frame?.place.as_ref()).collect()
}

fn figure(scene: &Scene<'_>, choice: Choice<'_>, listings: &[Listing]) -> String {
    let id = escape(&scene.name);
    let label = format!("Transcript: {}", scene.title);
    let figure = player(&id, &label, &lines(scene, choice, listings), None);
    let remarks = scene.remark.iter().map(String::as_str);
    let untraced = (!scene.recording.traced).then_some(UNTRACED);
    let remarks: String =
        remarks.chain(untraced).map(|text| format!("<p>{}</p>\n", escape(text))).collect();
    let server = escape(&scene.server);
    format!("<h2>{server}</h2>\n{figure}\n{remarks}")
}

fn lines(scene: &Scene<'_>, choice: Choice<'_>, listings: &[Listing]) -> Vec<Line> {
    let written = rows(scene.recording, scene.setup, Paint::Colour, choice);
    let causes = causes(scene.recording, scene.setup);
    let firsts: Vec<usize> = causes.iter().map(|cause| cause.row).collect();
    let heading = written.first().map(|(words, _)| coloured(words, false));
    let heading = Line { html: heading.unwrap_or_default(), ..Line::default() };
    let row = |(index, (words, frame)): (usize, &(String, Option<&recording::Frame>))| {
        let first = firsts[index];
        // The last one is never folded: a scene goes on after the server has set itself up.
        let last = firsts.get(index + 1).map_or(first, |next| next - 1);
        let place = frame.and_then(|frame| frame.place.as_ref());
        let code = place.and_then(|place| listed(place, listings));
        let returns = causes[index].returns;
        Line { html: coloured(words, true), rows: Some(first..=last), code, returns }
    };
    [heading].into_iter().chain(written[1..].iter().enumerate().map(row)).collect()
}

fn listed(place: &Place, listings: &[Listing]) -> Option<(usize, usize)> {
    let mut all = listings.iter().enumerate();
    all.find_map(|(index, listing)| Some((index, listing.index(place)?)))
}
