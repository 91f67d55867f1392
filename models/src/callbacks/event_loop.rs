//! An event loop: it waits for everything at once, and calls whoever has asked to be called.
//!
//! A turn of the loop waits, and then calls in this order: what was to be called soon, the
//! handlers of descriptors that are ready, the timers that are due (the earliest first; of two
//! for the same moment the one that was set first).
//!
//! A callback may change anything from within a call. The rules:
//! - What it *adds* (a handler, a timer, a call soon) waits for the next turn at the earliest.
//! - What it *removes* is not called any more, not even if it is ready or due in this turn.
//! - A handler that removes itself is dropped when it returns.
//! - If it fails or panics, the turn ends there. Nothing is lost: what the turn would have called
//!   is called in the next one. A handler that has panicked is not called again.
//! - It can't run the loop: it is lent [`Handlers`], and only [`Loop`] has a [`turn`](Loop::turn).

use std::{
    collections::{BTreeMap, HashMap, VecDeque},
    fmt, io,
    os::fd::OwnedFd,
    sync::Arc,
    time::Instant,
};

use polling::{Events, Poller};

use crate::{
    callbacks::watched::{Interest, Watched},
    scarcity,
};

type Handler<S> = Box<dyn FnMut(&mut S, &mut Handlers<S>, Key) -> io::Result<()>>;
type Callback<S> = Box<dyn FnOnce(&mut S, &mut Handlers<S>) -> io::Result<()>>;

/// A handler's name, given out once and never again: an event of a handler that is gone can't
/// reach another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key(usize);

/// A timer's name: its deadline, and a number of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timer(Instant, usize);

/// A loop whose callbacks share the state `S`.
pub struct Loop<S> {
    handlers: Handlers<S>,
    events: Events,
}

/// All that wait to be called: a loop without its waiting, as a callback may use it.
pub struct Handlers<S> {
    poller: Arc<Poller>,
    ready: HashMap<usize, Registered<S>>,
    timers: BTreeMap<Timer, Callback<S>>,
    soon: VecDeque<Callback<S>>,
    /// The handlers that were reported ready, and have not been called yet.
    reported: VecDeque<usize>,
    names: usize,
}

struct Registered<S> {
    watched: Watched,
    /// Not there while it runs.
    handler: Option<Handler<S>>,
}

impl<S> Loop<S> {
    /// A loop that nobody has asked anything of.
    ///
    /// # Errors
    /// No descriptor or no memory is left (epoll_create1(2)).
    pub fn new() -> io::Result<Self> {
        let handlers = Handlers {
            poller: Arc::new(Poller::new()?),
            ready: HashMap::new(),
            timers: BTreeMap::new(),
            soon: VecDeque::new(),
            reported: VecDeque::new(),
            names: 0,
        };
        Ok(Self { handlers, events: Events::new() })
    }

    /// Where to register, between two turns.
    pub fn handlers(&mut self) -> &mut Handlers<S> {
        &mut self.handlers
    }

    // ANCHOR: turn
    /// Waits until somebody is to be called, and calls all of them.
    ///
    /// # Errors
    /// The first error of a callback, or of the wait. The loop can go on: the next
    /// turn calls what this one has left.
    pub fn turn(&mut self, state: &mut S) -> io::Result<()> {
        let handlers = &mut self.handlers;
        handlers.wait(&mut self.events)?;
        // Whom this turn calls is settled now: nobody can keep it from its end.
        let due = handlers.due(Instant::now());
        for _ in 0..handlers.soon.len() {
            let Some(callback) = handlers.soon.pop_front() else { break };
            callback(state, handlers)?;
        }
        while let Some(key) = handlers.reported.pop_front() {
            handlers.call(key, state)?;
        }
        for timer in due {
            if let Some(callback) = handlers.timers.remove(&timer) {
                callback(state, handlers)?;
            }
        }
        Ok(())
    }
    // ANCHOR_END: turn
}

impl<S> Handlers<S> {
    /// Calls `handler` in each turn in which `source` is ready.
    ///
    /// # Errors
    /// No memory is left, or the descriptor can't be watched (epoll_ctl(2)).
    pub fn add(
        &mut self,
        source: Arc<OwnedFd>,
        interest: Interest,
        handler: impl FnMut(&mut S, &mut Self, Key) -> io::Result<()> + 'static,
    ) -> io::Result<Key> {
        let key = self.name();
        let watched = Watched::new(&self.poller, source, key, interest)?;
        self.ready.insert(key, Registered { watched, handler: Some(Box::new(handler)) });
        Ok(Key(key))
    }

    /// Calls a handler when its descriptor is ready for something else. One that is gone stays so.
    ///
    /// # Errors
    /// No memory is left (epoll_ctl(2)).
    pub fn watch(&mut self, Key(key): Key, interest: Interest) -> io::Result<()> {
        self.ready.get_mut(&key).map_or(Ok(()), |registered| registered.watched.set(interest))
    }

    /// Calls a handler never again, and gives up its share of the descriptor.
    pub fn remove(&mut self, Key(key): Key) {
        self.ready.remove(&key);
    }

    /// Calls `callback` once, at `deadline` or soon after it.
    pub fn at(
        &mut self,
        deadline: Instant,
        callback: impl FnOnce(&mut S, &mut Self) -> io::Result<()> + 'static,
    ) -> Timer {
        let timer = Timer(deadline, self.name());
        self.timers.insert(timer, Box::new(callback));
        timer
    }

    /// Forgets a timer.
    pub fn cancel(&mut self, timer: Timer) {
        self.timers.remove(&timer);
    }

    /// Calls `callback` once, in the next turn, which does not wait for anything else.
    pub fn soon(&mut self, callback: impl FnOnce(&mut S, &mut Self) -> io::Result<()> + 'static) {
        self.soon.push_back(Box::new(callback));
    }

    fn name(&mut self) -> usize {
        self.names += 1;
        self.names
    }

    fn wait(&mut self, events: &mut Events) -> io::Result<()> {
        events.clear();
        let waited = match self.deadline() {
            Some(deadline) => self.poller.wait_deadline(events, deadline),
            None => self.poller.wait(events, None),
        };
        scarcity::rested(waited.map(drop))?;
        // Those that a turn which ended early has left are not called twice.
        let left = self.reported.len();
        for event in events.iter() {
            if !self.reported.iter().take(left).any(|key| *key == event.key) {
                self.reported.push_back(event.key);
            }
        }
        Ok(())
    }

    /// Until when to wait: not at all, if somebody is to be called.
    fn deadline(&self) -> Option<Instant> {
        let next = self.timers.keys().next().map(|Timer(deadline, _)| *deadline);
        let nobody = self.soon.is_empty() && self.reported.is_empty();
        if nobody { next } else { Some(Instant::now()) }
    }

    fn due(&self, now: Instant) -> Vec<Timer> {
        self.timers.keys().take_while(|Timer(deadline, _)| *deadline <= now).copied().collect()
    }

    // ANCHOR: call
    fn call(&mut self, key: usize, state: &mut S) -> io::Result<()> {
        // One that was removed in this turn is not called any more.
        let Some(registered) = self.ready.get_mut(&key) else { return Ok(()) };
        let Some(mut handler) = registered.handler.take() else {
            // It has panicked, and somebody goes on with the loop all the same.
            self.ready.remove(&key);
            return Ok(());
        };
        let called = handler(state, self, Key(key));
        if let Some(registered) = self.ready.get_mut(&key) {
            registered.handler = Some(handler);
        }
        self.again(key).and(called)
    }
    // ANCHOR_END: call

    /// Has a descriptor reported again; where there is no memory for it, not before the next turn.
    fn again(&mut self, key: usize) -> io::Result<()> {
        let again =
            self.ready.get_mut(&key).map_or(Ok(()), |registered| registered.watched.again());
        if again.is_err() {
            self.soon(move |_, others| others.again(key));
        }
        scarcity::rested(again)
    }
}

impl<S> fmt::Debug for Loop<S> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.handlers.fmt(out)
    }
}

impl<S> fmt::Debug for Handlers<S> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Handlers")
            .field("ready", &self.ready.len())
            .field("timers", &self.timers.len())
            .field("soon", &self.soon.len())
            .finish_non_exhaustive()
    }
}
