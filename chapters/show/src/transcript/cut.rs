//! A call that has no room on its line.

/// Less than this of a call says nothing.
const NAME: usize = 6;

/// Cuts a line that is too long: in its list of arguments, so that its outcome stays; but if that
/// leaves too little of the call, its name stays instead.
pub(super) fn cut(text: &str, room: usize) -> String {
    if text.chars().count() <= room {
        return text.to_owned();
    }
    let (call, outcome) = text.rfind(')').map_or((text, ""), |bracket| text.split_at(bracket));
    let name = call.find('(').map_or(0, |bracket| call[..=bracket].chars().count());
    let left = room.saturating_sub(outcome.chars().count() + 1);
    let left = if left < NAME { name } else { left };
    let line: String = call.chars().take(left).chain(['…']).chain(outcome.chars()).collect();
    match line.char_indices().nth(room.saturating_sub(1)) {
        Some((end, _)) if line[end..].chars().count() > 1 => line[..end].to_owned() + "…",
        _ => line,
    }
}
