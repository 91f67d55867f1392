//! A recording as a page that stands alone.

use recording::{Call, Deed, Event, Frame, Kind, Outcome, Place, Recording, Subject, Task};
use show::{
    Setup, causes,
    html::{Page, Scene, page},
};

const FILE: &str = "src/main.rs";

/// Alice says `<hi>`, and the server waits for it in line 5.
fn recording() -> Recording {
    let receive = Call::new(0, Kind::Recvfrom).on(Subject::Client(0));
    let receive = Call { frames: Some(0), ..receive };
    let place = Place { file: FILE.to_owned(), line: 5, column: 0, text: "recv(alice)".to_owned() };
    let frame = Frame { function: "serve".to_owned(), place: Some(place) };
    let bytes = b"<hi>".to_vec();
    Recording {
        traced: true,
        cast: vec!["alice".to_owned()],
        tasks: vec![Task::Server],
        names: Vec::new(),
        events: vec![
            Event::Call(receive.clone()),
            Event::Client { who: 0, deed: Deed::Sends(bytes.clone()) },
            Event::Call(receive.came_to(Outcome::Bytes(4)).with(bytes)),
        ],
        chains: vec![vec![frame]],
    }
}

fn shown(read: &dyn Fn(&str) -> Option<String>) -> String {
    let recording = recording();
    let scene = Scene {
        name: "scene-1".to_owned(),
        server: "a <server>".to_owned(),
        title: "Alice says hi.",
        recording: &recording,
        setup: Setup::Folded,
        remark: None,
    };
    let page_of = Page { title: "a <server>", scenes: &[scene], aligned: true };
    page(page_of, &|frames| frames.first(), read)
}

/// The page of two servers, of which the second one does not answer.
fn two(aligned: bool) -> String {
    let (one, mut other) = (recording(), recording());
    other.events.pop();
    let scene = |name: &str, recording| Scene {
        name: name.to_owned(),
        server: format!("<{name}>"),
        title: "Alice says hi.",
        recording,
        setup: Setup::Folded,
        remark: None,
    };
    let scenes = [scene("scene-1", &one), scene("scene-2", &other)];
    page(Page { title: "two", scenes: &scenes, aligned }, &|frames| frames.first(), &|_| None)
}

#[test]
fn two_servers_stand_beside_each_other_row_by_row() {
    let page = two(true);
    let link = |scene: u8, row: u8| {
        format!(
            "<a class=\"row-link\" href=\"#scene-{scene}-row-{row}\" data-rows=\"{row}\">{row}</a>"
        )
    };
    let same = format!("<tr class=\"same\"><td>{}</td><td><code>recv", link(1, 1));
    assert!(page.contains(&same), "{page}");
    assert!(page.contains(&format!("<td>{}</td></tr>", link(2, 1))), "{page}");
    let left = format!("<tr class=\"only-left\"><td>{}</td><td><code>recv", link(1, 2));
    assert!(page.contains(&left), "{page}");
    assert!(page.contains("<td>only left</td><td></td><td></td></tr>"), "{page}");
    assert!(page.contains("<th scope=\"col\">&lt;scene-2&gt;</th>"), "{page}");
    let (table, figures) = page.split_once("</table>").expect("there is a table");
    assert!(!table.contains("id=\"scene-1\"") && figures.contains("id=\"scene-1\""), "{page}");
}

#[test]
fn scenes_that_are_not_the_same_script_do_not_stand_beside_each_other() {
    assert!(!two(false).contains("<table"));
    assert!(!shown(&|_| None).contains("<table"), "one scene has nothing beside it");
}

#[test]
fn a_row_has_its_id_its_line_and_the_row_in_which_it_returns() {
    let text = (1..=20).map(|line| format!("line {line} <\n")).collect::<String>();
    let page = shown(&|file| (file == FILE).then(|| text.clone()));
    let row = "id=\"scene-1-row-1\" data-code=\"code-0:3\" data-returns=\"2\"";
    assert!(page.contains(row), "{page}");
    assert!(page.contains("data-lines=\"2-8\""), "{page}");
    assert!(page.contains("line 5 &lt;\n"), "{page}");
    assert!(!page.contains("line 9"), "{page}");
    assert!(!page.contains("<hi>") && !page.contains("<server>"), "a name became a tag");
}

#[test]
fn of_a_file_that_is_not_there_the_line_alone_is_shown() {
    let page = shown(&|_| None);
    assert!(page.contains("data-lines=\"5-5\""), "{page}");
    assert!(page.contains("recv(alice)\n"), "{page}");
}

/// It opens from a disk: nothing on it is asked of a network, or of another file.
#[test]
fn it_stands_alone() {
    let page = shown(&|_| None);
    for word in ["src=", "href=\"http", "url(", "@import", "<link"] {
        assert!(!page.contains(word), "{word}");
    }
}

#[test]
fn a_call_that_waits_names_the_row_in_which_it_returns() {
    let recording = recording();
    let causes = causes(&recording, Setup::Folded);
    let returns: Vec<_> = causes.iter().map(|cause| (cause.row, cause.returns)).collect();
    assert_eq!(returns, [(1, Some(2)), (2, None)]);
}
