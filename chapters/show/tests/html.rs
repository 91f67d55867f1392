//! A recording as a page that stands alone.

use recording::{Call, Deed, Event, Frame, Kind, Outcome, Place, Recording, Subject, Task};
use show::{
    Setup, causes,
    html::{Scene, page},
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
    page("a <server>", &[scene], &|frames| frames.first(), read)
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
