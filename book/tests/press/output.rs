//! What a program prints has the colours of a terminal, and no letter more or less.

use std::fs;
use std::path::Path;

use press::dress::dressed;
use press::output::{painted, unescape};
use regex::Regex;
use show::html::escape;

const TRANSCRIPT: &str = "\
Alice says hello, and Bob <does> not.
     alice    bob             server
1-3  (The server sets up: epoll with listener)
  4                           server    epoll_wait(epoll) … waits
  5  connect ───────────────▶ server    accept4(listener) = alice
  6           \"<&>\\n\" ◀────── thread 1  sendto(bob) = EAGAIN (after 2 for nothing)
(Without the calls about timer.)
";

#[test]
fn clients_waits_and_failures_have_their_classes() {
    let html = painted(TRANSCRIPT);
    for part in [
        "<span class=\"client client-0\">alice</span>",
        "<span class=\"client client-1\">bob</span>",
        "<span class=\"name\">server</span>\n",
        "<span class=\"row\">1-3  </span><span class=\"aside\">(The server",
        "<span class=\"name\">server    </span><span class=\"waits\">epoll_wait(epoll) … waits</span>",
        "<span class=\"client client-0\">connect ───────────────▶</span> ",
        "<span class=\"client client-1\">&quot;&lt;&amp;&gt;\\n&quot; ◀──────</span> ",
        "<span class=\"fails\">sendto(bob) = EAGAIN (after 2 for nothing)</span>",
        "accept4(listener) = alice\n",
    ] {
        assert!(html.contains(part), "{part}\n{html}");
    }
}

#[test]
fn the_kernel_stands_between_and_has_no_colour() {
    let html = painted(
        "Alice says hi.
     alice        kernel             server
  1  \"hi\" ──────▶ 2 bytes arrive
  2               └ wakes server ──▶ poll(alice) = alice readable
  3  \"hi\" ◀───────────────────────── sendto(alice) = 2
",
    );
    for part in [
        "<span class=\"name\">kernel</span> ",
        "<span class=\"client client-0\">&quot;hi&quot; ──────▶</span> 2 bytes arrive\n",
        "</span>             └ wakes server ──▶ poll(alice) = alice readable",
        "<span class=\"client client-0\">&quot;hi&quot; ◀─────────────────────────</span> sendto",
    ] {
        assert!(html.contains(part), "{part}\n{html}");
    }
}

/// Each snapshot of the repository is shown to the letter.
#[test]
fn the_text_stays_as_it_is() {
    let tags = Regex::new("<[^>]*>").unwrap();
    let snapshots = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/snapshots");
    let texts =
        fs::read_dir(snapshots).unwrap().map(|file| fs::read_to_string(file.unwrap().path()));
    let mut painted_ones = 0;
    for text in texts.map(Result::unwrap).chain([TRANSCRIPT.to_owned()]) {
        let html = painted(&text);
        painted_ones += usize::from(html.contains("class=\"row\""));
        assert_eq!(unescape(&tags.replace_all(&html, "")), text);
    }
    assert!(painted_ones > 100, "only {painted_ones} are transcripts");
}

#[test]
fn what_is_no_transcript_has_no_colours() {
    let list = " 1  echo     One receive.\n 2  arrived  Two.\n";
    assert_eq!(painted(list), list);
}

#[test]
fn what_scrolls_has_a_name_and_the_focus() {
    let page = |language: &str, text: &str| {
        dressed(
            &format!("<pre><code class=\"language-{language}\">{text}</code></pre>"),
            Path::new(""),
        )
    };
    let shown = page("text", &escape(TRANSCRIPT));
    let attributes = "tabindex=\"0\" role=\"group\" aria-label=\"Transcript: Alice says hello, and \
        Bob &lt;does&gt; not.\"";
    assert!(shown.contains(attributes), "{shown}");
    assert!(page("text", "client\n").contains("tabindex=\"0\""));
    assert!(page("rust", "fn main() {}").contains("tabindex=\"0\" role=\"group\""));
    assert!(dressed("<div class=\"table-wrapper\">", Path::new("")).contains("tabindex=\"0\""));
}
