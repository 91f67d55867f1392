//! Rows of a transcript that the text of a page does not use: one line stands for them, and says what
//! the clients do meanwhile.

use std::ops::RangeInclusive;

use crate::transcript::{Row, columns, plain, start};

/// The text with one line for each of these stretches of rows.
#[must_use]
pub fn folded(stretches: &[RangeInclusive<usize>], text: &str) -> String {
    let columns = text.lines().find_map(columns).unwrap_or_default();
    let (mut lines, mut told) = (Vec::new(), None);
    for line in text.split('\n') {
        let row = Row::read(line);
        let stretch = row.as_ref().and_then(|row| stretch(stretches, row));
        match stretch {
            None => lines.push(line.to_owned()),
            Some(rows) if told != Some(rows) => lines.push(one_line(rows, text, &columns)),
            Some(_) => {}
        }
        told = stretch;
    }
    lines.join("\n")
}

fn stretch<'all>(
    stretches: &'all [RangeInclusive<usize>],
    row: &Row<'_>,
) -> Option<&'all RangeInclusive<usize>> {
    stretches.iter().find(|rows| rows.contains(row.numbers.start()))
}

fn one_line(rows: &RangeInclusive<usize>, text: &str, columns: &[(usize, &str)]) -> String {
    let numbers = format!("{}-{}", rows.start(), rows.end());
    let is_meant = |row: &Row<'_>| rows.contains(row.numbers.start());
    let rows: Vec<Row<'_>> = text.lines().filter_map(Row::read).filter(is_meant).collect();
    let deeds = sentence(rows.iter().filter_map(|row| deed(row, columns)));
    let words = if deeds.is_empty() { calls(&rows, columns) } else { deeds };
    format!("{numbers:>3}  (Left out: {words}.)")
}

/// Who does something, and what: "Alice", "connects".
type Deed = (String, &'static str);

fn deed(row: &Row<'_>, columns: &[(usize, &str)]) -> Option<Deed> {
    let server = start(columns, "server");
    let (left, _) = row.split(row.text, start(columns, "kernel").min(server));
    let words = left.trim_start();
    let hears = row.split(row.text, server).0.contains('◀');
    let verb = match plain(words).trim_end_matches(['▶', '◀', ' ']) {
        "" => return None,
        "connect" => "connects",
        "close" => "closes",
        "half-close" => "half-closes",
        "reset" => "resets",
        "nothing yet" => "hears nothing yet",
        "end" => "gets the end",
        words if !words.starts_with('"') => return None,
        _ if hears => "hears",
        _ => "sends",
    };
    Some((capital(row.whose(columns)), verb))
}

fn capital(name: &str) -> String {
    let (first, rest) = name.split_at(name.len().min(1));
    first.to_uppercase() + rest
}

/// "Alice and Bob connect, Alice sends and hears".
fn sentence(deeds: impl Iterator<Item = Deed>) -> String {
    let mut phrases: Vec<(Vec<String>, Vec<&str>)> = Vec::new();
    for (name, verb) in deeds {
        match phrases.last_mut() {
            Some((names, verbs)) if *verbs == [verb] => add(names, name),
            Some((names, verbs)) if *names == [name.as_str()] => add(verbs, verb),
            _ => phrases.push((vec![name], vec![verb])),
        }
    }
    let phrases = phrases.iter().map(|(names, verbs)| phrase(names, verbs));
    phrases.collect::<Vec<_>>().join(", ")
}

fn add<T: PartialEq>(all: &mut Vec<T>, one: T) {
    if !all.contains(&one) {
        all.push(one);
    }
}

fn phrase(names: &[String], verbs: &[&str]) -> String {
    let verb = match names {
        [_] => listed(verbs),
        _ => verbs.iter().map(|verb| plural(verb)).collect(),
    };
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    listed(&names) + " " + &verb
}

/// "hear nothing yet" for "hears nothing yet".
fn plural(verb: &str) -> String {
    let (word, rest) = verb.split_at(verb.find(' ').unwrap_or(verb.len()));
    word.strip_suffix('s').unwrap_or(word).to_owned() + rest
}

/// "connects, sends and hears".
fn listed(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [word] => (*word).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// The names of the calls, where no client does anything.
fn calls(rows: &[Row<'_>], columns: &[(usize, &str)]) -> String {
    let mut names = Vec::new();
    for row in rows {
        let (_, call) = row.split(row.text, start(columns, "server"));
        if let Some((before, _)) = call.split_once('(') {
            add(&mut names, before.rsplit(' ').next().unwrap_or(before));
        }
    }
    listed(&names)
}
