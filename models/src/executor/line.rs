//! What is behind a channel's lock: its values, and the line of those who wait for room.
//!
//! Nothing here calls a waker or drops one: it gives them back, to whoever has let go of the lock.

use std::{
    collections::VecDeque,
    mem,
    task::{Poll, Waker},
};

#[derive(Debug)]
pub(crate) struct Line<T> {
    room: usize,
    values: VecDeque<T>,
    /// Those who wait for room, in the order in which they came: tickets rise.
    line: VecDeque<Waiting>,
    /// The next ticket.
    ticket: u64,
    receiver: Option<Waker>,
    senders: usize,
    closed: bool,
}

#[derive(Debug)]
struct Waiting {
    ticket: u64,
    /// Until there is room, and it is woken.
    waker: Option<Waker>,
}

/// What has become of a value.
pub(crate) enum Put<T> {
    /// It is in the channel: the receiver is to be woken.
    Sent(Option<Waker>),
    /// There is no room yet.
    Waits(T),
    /// The receiver is gone.
    Closed(T),
}

impl<T> Line<T> {
    pub(crate) fn new(room: usize) -> Self {
        let (values, line) = (VecDeque::new(), VecDeque::new());
        Self { room, values, line, ticket: 0, receiver: None, senders: 1, closed: false }
    }

    /// Puts a value in, if there is room for it and for all those who came before; else it waits
    /// with a ticket, and its waker takes the place of the one before.
    pub(crate) fn put(
        &mut self,
        ticket: &mut Option<u64>,
        value: T,
        waker: &mut Option<Waker>,
    ) -> Put<T> {
        let place = self.place(*ticket);
        if self.closed {
            return Put::Closed(value);
        }
        if place < self.free() {
            // Its waker is not there: it has been called, or it has never waited.
            self.line.remove(place);
            *ticket = None;
            self.values.push_back(value);
            return Put::Sent(self.receiver.take());
        }
        ticket.get_or_insert_with(|| self.join());
        mem::swap(&mut self.line[place].waker, waker);
        Put::Waits(value)
    }

    /// Takes the next value, and the waker of the sender that has room now; or waits for one.
    pub(crate) fn take(&mut self, waker: &mut Option<Waker>) -> (Poll<Option<T>>, Option<Waker>) {
        match self.values.pop_front() {
            Some(value) => (Poll::Ready(Some(value)), self.next()),
            None if self.senders == 0 => (Poll::Ready(None), None),
            None => {
                mem::swap(&mut self.receiver, waker);
                (Poll::Pending, None)
            }
        }
    }

    /// Somebody waits no longer: who has room in this one's place, and its own waker.
    pub(crate) fn leave(&mut self, ticket: u64) -> (Option<Waker>, Option<Waker>) {
        let own = self.line.remove(self.place(Some(ticket)));
        (self.next(), own.and_then(|waiting| waiting.waker))
    }

    pub(crate) fn forget_receiver(&mut self) -> Option<Waker> {
        self.receiver.take()
    }

    pub(crate) fn add_sender(&mut self) {
        self.senders += 1;
    }

    /// The last one wakes the receiver.
    pub(crate) fn remove_sender(&mut self) -> Option<Waker> {
        self.senders -= 1;
        if self.senders == 0 { self.receiver.take() } else { None }
    }

    /// The receiver goes: what nobody will receive, and those who wait to send.
    pub(crate) fn close(&mut self) -> (VecDeque<T>, Vec<Waker>) {
        self.closed = true;
        let senders = self.line.iter_mut().filter_map(|waiting| waiting.waker.take());
        (mem::take(&mut self.values), senders.collect())
    }

    fn free(&self) -> usize {
        self.room - self.values.len()
    }

    /// How many wait before this one.
    fn place(&self, ticket: Option<u64>) -> usize {
        let Some(ticket) = ticket else { return self.line.len() };
        self.line.partition_point(|waiting| waiting.ticket < ticket)
    }

    fn join(&mut self) -> u64 {
        let ticket = self.ticket;
        self.ticket += 1;
        self.line.push_back(Waiting { ticket, waker: None });
        ticket
    }

    /// The one in the line for whom there is room since now; those before it have been woken.
    fn next(&mut self) -> Option<Waker> {
        let last = self.free().checked_sub(1)?;
        self.line.get_mut(last)?.waker.take()
    }
}
