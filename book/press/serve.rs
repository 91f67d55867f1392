//! Serves the built HTML to a browser on this machine.
//!
//! One request at a time, blocking: what chapter 1 shows, and enough for one reader.

use std::fs::File;
use std::io::Write;
use std::path::{Component, Path, PathBuf};

use anyhow::{Result, anyhow};
use mime_guess::MimeGuess;
use tiny_http::{Header, Request, Response, Server};

/// Serves `html` on a free loopback port and prints the address; returns only with an error.
pub fn until_interrupted(html: &Path, out: &mut impl Write) -> Result<()> {
    // The kernel picks the port, so that two readers never ask for the same one.
    let server = Server::http(("127.0.0.1", 0))
        .map_err(|error| anyhow!("cannot listen on 127.0.0.1: {error}"))?;
    writeln!(out, "The book is at http://{} until you press Ctrl-C.", server.server_addr())?;
    out.flush()?;
    for request in server.incoming_requests() {
        // A browser that leaves in the middle of an answer is no reason to stop.
        drop(answer(request, html));
    }
    Ok(())
}

fn answer(request: Request, html: &Path) -> Result<()> {
    let (status, path) = match locate(html, request.url()) {
        Some(path) => (200, path),
        None => (404, html.join("404.html")),
    };
    let response = Response::from_file(File::open(&path)?).with_status_code(status);
    Ok(request.respond(response.with_header(content_type(&path)?))?)
}

fn content_type(path: &Path) -> Result<Header> {
    let kind = MimeGuess::from_path(path).first_or_octet_stream();
    Header::from_bytes("Content-Type", kind.as_ref())
        .map_err(|()| anyhow!("{kind} does not fit into a header"))
}

/// The file in `html` that `url` names; a folder means its `index.html`.
///
/// Nothing outside `html` has a name: a path with `..` in it finds no file.
#[must_use]
pub fn locate(html: &Path, url: &str) -> Option<PathBuf> {
    let path = url.split(['?', '#']).next()?.trim_start_matches('/');
    let stays_inside =
        Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
    if !stays_inside {
        return None;
    }
    let path = html.join(path);
    let path = if path.is_dir() { path.join("index.html") } else { path };
    path.is_file().then_some(path)
}
