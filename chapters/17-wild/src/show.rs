//! What the chapter prints: each server that is installed, and what it did.

use std::io::{Write, stdout};

use guide::{Failure, Fault, Paint, Setup, play, transcript};

use crate::{
    arguments::Asked,
    folder::Folder,
    program::Missing,
    server::{Scene, Server},
    servers::SERVERS,
    table::table,
};

/// Does what the command line says.
pub(crate) fn perform(asked: Asked) -> Result<(), Failure> {
    let mut out = stdout().lock();
    match asked {
        Asked::Help => Ok(write!(out, "{}", include_str!("help.txt"))?),
        Asked::List => SERVERS.iter().try_for_each(|server| list(server, &mut out)),
        Asked::Table => Ok(write!(out, "{}", table()?)?),
        Asked::Each => each(&mut out),
        Asked::These(servers) => servers.into_iter().try_for_each(|server| {
            let outcome = all(server, server.scenes, &mut out)?;
            outcome.map_err(|why| Failure::Io(std::io::Error::other(why.to_string())))
        }),
    }
}

fn list(server: &Server, out: &mut impl Write) -> Result<(), Failure> {
    let version = server.version().map(|version| server.titled(&version));
    let version = version.unwrap_or_else(|missing| format!("({missing})"));
    Ok(writeln!(out, "  {:11} {version}", server.name)?)
}

/// One scene with each that is here; then one sentence on those that are not.
fn each(out: &mut impl Write) -> Result<(), Failure> {
    let mut missing = Vec::new();
    for server in SERVERS {
        if let Err(why) = all(server, &server.scenes[..1], out)? {
            missing.push(format!("{} ({why})", server.name));
        }
    }
    if missing.len() == SERVERS.len() {
        writeln!(out, "None of the servers of this chapter is here; its page shows their scenes.")?;
    }
    if !missing.is_empty() {
        writeln!(out, "Not played: {}.", missing.join("; "))?;
    }
    Ok(())
}

type Played = Result<Result<(), Missing>, Failure>;

/// Plays scenes with a server, if it is here.
fn all(server: &Server, scenes: &[Scene], out: &mut impl Write) -> Played {
    let version = match server.version() {
        Ok(version) => version,
        Err(missing) => return Ok(Err(missing)),
    };
    let folder = Folder::create()?;
    let target = match server.start(&folder) {
        Ok(target) => target,
        Err(missing) => return Ok(Err(missing)),
    };
    writeln!(out, "{}: {}", server.name, server.titled(&version))?;
    for scene in scenes {
        let played = play(&target, &scene.script, Fault::None).map_err(Failure::Scene)?;
        let text = transcript(&played.recording, Setup::Folded, Paint::of_stdout());
        writeln!(out, "{}\n{text}", scene.script.title)?;
        if let Some(trouble) = played.trouble {
            return Err(Failure::Scene(trouble));
        }
    }
    Ok(Ok(()))
}
