//! How a task was woken, told by the kernel's functions on the way to it.

use recording::How;

/// The function with which each way to wait hears of news, and the way.
const WAYS: &[(&str, How)] = &[
    ("ep_poll_callback", How::Epoll),
    ("pollwake", How::Poll),
    ("io_poll_wake", How::Ring),
    ("send_sigio", How::Signal),
    ("sock_def_readable", How::Socket),
    ("sock_def_wakeup", How::Socket),
    ("sock_def_error_report", How::Socket),
    ("sk_stream_write_space", How::Socket),
    ("sock_def_write_space", How::Socket),
];

/// The network's softirqs. In others the kernel wakes those whose time is up, or whose page was read from
/// a disk.
const NETWORK: &[&str] = &["net_rx_action", "net_tx_action"];

/// How: by the innermost function that tells it.
pub(crate) fn how(stack: &[String]) -> Option<How> {
    stack
        .iter()
        .find_map(|frame| WAYS.iter().find(|(name, _)| *name == plain(frame)))
        .map(|way| way.1)
}

/// Whether it was the network that woke it.
pub(crate) fn is_by_network(stack: &[String]) -> bool {
    stack.iter().any(|frame| NETWORK.contains(&plain(frame)))
}

/// A function's name without what the compiler has appended for a part of it.
fn plain(frame: &str) -> &str {
    frame.split('.').next().unwrap_or(frame)
}

#[cfg(test)]
mod tests {
    use super::is_by_network;

    fn stack(frames: &str) -> Vec<String> {
        frames.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn a_page_that_was_read_is_not_the_network() {
        let network = "try_to_wake_up ep_poll_callback sock_def_readable net_rx_action";
        assert!(is_by_network(&stack(network)));
        let disk = "try_to_wake_up wake_page_function folio_wake_bit blk_done_softirq";
        assert!(!is_by_network(&stack(disk)));
        assert!(!is_by_network(&stack("try_to_wake_up process_timeout call_timer_fn")));
    }
}
