//! Words in lines of a width, by an estimate of what a letter takes.

/// A letter of the figures' size takes so much, in hundredths of a unit: somewhat more than it does.
const LETTER: i32 = 650;

/// The width of a text.
pub(super) fn width(text: &str) -> i32 {
    let letter = |letter: char| match letter {
        'i' | 'j' | 'l' | 't' | 'f' | 'r' | '.' | ',' | ':' | '(' | ')' | ' ' | '|' => {
            LETTER * 6 / 10
        }
        'm' | 'w' | 'M' | 'W' => LETTER * 15 / 10,
        'A'..='Z' | '…' => LETTER * 12 / 10,
        _ => LETTER,
    };
    text.chars().map(letter).sum::<i32>() / 100
}

/// Folds a text at its blanks, and after the bracket of a call that is too long for a line.
pub(super) fn fold(text: &str, wide: i32) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ').flat_map(|word| pieces(word, wide)) {
        let line = lines.last_mut().expect("there is one");
        let glued = line.ends_with('(');
        let together = if line.is_empty() || glued { word.clone() } else { format!(" {word}") };
        if !line.is_empty() && width(line) + width(&together) > wide {
            lines.push(word);
        } else {
            line.push_str(&together);
        }
    }
    lines
}

fn pieces(word: &str, wide: i32) -> Vec<String> {
    match word.find('(') {
        Some(at) if width(word) > wide => {
            vec![word[..=at].to_owned(), word[at + 1..].to_owned()]
        }
        _ => vec![word.to_owned()],
    }
}
