//! Texts that a kernel has written: alice connects, sends 24 bytes, and closes; the server, which
//! reads 16 bytes at a time, waits for her in one way or another.

use recording::{How, Signal};
use rustix::process::Pid;
use tracer::tracefs::{Passed, Point, Seen, What, passed, understand};

/// What the text says of a task, as (place, what).
fn of(text: &str, task: i32) -> Vec<(usize, What)> {
    let seen = understand(text, &[pid(task)]);
    seen.into_iter().map(|Seen { place, what, .. }| (place, what)).collect()
}

fn pid(task: i32) -> Pid {
    Pid::from_raw(task).unwrap()
}

fn wakes(task: i32, how: How) -> What {
    What::Wakes { task: pid(task), how: Some(how) }
}

#[test]
fn epoll_wakes_and_the_server_copies_in_two_calls() {
    let seen = of(include_str!("samples/epoll.txt"), 4377);
    let expected = [
        (0, wakes(4377, How::Socket)),
        (1, wakes(4377, How::Epoll)),
        (1, What::Copies { port: 44732, bytes: 16 }),
        (1, What::Copies { port: 44732, bytes: 8 }),
        (2, wakes(4377, How::Epoll)),
    ];
    assert_eq!(seen, expected);
}

#[test]
fn a_copy_is_made_in_the_servers_own_context() {
    let seen = understand(include_str!("samples/epoll.txt"), &[pid(4377)]);
    let copies: Vec<_> =
        seen.iter().filter(|seen| matches!(seen.what, What::Copies { .. })).collect();
    assert_eq!(copies.len(), 2);
    assert!(copies.iter().all(|seen| seen.task == pid(4377)));
}

#[test]
fn a_segment_arrives_from_the_port_at_its_other_end() {
    let line = "         python3-333     [000] ..s5. 7.641370: tcp_probe: family=AF_INET \
        src=127.0.0.1:40123 dest=127.0.0.1:44732 mark=0x0 data_len=24 snd_nxt=0x1 snd_una=0x1";
    assert_eq!(of(line, 4377), [(0, What::Arrives { port: 44732, bytes: 24 })]);
}

#[test]
fn poll_wakes() {
    let seen = of(include_str!("samples/poll.txt"), 4522);
    assert_eq!(seen[1], (1, wakes(4522, How::Poll)));
}

#[test]
fn a_close_queues_two_signals_and_makes_one_wake_up() {
    let seen = of(include_str!("samples/signals.txt"), 4655);
    let closing: Vec<_> =
        seen.iter().filter(|(place, _)| *place == 2).map(|(_, what)| *what).collect();
    let queues = What::Queues { task: pid(4655), signal: Signal(34) };
    let late = What::Copies { port: 41170, bytes: 8 };
    assert_eq!(closing, [wakes(4655, How::Signal), queues, queues, late]);
}

#[test]
fn a_timer_is_not_the_network() {
    let text = include_str!("samples/timeout.txt");
    let woken = text.lines().filter(|line| line.contains("sched_waking: comm=python3 pid=710 "));
    assert_eq!(woken.count(), 5, "two are the network's, three the clock's");
    let seen = of(text, 710);
    let woken: Vec<_> =
        seen.iter().filter(|(_, what)| matches!(what, What::Wakes { .. })).collect();
    assert_eq!(woken, [&(0, wakes(710, How::Socket)), &(1, wakes(710, How::Poll))]);
}

#[test]
fn a_timer_in_a_softirq_is_not_the_network_either() {
    let text = include_str!("samples/timeout.txt").replace("d.h2.", "d.s2.");
    assert_eq!(of(&text, 710), of(include_str!("samples/timeout.txt"), 710));
}

#[test]
fn what_came_before_the_scene_is_forgotten() {
    let text = include_str!("samples/epoll.txt");
    let whole = of(text, 4377);
    let late = of(&text.replace("mark_write: 1\n", "mark_write: forget\n"), 4377);
    assert_eq!(late.len(), whole.len() - 1);
}

/// A line as the kernel writes it.
fn line(name: &str, task: i32, cpu: usize, flags: &str, rest: &str) -> String {
    format!("{name:>16}-{task:<7} [{cpu:03}] {flags} 1.000001: {rest}\n")
}

#[test]
fn a_stack_is_of_its_own_processor() {
    let waking = "sched_waking: comm=server pid=7 prio=120 target_cpu=000";
    let text = [
        line("server", 7, 0, "d.s5.", waking),
        line("client", 8, 1, "d.s5.", waking),
        line("server", 7, 0, "d.s5.", "<stack trace>") + " => pollwake\n => net_rx_action\n",
        line("client", 8, 1, "d.s5.", "<stack trace>")
            + " => ep_poll_callback\n => net_rx_action\n",
    ];
    let seen: Vec<_> = of(&text.concat(), 7).into_iter().map(|(_, what)| what).collect();
    assert_eq!(seen, [wakes(7, How::Poll), wakes(7, How::Epoll)]);
}

#[test]
fn a_name_that_looks_like_fields_is_only_a_name() {
    let waking = "sched_waking: comm=x pid=9 y pid=7 prio=120 target_cpu=000";
    let text = [
        line("a pid=9 [1] b", 8, 0, "d.s5.", waking),
        line("a pid=9 [1] b", 8, 0, "d.s5.", "<stack trace>")
            + " => sock_def_readable\n => net_rx_action\n",
    ];
    assert_eq!(of(&text.concat(), 7), [(0, wakes(7, How::Socket))]);
    assert_eq!(of(&text.concat(), 9), []);
}

#[test]
fn rings_of_others_are_passed_over() {
    let arms =
        "io_uring_poll_arm: ring 0a, req 0b, user_data 0x5, opcode RECV, mask 0x41, events 0x1";
    let work = "io_uring_task_add: ring 0a, req 0b, user_data 0x5, opcode RECV, mask 0x41";
    let done =
        "io_uring_complete: ring 0a, req 0b, user_data 0x5, result -104, cflags 0x0 extra1 0 ";
    let text = [
        line("server", 7, 0, ".....", arms),
        line("client", 8, 0, "d.s5.", work),
        line("client", 8, 0, "d.s5.", &work.replace("ring 0a", "ring 0c")),
        line("server", 7, 0, ".....", done),
    ];
    let seen: Vec<_> = of(&text.concat(), 7).into_iter().map(|(_, what)| what).collect();
    let number = 5;
    let completes = What::Completes { number, result: -104 };
    assert_eq!(seen, [What::Arms { number }, What::HasWork { number }, completes]);
}

#[test]
fn each_line_has_a_time_of_its_own() {
    let times = [1000, 2000, 3001, 4000, 5000, 6000, 7002, 8000];
    let text = include_str!("samples/timed.txt");
    let seen = passed(text, &times).unwrap();
    let points: Vec<_> = seen.iter().map(|passed| passed.point).collect();
    let expected = [
        Point::Lap,
        Point::Arrives,
        Point::Wakes { task: 9, by_network: true },
        Point::Switches { from: 7, to: 9 },
        Point::Enters,
        Point::Copies,
        Point::HasCopied,
        Point::Exits,
    ];
    assert_eq!(points, expected);
    assert_eq!(seen[2], Passed { at: 3001, task: 7, point: expected[2] });
    assert_eq!(passed(text, &times[1..]), None);
}
