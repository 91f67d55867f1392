//! Whether a processor's buffer has lost something, for want of room: its statistics tell.

/// Whether statistics of a buffer say that something was lost.
pub(crate) fn lost(stats: &str) -> bool {
    let fields = stats.lines().filter_map(|line| line.split_once(": "));
    let is_loss = |name: &str| name.ends_with("overrun") || name == "dropped events";
    fields.filter(|(name, _)| is_loss(name)).any(|(_, count)| count != "0")
}

#[cfg(test)]
mod tests {
    use super::lost;

    #[test]
    fn a_buffer_that_ran_over_has_lost_something() {
        let stats = "entries: 41\noverrun: 0\ncommit overrun: 0\nbytes: 3620\n\
                     now ts: 16717.850755\ndropped events: 0\nread events: 0\n";
        assert!(!lost(stats));
        assert!(lost(&stats.replace("\noverrun: 0", "\noverrun: 12")));
        assert!(lost(&stats.replace("events: 0\nread", "events: 3\nread")));
    }
}
