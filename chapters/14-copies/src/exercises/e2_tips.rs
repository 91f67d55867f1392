//! Exercise 2: from which size on does sendfile win?

/// What one size has cost in one round: processor time of both sides together.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Turn {
    pub(crate) size: usize,
    pub(crate) send: f64,
    pub(crate) sendfile: f64,
}

/// The smallest size from which on sendfile wins, if there is one. Your part: this takes the first
/// turn for all of them.
pub(crate) fn tips(turns: &[Turn]) -> Option<usize> {
    turns.first().filter(|turn| turn.sendfile < turn.send).map(|turn| turn.size)
}
