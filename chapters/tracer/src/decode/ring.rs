//! io_uring(7), read from outside: what a program asks of a ring, and what the ring has completed.
//!
//! The rings are memory that the program shares with the kernel; io_uring_setup(2) tells where in
//! its three mappings everything lies, and mmap(2) where the mappings are.

pub(crate) mod layout;

use std::collections::HashMap;

use recording::{Operation, Subject, Submission};

use crate::{
    decode::ring::layout::{Completed, Entry, Field, Parameters, Part, Provided},
    stops::memory::Memory,
};

/// One ring of one process.
#[derive(Debug, Default)]
pub(crate) struct Ring {
    parameters: Parameters,
    /// Where its three mappings are.
    submissions: u64,
    completions: u64,
    entries: u64,
    /// How many completions have been told.
    told: u32,
    /// What was asked under which number.
    asked: HashMap<u64, Request>,
    provided: Option<Provided>,
}

/// A submission, and the address of the bytes that it is about.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Request {
    pub(crate) asks: Submission,
    pub(crate) address: u64,
    /// Whether it wants to be told if there was a copy after all.
    asks_for_usage: bool,
}

/// A completion: of what, and with which result.
#[derive(Debug)]
pub(crate) struct Completion {
    pub(crate) of: Submission,
    pub(crate) result: i32,
    /// If it says that the memory of an earlier one is free: whether there was a copy, if that is
    /// known.
    pub(crate) releases: Option<Option<bool>>,
    /// Where its bytes are.
    pub(crate) address: u64,
}

impl Ring {
    /// A ring whose parameters the kernel has just filled in at `address`.
    pub(crate) fn new(memory: &Memory, address: u64) -> Option<Self> {
        let parameters = Parameters::new(memory.bytes(address, Parameters::SIZE)?);
        Some(Self { parameters, ..Self::default() })
    }

    /// A part of the ring has been mapped at `address`.
    pub(crate) fn map(&mut self, offset: u64, address: u64) {
        match Part::at(offset) {
            Part::Entries => self.entries = address,
            Part::Completions => self.completions = address,
            Part::Submissions => (self.submissions, self.completions) = (address, address),
        }
    }

    /// Buffers may have been registered.
    pub(crate) fn register(&mut self, memory: &Memory, operation: u64, address: u64) {
        let bytes = memory.bytes(address, Provided::SIZE);
        let provided = bytes.and_then(|bytes| Provided::registered(operation, &bytes));
        self.provided = provided.or(self.provided);
    }

    /// The requests that the program submits with a call that submits `count`, each with its number.
    ///
    /// Whom each is about is asked now: at its completion the descriptor may be closed.
    pub(crate) fn submitted(
        &mut self,
        memory: &Memory,
        count: u32,
        mut name: impl FnMut(&Entry) -> Option<Subject>,
    ) -> Vec<(u64, Submission)> {
        let head = self.word(memory, self.submissions, Field::SubmissionHead);
        let places = (0..count).map(|index| head.wrapping_add(index));
        let entries = places.filter_map(|place| self.entry(memory, place)).collect::<Vec<_>>();
        entries.iter().map(|entry| self.ask(entry, &mut name)).collect()
    }

    fn entry(&self, memory: &Memory, place: u32) -> Option<Entry> {
        let place = place & self.word(memory, self.submissions, Field::SubmissionMask);
        let array = self.submissions + self.parameters.place(Field::SubmissionArray);
        let index = match self.parameters.has_no_array() {
            true => place,
            false => memory.word(array + 4 * u64::from(place))?,
        };
        let address = self.entries + Entry::SIZE as u64 * u64::from(index);
        memory.bytes(address, Entry::SIZE).map(Entry)
    }

    fn ask(
        &mut self,
        entry: &Entry,
        name: impl FnOnce(&Entry) -> Option<Subject>,
    ) -> (u64, Submission) {
        let (operation, address) = (entry.operation(), entry.address());
        let (cancels, subject) = match operation {
            Operation::Nop | Operation::Timeout => (None, None),
            Operation::Cancel => match self.asked.get(&address) {
                Some(Request { asks, .. }) => (Some(asks.operation), asks.subject),
                None => (None, None),
            },
            _ if entry.descriptor() < 0 => (None, None),
            _ => (None, name(entry)),
        };
        let asks = Submission { operation, cancels, subject, linked: entry.is_linked() };
        self.asked.insert(
            entry.number(),
            Request { asks, address, asks_for_usage: entry.asks_for_usage() },
        );
        (entry.number(), asks)
    }

    /// The completions that have not been told.
    pub(crate) fn completed(&mut self, memory: &Memory) -> Vec<Completion> {
        let tail = self.word(memory, self.completions, Field::CompletionTail);
        let mask = self.word(memory, self.completions, Field::CompletionMask);
        let first = self.completions + self.parameters.place(Field::Completions);
        let mut completions = Vec::new();
        while self.told != tail {
            let place = u64::from(self.told & mask);
            let address = first + Completed::SIZE as u64 * place;
            completions.extend(self.completion(memory, address));
            self.told = self.told.wrapping_add(1);
        }
        completions
    }

    /// Whether there are completions that have not been told.
    pub(crate) fn has_news(&self, memory: &Memory) -> bool {
        self.told != self.word(memory, self.completions, Field::CompletionTail)
    }

    fn completion(&self, memory: &Memory, address: u64) -> Option<Completion> {
        let completed = Completed(memory.bytes(address, Completed::SIZE)?);
        let request = *self.asked.get(&completed.number())?;
        let Request { asks, address, asks_for_usage } = request;
        let provided = completed.buffer().and_then(|number| self.buffer(memory, number));
        let address = provided.unwrap_or(address);
        let releases = completed.releases().map(|copied| asks_for_usage.then_some(copied));
        Some(Completion { of: asks, result: completed.result(), releases, address })
    }

    /// The address of the provided buffer of that number.
    fn buffer(&self, memory: &Memory, number: u32) -> Option<u64> {
        let Provided { queue, entries } = self.provided?;
        let entries = memory.array::<{ Provided::ENTRY }>(queue, usize::try_from(entries).ok()?);
        let mut buffers = entries.iter().map(|entry| Provided::buffer(entry));
        buffers.find(|(known, _)| *known == number).map(|(_, address)| address)
    }

    /// A word of a queue.
    fn word(&self, memory: &Memory, queue: u64, field: Field) -> u32 {
        memory.word(queue + self.parameters.place(field)).unwrap_or(0)
    }
}
