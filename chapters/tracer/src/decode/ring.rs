//! io_uring(7), read from outside: what a program asks of a ring, and what the ring has completed.
//!
//! The rings are memory that the program shares with the kernel; io_uring_setup(2) tells where in
//! its three mappings everything lies, and mmap(2) where the mappings are.

pub(crate) mod layout;

use std::{collections::HashMap, io};

use recording::{Operation, Subject, Submission};

use crate::{
    decode::ring::layout::{Completed, Entry, Field, Parameters, Part, Provided},
    inject::cut::Before,
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
    /// The request that is refused, and with which error.
    refused: Option<(u64, i32)>,
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
        memory.bytes(self.address(memory, place)?, Entry::SIZE).map(Entry)
    }

    /// The address of the entry at this place of the queue.
    fn address(&self, memory: &Memory, place: u32) -> Option<u64> {
        let place = place & self.word(memory, self.submissions, Field::SubmissionMask);
        let array = self.submissions + self.parameters.place(Field::SubmissionArray);
        let index = match self.parameters.has_no_array() {
            true => place,
            false => memory.word(array + 4 * u64::from(place))?,
        };
        Some(self.entries + Entry::SIZE as u64 * u64::from(index))
    }

    /// Has a request that is about to be submitted fail: of no descriptor, there is nothing to do for
    /// the kernel. Its completion will have the result of `errno` in the place of that of EBADF.
    /// Returns what stood in memory.
    pub(crate) fn refuse(
        &mut self,
        memory: &Memory,
        count: u32,
        (number, errno): (u64, i32),
    ) -> io::Result<Before> {
        let head = self.word(memory, self.submissions, Field::SubmissionHead);
        let mut places =
            (0..count).filter_map(|index| self.address(memory, head.wrapping_add(index)));
        let is_it = |address: &u64| {
            memory.bytes(*address, Entry::SIZE).is_some_and(|entry| Entry(entry).number() == number)
        };
        let Some(address) = places.find(is_it) else { return Ok(Before::default()) };
        self.refused = Some((number, errno));
        Before::replaced(memory, address + Entry::DESCRIPTOR, &(-1_i32).to_ne_bytes())
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

    /// How many completions the program has not taken yet.
    pub(crate) fn filled(&self, memory: &Memory) -> u32 {
        let place = |field| self.word(memory, self.completions, field);
        place(Field::CompletionTail).wrapping_sub(place(Field::CompletionHead))
    }

    fn completion(&mut self, memory: &Memory, address: u64) -> Option<Completion> {
        let mut completed = Completed(memory.bytes(address, Completed::SIZE)?);
        if let Some((_, errno)) = self.refused.take_if(|(number, _)| *number == completed.number())
        {
            memory.write(address + Completed::RESULT, &(-errno).to_ne_bytes()).ok()?;
            completed = Completed(memory.bytes(address, Completed::SIZE)?);
        }
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
