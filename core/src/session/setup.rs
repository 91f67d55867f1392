//! What clients are told before they begin: about the connection, the server, its commands.

use crate::{
    buffer::{Buffer, Full, Storage},
    command::{Attribute, COMMANDS, Entry, Error, Setup},
    frame::Words,
    reply::Reply,
    version::Version,
};

use super::{client::Client, labels::NoRoom};

/// The release of redis whose replies these are compared with.
const VERSION: &str = "7.0.15";

/// What `INFO` tells: the name of each section, and its lines.
const SECTIONS: [(&str, &str); 3] = [
    (
        "server",
        "# Server\r\nserver_name:waiting-for-bytes\r\nredis_version:7.0.15\r\nredis_mode:standalone\r\n",
    ),
    ("persistence", "# Persistence\r\nloading:0\r\n"),
    ("replication", "# Replication\r\nrole:master\r\nconnected_slaves:0\r\n"),
];

/// The settings that `CONFIG GET` finds.
const SETTINGS: [(&str, &str); 5] = [
    ("appendonly", "no"),
    ("databases", "1"),
    ("maxmemory", "0"),
    ("requirepass", ""),
    ("save", ""),
];

/// Does what is asked and queues the reply; or neither, if the reply may not fit.
#[cold]
#[inline(never)]
pub(super) fn answer<S: Storage>(
    setup: Setup<'_>,
    client: &mut Client,
    out: &mut Buffer<S>,
) -> Result<(), Full> {
    let queued = out.len();
    // What changes the client has a short reply, for which there is room.
    write(setup, client, out).inspect_err(|Full| out.truncate(queued))
}

fn write<S: Storage>(
    setup: Setup<'_>,
    client: &mut Client,
    out: &mut Buffer<S>,
) -> Result<(), Full> {
    match setup {
        Setup::Hello(version, name) => {
            let kept = name.map(|name| client.labels.set(Attribute::Name, name));
            if let Some(Err(NoRoom)) = kept {
                return Error::Long("Client names").reply().write(out);
            }
            client.version = version.unwrap_or(client.version);
            return hello(client, out);
        }
        Setup::Auth | Setup::Select => Reply::Ok,
        Setup::Info(sections) => return info(sections, client.version, out),
        Setup::Reset => {
            client.reset();
            Reply::Status("RESET")
        }
        Setup::Id => Reply::Integer(client.id().cast_signed()),
        Setup::Name => match client.labels.get(Attribute::Name) {
            [] => Reply::Null(client.version),
            name => return Reply::Bulk(name).write(out),
        },
        Setup::Attribute(attribute, text) => match client.labels.set(attribute, text) {
            Ok(()) => Reply::Ok,
            Err(NoRoom) => Error::Long("Client names").reply(),
        },
        Setup::Client => return client.write(out),
        Setup::Replies(replies) => {
            client.want_replies(replies);
            Reply::Ok
        }
        Setup::Commands(names) => return commands(names, client.version, out),
        Setup::CommandCount => Reply::Integer(COMMANDS.len().cast_signed()),
        Setup::CommandDocs(names) => return documentation(names, client.version, out),
        Setup::CommandList => return names(out),
        Setup::Settings(patterns) => return settings(patterns, client.version, out),
        Setup::Help(lines) => return statuses(Reply::Array(lines.len()), lines, out),
    }
    .write(out)
}

fn hello<S: Storage>(client: &Client, out: &mut Buffer<S>) -> Result<(), Full> {
    Reply::Map(client.version, 7).write(out)?;
    for (name, value) in [
        ("server", Reply::Bulk(b"redis")),
        ("version", Reply::Bulk(VERSION.as_bytes())),
        ("proto", Reply::Integer(client.version.number())),
        ("id", Reply::Integer(client.id().cast_signed())),
        ("mode", Reply::Bulk(b"standalone")),
        ("role", Reply::Bulk(b"master")),
        ("modules", Reply::Array(0)),
    ] {
        Reply::Bulk(name.as_bytes()).write(out)?;
        value.write(out)?;
    }
    Ok(())
}

fn info<S: Storage>(names: Words<'_>, version: Version, out: &mut Buffer<S>) -> Result<(), Full> {
    let all: [&[u8]; 3] = [b"all", b"default", b"everything"];
    let is = |name: &[u8]| names.clone().any(|word| word.eq_ignore_ascii_case(name));
    let every = names.is_empty() || all.into_iter().any(is);
    let mut parts: [&[u8]; 2 * SECTIONS.len()] = [b""; _];
    let asked = SECTIONS.iter().filter(|(name, _)| every || is(name.as_bytes()));
    for (index, (part, (_, lines))) in parts.chunks_mut(2).zip(asked).enumerate() {
        part[0] = if index == 0 { b"" } else { b"\r\n" };
        part[1] = lines.as_bytes();
    }
    Reply::Text(version, &parts).write(out)
}

/// The entries of these names, and nothing where there is none; or all.
fn commands<S: Storage>(
    names: Option<Words<'_>>,
    version: Version,
    out: &mut Buffer<S>,
) -> Result<(), Full> {
    let Some(names) = names else {
        Reply::Array(COMMANDS.len()).write(out)?;
        return COMMANDS.iter().try_for_each(|entry| describe(entry, version, out));
    };
    Reply::Array(names.count()).write(out)?;
    for name in names {
        match entry(name) {
            Some(entry) => describe(entry, version, out)?,
            None => Reply::Null(version).write(out)?,
        }
    }
    Ok(())
}

fn entry(name: &[u8]) -> Option<&'static Entry> {
    COMMANDS.iter().find(|entry| entry.name.as_bytes().eq_ignore_ascii_case(name))
}

/// An entry's ten fields; the last three, tips, key specifications and subcommands, are empty.
fn describe<S: Storage>(entry: &Entry, version: Version, out: &mut Buffer<S>) -> Result<(), Full> {
    Reply::Array(10).write(out)?;
    Reply::Bulk(entry.name.as_bytes()).write(out)?;
    Reply::Integer(entry.arity).write(out)?;
    statuses(Reply::Set(version, entry.flags.len()), entry.flags, out)?;
    entry.keys.into_iter().try_for_each(|key| Reply::Integer(key).write(out))?;
    statuses(Reply::Set(version, entry.categories.len()), entry.categories, out)?;
    (0..3).try_for_each(|_| Reply::Set(version, 0).write(out))
}

/// For each of these commands that there is, or for all, what it does.
fn documentation<S: Storage>(
    names: Words<'_>,
    version: Version,
    out: &mut Buffer<S>,
) -> Result<(), Full> {
    let asked = |entry: &&Entry| {
        let is = |name: &[u8]| name.eq_ignore_ascii_case(entry.name.as_bytes());
        names.is_empty() || names.clone().any(is)
    };
    let entries = || COMMANDS.iter().filter(asked);
    Reply::Map(version, entries().count()).write(out)?;
    entries().try_for_each(|entry| document(entry, version, out))
}

fn document<S: Storage>(entry: &Entry, version: Version, out: &mut Buffer<S>) -> Result<(), Full> {
    Reply::Bulk(entry.name.as_bytes()).write(out)?;
    Reply::Map(version, 2).write(out)?;
    bulk_pair(["summary", entry.summary], out)?;
    bulk_pair(["group", entry.group], out)
}

fn settings<S: Storage>(
    patterns: Words<'_>,
    version: Version,
    out: &mut Buffer<S>,
) -> Result<(), Full> {
    let asked = |(name, _): &&(&str, &str)| {
        patterns.clone().any(|pattern| matches(pattern, name.as_bytes()))
    };
    let settings = || SETTINGS.iter().filter(asked);
    Reply::Map(version, settings().count()).write(out)?;
    settings().try_for_each(|(name, value)| bulk_pair([name, value], out))
}

/// Whether a name is one that the pattern means: `*` is any text, `?` any byte.
fn matches(pattern: &[u8], name: &[u8]) -> bool {
    // Where to go on if the text of the last star was too short.
    let (mut at, mut next, mut star) = (0, 0, None);
    while next < name.len() {
        match pattern.get(at) {
            Some(b'*') => {
                star = Some((at, next));
                at += 1;
            }
            Some(byte) if *byte == b'?' || byte.eq_ignore_ascii_case(&name[next]) => {
                (at, next) = (at + 1, next + 1);
            }
            _ => {
                let Some((place, from)) = star else { return false };
                (at, next, star) = (place + 1, from + 1, Some((place, from + 1)));
            }
        }
    }
    pattern[at..].iter().all(|byte| *byte == b'*')
}

fn bulk_pair<S: Storage>(pair: [&str; 2], out: &mut Buffer<S>) -> Result<(), Full> {
    pair.into_iter().try_for_each(|text| Reply::Bulk(text.as_bytes()).write(out))
}

/// The names of all commands.
fn names<S: Storage>(out: &mut Buffer<S>) -> Result<(), Full> {
    Reply::Array(COMMANDS.len()).write(out)?;
    COMMANDS.iter().try_for_each(|entry| Reply::Bulk(entry.name.as_bytes()).write(out))
}

fn statuses<S: Storage>(
    header: Reply<'_>,
    texts: &[&str],
    out: &mut Buffer<S>,
) -> Result<(), Full> {
    header.write(out)?;
    texts.iter().try_for_each(|text| Reply::Status(text).write(out))
}
