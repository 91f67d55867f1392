//! Which handler is called when, by the event loop of `callbacks`, and what a callback may do to the others.

use std::{
    io::{self, Write},
    os::{fd::OwnedFd, unix::net::UnixStream},
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    time::{Duration, Instant},
};

use io_models::callbacks::{Handlers, Interest, Key, Loop};

/// What has been called, in order, and whom to remove.
#[derive(Default)]
struct State {
    called: Vec<&'static str>,
    keys: Vec<Key>,
}

impl State {
    fn call(&mut self, who: &'static str) -> io::Result<()> {
        self.called.push(who);
        Ok(())
    }
}

type Others = Handlers<State>;

/// A descriptor that is ready to be read from; its other end, which keeps it so.
fn ready() -> (Arc<OwnedFd>, UnixStream) {
    let (one, mut other) = UnixStream::pair().expect("a descriptor is left");
    other.write_all(b"!").expect("the other end is there");
    (Arc::new(one.into()), other)
}

/// A handler that is called once.
fn ready_once(state: &mut State, others: &mut Others, key: Key) -> io::Result<()> {
    others.remove(key);
    state.call("ready")
}

fn in_a_while() -> Instant {
    Instant::now() + Duration::from_millis(1)
}

/// Turns the loop until so many have been called.
fn turn_until(events: &mut Loop<State>, state: &mut State, called: usize) {
    while state.called.len() < called {
        events.turn(state).expect("no callback fails");
    }
}

#[test]
fn soon_comes_before_ready_and_ready_before_due() {
    let (mut events, mut state) = (Loop::new().unwrap(), State::default());
    let (source, _other) = ready();
    let others = events.handlers();
    others.at(Instant::now(), |state: &mut State, _| state.call("due"));
    others.add(source, Interest::Read, ready_once).unwrap();
    others.soon(|state, _| state.call("soon"));
    turn_until(&mut events, &mut state, 3);
    assert_eq!(state.called, ["soon", "ready", "due"]);
}

#[test]
fn timers_go_by_their_deadline_and_then_by_their_age() {
    let (mut events, mut state) = (Loop::new().unwrap(), State::default());
    let (now, later) = (Instant::now(), in_a_while());
    let others = events.handlers();
    others.at(later, |state: &mut State, _| state.call("later"));
    others.at(now, |state, _| state.call("first"));
    others.at(now, |state, _| state.call("second"));
    turn_until(&mut events, &mut state, 3);
    assert_eq!(state.called, ["first", "second", "later"]);
}

/// Otherwise a callback that adds itself again would keep the loop from everybody else.
#[test]
fn what_a_callback_adds_waits_for_the_next_turn() {
    fn again(state: &mut State, others: &mut Others) -> io::Result<()> {
        others.soon(again);
        others.at(Instant::now(), |state, _| state.call("due"));
        state.call("soon")
    }
    let (mut events, mut state) = (Loop::new().unwrap(), State::default());
    events.handlers().soon(again);
    events.turn(&mut state).unwrap();
    assert_eq!(state.called, ["soon"]);
    events.turn(&mut state).unwrap();
    assert_eq!(state.called, ["soon", "soon", "due"]);
}

#[test]
fn a_handler_that_removes_itself_is_called_no_more() {
    let (mut events, mut state) = (Loop::new().unwrap(), State::default());
    let (source, _other) = ready();
    let share = Arc::clone(&source);
    let once = |state: &mut State, others: &mut Others, key| {
        others.remove(key);
        state.call("once")
    };
    events.handlers().add(source, Interest::Read, once).unwrap();
    turn_until(&mut events, &mut state, 1);
    assert_eq!(Arc::strong_count(&share), 1, "the loop has not given up its share");
    events.handlers().soon(|_, _| Ok(()));
    events.turn(&mut state).unwrap();
    assert_eq!(state.called, ["once"]);
}

/// Two are ready in the same turn. Whoever is called first removes both, and lets a third one
/// watch the same descriptors: their events are not for it.
#[test]
fn a_handler_that_removes_another_keeps_it_from_being_called() {
    let (mut events, mut state) = (Loop::new().unwrap(), State::default());
    let (pairs, _others): (Vec<_>, Vec<_>) = [ready(), ready()].into_iter().unzip();
    for source in pairs {
        let again = Arc::clone(&source);
        let first = move |state: &mut State, others: &mut Others, _| {
            state.keys.drain(..).for_each(|key| others.remove(key));
            let third = |state: &mut State, others: &mut Others, key| {
                others.remove(key);
                state.call("third")
            };
            others.add(Arc::clone(&again), Interest::Read, third)?;
            state.call("first")
        };
        state.keys.push(events.handlers().add(source, Interest::Read, first).unwrap());
    }
    events.turn(&mut state).unwrap();
    assert_eq!(state.called, ["first"]);
    turn_until(&mut events, &mut state, 2);
    assert_eq!(state.called, ["first", "third"]);
}

#[test]
fn a_timer_that_is_cancelled_by_another_is_not_called() {
    let (mut events, mut state) = (Loop::new().unwrap(), State::default());
    let now = Instant::now();
    let others = events.handlers();
    let second =
        others.at(now + Duration::from_nanos(1), |state: &mut State, _| state.call("second"));
    others.at(now, move |state, others| {
        others.cancel(second);
        state.call("first")
    });
    others.at(in_a_while(), |state, _| state.call("last"));
    turn_until(&mut events, &mut state, 2);
    assert_eq!(state.called, ["first", "last"]);
}

#[test]
fn a_handler_may_change_what_it_waits_for() {
    let (mut events, mut state) = (Loop::new().unwrap(), State::default());
    let (source, _other) = ready();
    let changes = |state: &mut State, others: &mut Others, key| {
        others.watch(key, Interest::Nothing)?;
        state.call("ready")
    };
    events.handlers().add(source, Interest::Read, changes).unwrap();
    events.handlers().at(in_a_while(), |state, _| state.call("due"));
    turn_until(&mut events, &mut state, 2);
    assert_eq!(state.called, ["ready", "due"]);
}

/// Two descriptors that are ready, two calls soon and two timers, of which the first of each kind
/// does what `end` says.
fn ends_early(end: fn(&mut State) -> io::Result<()>) -> (Loop<State>, [UnixStream; 2]) {
    let mut events = Loop::new().expect("a descriptor is left");
    let (sources, others): (Vec<_>, Vec<_>) = [ready(), ready()].into_iter().unzip();
    let handlers = events.handlers();
    handlers.soon(move |state, _| end(state));
    handlers.soon(|state, _| state.call("soon"));
    for source in sources {
        handlers.add(source, Interest::Read, ready_once).expect("memory is left");
    }
    handlers.at(Instant::now(), move |state: &mut State, _| end(state));
    handlers.at(Instant::now(), |state: &mut State, _| state.call("due"));
    (events, others.try_into().expect("two of them"))
}

#[test]
fn a_turn_that_fails_loses_nothing() {
    let (mut events, _others) = ends_early(|_| Err(io::Error::other("on purpose")));
    let mut state = State::default();
    let mut failures = 0;
    while state.called.len() < 4 {
        failures += usize::from(events.turn(&mut state).is_err());
    }
    assert_eq!((state.called, failures), (vec!["soon", "ready", "ready", "due"], 2));
}

#[test]
fn a_turn_that_panics_loses_nothing() {
    let (mut events, _others) = ends_early(|_| panic!("on purpose"));
    let mut state = State::default();
    let mut failures = 0;
    while state.called.len() < 4 {
        let turn = AssertUnwindSafe(|| events.turn(&mut state).unwrap());
        failures += usize::from(catch_unwind(turn).is_err());
    }
    assert_eq!((state.called, failures), (vec!["soon", "ready", "ready", "due"], 2));
}

#[test]
fn a_handler_that_failed_is_called_again_and_one_that_panicked_is_not() {
    for panics in [false, true] {
        let (mut events, mut state) = (Loop::new().unwrap(), State::default());
        let (source, _other) = ready();
        let fails = move |state: &mut State, _: &mut Others, _| {
            state.call("ready")?;
            assert!(!panics, "on purpose");
            Err(io::Error::other("on purpose"))
        };
        events.handlers().add(source, Interest::Read, fails).unwrap();
        for _ in 0..3 {
            events.handlers().at(Instant::now(), |state: &mut State, _| state.call("due"));
            let turn = AssertUnwindSafe(|| events.turn(&mut state));
            _ = catch_unwind(turn);
        }
        let calls = state.called.iter().filter(|who| **who == "ready").count();
        assert_eq!(calls, if panics { 1 } else { 3 });
    }
}
