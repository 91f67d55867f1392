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

/// What the kernel does when a time is up, not the network.
const CLOCKS: &[&str] = &["process_timeout", "hrtimer_wakeup", "call_timer_fn", "it_real_fn"];

/// How: by the innermost function that tells it.
pub(crate) fn how(stack: &[String]) -> Option<How> {
    stack
        .iter()
        .find_map(|frame| WAYS.iter().find(|(name, _)| *name == plain(frame)))
        .map(|way| way.1)
}

/// Whether it was time that woke it.
pub(crate) fn is_by_clock(stack: &[String]) -> bool {
    stack.iter().any(|frame| CLOCKS.contains(&plain(frame)))
}

/// A function's name without what the compiler has appended for a part of it.
fn plain(frame: &str) -> &str {
    frame.split('.').next().unwrap_or(frame)
}
