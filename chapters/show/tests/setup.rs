//! What a server sets up before its first client: told in one row, or in all of them.

use insta::assert_snapshot;
use recording::{
    Call, Change, Control, Deed, Errno, Event, Flag, Kind, Outcome, Recording, Subject, Task,
};
use show::{Paint, Setup, transcript};

fn returned(by: usize, kind: Kind, on: Option<Subject>, outcome: Outcome) -> Event {
    Event::Call(Call { subject: on, ..Call::new(by, kind).came_to(outcome) })
}

fn made(kind: Kind, made: Subject) -> Event {
    returned(0, kind, None, Outcome::Made(made))
}

fn on_listener(kind: Kind, outcome: Outcome) -> Event {
    returned(0, kind, Some(Subject::Listener), outcome)
}

fn add(who: Subject) -> Event {
    let events = [Flag::Readable].into_iter().collect();
    let kind = Kind::EpollCtl { change: Change::Add, events };
    returned(0, kind, Some(who), Outcome::Number(0))
}

fn non_blocking() -> Event {
    on_listener(Kind::Ioctl(Control::Fionbio), Outcome::Number(0))
}

/// The server waits for clients, and Alice is one.
fn waits_and_accepts() -> [Event; 3] {
    [
        on_listener(Kind::Accept4, Outcome::Waits),
        Event::Client { who: 0, deed: Deed::Connects },
        on_listener(Kind::Accept4, Outcome::Made(Subject::Client(0))),
    ]
}

fn table(setup: Setup, tasks: &[Task], before: &[Event]) -> String {
    let cast = vec!["alice".to_owned()];
    let events = before.iter().cloned().chain(waits_and_accepts()).collect();
    let tasks = tasks.to_vec();
    let recording = Recording { cast, tasks, events, traced: true, ..Recording::default() };
    transcript(&recording, setup, Paint::Plain)
}

fn folded(before: &[Event]) -> String {
    table(Setup::Folded, &[Task::Server], before)
}

#[test]
fn one_row_names_what_is_made_and_what_is_on_epolls_list() {
    let before = [
        non_blocking(),
        made(Kind::EpollCreate1, Subject::Epoll),
        made(Kind::Eventfd, Subject::Eventfd),
        made(Kind::TimerfdCreate, Subject::Timer),
        add(Subject::Eventfd),
        add(Subject::Listener),
    ];
    assert_snapshot!(folded(&before), @r"
         alice         server
    1-6  (The server sets up: epoll with a new eventfd, listener; timer; listener non-blocking)
      7                accept4(listener) … waits
      8  connect ────▶ accept4(listener) = alice
    ");
    assert_snapshot!(table(Setup::Shown, &[Task::Server], &before), @r"
       alice         server
    1                ioctl(listener, FIONBIO) = 0
    2                epoll_create1() = epoll
    3                eventfd() = eventfd
    4                timerfd_create() = timer
    5                epoll_ctl(add eventfd readable) = 0
    6                epoll_ctl(add listener readable) = 0
    7                accept4(listener) … waits
    8  connect ────▶ accept4(listener) = alice
    ");
}

#[test]
fn two_calls_keep_their_rows() {
    assert_snapshot!(folded(&[non_blocking(), made(Kind::Eventfd, Subject::Eventfd)]), @r"
       alice         server
    1                ioctl(listener, FIONBIO) = 0
    2                eventfd() = eventfd
    3                accept4(listener) … waits
    4  connect ────▶ accept4(listener) = alice
    ");
}

#[test]
fn what_is_tried_after_the_set_up_is_shown() {
    let makes = |made_it: Subject| made(Kind::Eventfd, made_it);
    let tries = on_listener(Kind::Accept4, Outcome::Failed(Errno(11)));
    let before = [non_blocking(), makes(Subject::Eventfd), makes(Subject::Ring), tries];
    assert_snapshot!(folded(&before), @r"
         alice         server
    1-3  (The server sets up: eventfd, ring; listener non-blocking)
      4                accept4(listener) = EAGAIN
      5                accept4(listener) … waits
      6  connect ────▶ accept4(listener) = alice
    ");
}

#[test]
fn what_waits_or_fails_is_never_folded() {
    let child = |outcome| returned(1, Kind::EpollCreate1, None, outcome);
    let waits = returned(0, Kind::Accept4, Some(Subject::Listener), Outcome::Waits);
    let thread = returned(0, Kind::Clone, None, Outcome::Task(1));
    let tasks = [Task::Server, Task::Thread { of: 0 }];
    let ready = [thread.clone(), non_blocking(), add(Subject::Listener)];
    let later = [waits, child(Outcome::Made(Subject::Epoll))];
    let before = [&ready[..], &later].concat();
    assert_snapshot!(table(Setup::Folded, &tasks, &before), @r"
         alice         server
    1-3  (The server sets up: epoll with listener; thread 1; listener non-blocking)
      4                server    accept4(listener) … waits
      5                thread 1  epoll_create1() = epoll
      6                server    accept4(listener) … waits
      7  connect ────▶ server    accept4(listener) = alice
    ");
    let before = [thread, child(Outcome::Failed(Errno(24))), non_blocking(), non_blocking()];
    assert_snapshot!(table(Setup::Folded, &tasks, &before), @r"
       alice         server
    1                server    clone() = thread 1
    2                thread 1  epoll_create1() = EMFILE
    3                server    ioctl(listener, FIONBIO) = 0
    4                server    ioctl(listener, FIONBIO) = 0
    5                server    accept4(listener) … waits
    6  connect ────▶ server    accept4(listener) = alice
    ");
}
