//! Two recordings that were made by hand, beside each other.

use insta::assert_snapshot;
use recording::{
    Call, Change, Deed, Event, Flag, Interest, Kind, Outcome, Readiness, Recording, Subject, Task,
};
use show::{
    Paint, Setup,
    beside::{Sign, beside, table},
};

const ALICE: usize = 0;

fn recording(events: Vec<Event>) -> Recording {
    let (cast, tasks) = (vec!["alice".to_owned()], vec![Task::Server]);
    Recording { cast, tasks, events, traced: true, ..Recording::default() }
}

fn client(deed: Deed) -> Event {
    Event::Client { who: ALICE, deed }
}

fn call(kind: Kind, outcome: Outcome) -> Event {
    Event::Call(Call::new(0, kind).on(Subject::Client(ALICE)).came_to(outcome))
}

fn readable() -> Vec<Interest> {
    let events: Readiness = [Flag::Readable].into_iter().collect();
    vec![Interest { subject: Subject::Client(ALICE), events }]
}

fn scene(calls: Vec<Event>) -> Recording {
    let acts = |deed: Deed| vec![client(deed)];
    let accepts = call(Kind::Accept4, Outcome::Made(Subject::Client(ALICE)));
    let receives = call(Kind::Recvfrom, Outcome::Bytes(6));
    let before = [acts(Deed::Connects), vec![accepts]];
    let after = [vec![receives], acts(Deed::Closes)];
    let asks = acts(Deed::Sends(b"PING\r\n".to_vec()));
    recording([before.concat(), asks, calls, after.concat()].concat())
}

fn with_select() -> Recording {
    scene(vec![call(Kind::Select(readable()), Outcome::Ready(readable()))])
}

fn with_epoll() -> Recording {
    let events = readable()[0].events;
    let adds = Kind::EpollCtl { change: Change::Add, events };
    let adds = call(adds, Outcome::Number(0));
    scene(vec![adds, call(Kind::EpollWait, Outcome::Ready(readable()))])
}

#[test]
fn a_wait_stands_beside_another_wait() {
    let rows = beside(&with_select(), &with_epoll(), Setup::Folded);
    let table = table(["select", "epoll"], &rows, Paint::Plain);
    assert!(table.lines().all(|line| line.chars().count() <= 100), "too wide:\n{table}");
    assert_snapshot!(table, @r#"
        select                                         epoll
      1 alice: connect ──▶                             alice: connect ──▶                             1
      1   accept4(alice) = alice                         accept4(alice) = alice                       1
      2 alice: "PING\r\n" ──▶                          alice: "PING\r\n" ──▶                          2
                                                     >   epoll_ctl(add alice readable) = 0            2
      2   select(alice) = alice readable             |   epoll_wait(alice) = alice readable           3
      3   recvfrom(alice) = 6                            recvfrom(alice) = 6                          4
      4 alice: close ──▶                               alice: close ──▶                               5

    Rows: 5 the same, 1 different (|), 0 only left (<), 1 only right (>).
    "#);
}

#[test]
fn a_recording_is_like_itself() {
    let rows = beside(&with_epoll(), &with_epoll(), Setup::Folded);
    assert!(rows.iter().all(|row| row.sign() == Sign::Same));
    assert!(
        table(["one", "the other"], &rows, Paint::Plain).ends_with("All 7 rows are the same.\n")
    );
}

#[test]
fn two_tables_mirror_each_other() {
    let signs = |left: &Recording, right: &Recording| -> Vec<Sign> {
        beside(left, right, Setup::Folded).iter().map(|row| row.sign()).collect()
    };
    let (select, epoll) = (with_select(), with_epoll());
    let mirrored = signs(&epoll, &select).into_iter().map(|sign| match sign {
        Sign::Left => Sign::Right,
        Sign::Right => Sign::Left,
        same => same,
    });
    assert_eq!(signs(&select, &epoll), mirrored.collect::<Vec<_>>());
}
