//! io_uring(7), read from outside: what a program asks of a ring, and what the ring has completed.
//!
//! The rings are memory that the program shares with the kernel; io_uring_setup(2) tells where in
//! its three mappings everything lies, and mmap(2) where the mappings are.

use std::collections::HashMap;

use recording::{Operation, Subject, Submission};

use crate::stops::memory::Memory;

/// Where io_uring_setup(2) puts what it tells, in struct io_uring_params.
const PARAMETERS: usize = 120;
const SUBMISSION: usize = 40;
const COMPLETION: usize = 80;

/// What the offset of an mmap(2) says: which part of the ring it maps.
const COMPLETIONS_AT: u64 = 0x0800_0000;
const ENTRIES_AT: u64 = 0x1000_0000;

/// IORING_SETUP_NO_SQARRAY: submissions are taken in order, not through an array of indices.
const NO_ARRAY: u32 = 1 << 16;

/// IORING_REGISTER_PBUF_RING.
const REGISTER_BUFFERS: u64 = 22;
/// IORING_CQE_F_BUFFER: the bytes are in a provided buffer.
const BUFFER: u32 = 1;
/// IOSQE_IO_LINK.
const LINK: u8 = 1 << 2;
/// IORING_ACCEPT_MULTISHOT, IORING_RECV_MULTISHOT.
const MULTISHOT_ACCEPT: u8 = 1;
const MULTISHOT_RECEIVE: u8 = 1 << 1;

/// One ring of one process.
#[derive(Debug, Default)]
pub(crate) struct Ring {
    parameters: Vec<u8>,
    submissions: u64,
    completions: u64,
    entries: u64,
    /// How many completions have been told.
    told: u32,
    /// What was asked under which number.
    asked: HashMap<u64, Request>,
    /// Where a queue of provided buffers is, and how many entries it has.
    provided: Option<(u64, u32)>,
}

/// A submission, and the address of the bytes that it is about.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Request {
    pub(crate) asks: Submission,
    pub(crate) address: u64,
}

/// A completion: of what, and with which result.
#[derive(Debug)]
pub(crate) struct Completion {
    pub(crate) of: Submission,
    pub(crate) result: i32,
    /// Where its bytes are.
    pub(crate) address: u64,
}

impl Ring {
    /// A ring whose parameters the kernel has just filled in at `address`.
    pub(crate) fn new(memory: &Memory, address: u64) -> Option<Self> {
        let parameters = memory.bytes(address, PARAMETERS)?;
        Some(Self { parameters, ..Self::default() })
    }

    /// Takes down where a part of the ring is mapped. Most kernels map both queues at once.
    pub(crate) fn map(&mut self, offset: u64, address: u64) {
        match offset {
            ENTRIES_AT => self.entries = address,
            COMPLETIONS_AT => self.completions = address,
            _ => {
                self.submissions = address;
                self.completions = address;
            }
        }
    }

    /// The requests that the program submits with a call that submits `count`.
    ///
    /// Whom each is about is asked now: at its completion the descriptor may be closed.
    pub(crate) fn submitted(
        &mut self,
        memory: &Memory,
        count: u32,
        mut name: impl FnMut(i32) -> Option<Subject>,
    ) -> Vec<Submission> {
        let head = self.read(memory, self.submissions, SUBMISSION);
        let indices = (0..count).map(|index| self.index(memory, head.wrapping_add(index)));
        let entries: Vec<Vec<u8>> = indices
            .filter_map(|index| memory.bytes(self.entries + 64 * u64::from(index), 64))
            .collect();
        entries.iter().map(|entry| self.ask(entry, &mut name)).collect()
    }

    fn index(&self, memory: &Memory, place: u32) -> u32 {
        let mask = self.read(memory, self.submissions, SUBMISSION + 8);
        if self.parameter(8) & NO_ARRAY != 0 {
            return place & mask;
        }
        let array = self.submissions + u64::from(self.parameter(SUBMISSION + 24));
        word(memory, array + 4 * u64::from(place & mask))
    }

    fn ask(&mut self, entry: &[u8], name: impl FnOnce(i32) -> Option<Subject>) -> Submission {
        let descriptor = word_in(entry, 4).cast_signed();
        let (operation, address) = (operation(entry), long_in(entry, 16));
        let (cancels, subject) = match operation {
            Operation::Nop | Operation::Timeout => (None, None),
            Operation::Cancel => match self.asked.get(&address) {
                Some(Request { asks, .. }) => (Some(asks.operation), asks.subject),
                None => (None, None),
            },
            _ if descriptor < 0 => (None, None),
            _ => (None, name(descriptor)),
        };
        let asks = Submission { operation, cancels, subject, linked: entry[1] & LINK != 0 };
        self.asked.insert(long_in(entry, 32), Request { asks, address });
        asks
    }

    /// The completions that have not been told.
    pub(crate) fn completed(&mut self, memory: &Memory) -> Vec<Completion> {
        let tail = self.read(memory, self.completions, COMPLETION + 4);
        let mask = self.read(memory, self.completions, COMPLETION + 8);
        let first = self.completions + u64::from(self.parameter(COMPLETION + 20));
        let mut completions = Vec::new();
        while self.told != tail {
            let place = u64::from(self.told & mask);
            completions.extend(self.completion(memory, first + 16 * place));
            self.told = self.told.wrapping_add(1);
        }
        completions
    }

    /// Whether there are completions that have not been told.
    pub(crate) fn has_news(&self, memory: &Memory) -> bool {
        self.told != self.read(memory, self.completions, COMPLETION + 4)
    }

    /// Takes down where provided buffers are.
    pub(crate) fn register(&mut self, memory: &Memory, operation: u64, address: u64) {
        let queue = memory.bytes(address, 12).filter(|_| operation == REGISTER_BUFFERS);
        self.provided = queue.map(|queue| (long_in(&queue, 0), word_in(&queue, 8)));
    }

    fn completion(&self, memory: &Memory, address: u64) -> Option<Completion> {
        let entry = memory.bytes(address, 16)?;
        let request = self.asked.get(&long_in(&entry, 0))?;
        let flags = word_in(&entry, 12);
        let provided = (flags & BUFFER != 0).then(|| self.buffer(memory, flags >> 16)).flatten();
        let address = provided.unwrap_or(request.address);
        Some(Completion { of: request.asks, result: word_in(&entry, 8).cast_signed(), address })
    }

    /// The address of the provided buffer of that number.
    fn buffer(&self, memory: &Memory, number: u32) -> Option<u64> {
        let (queue, entries) = self.provided?;
        let entries = memory.array::<16>(queue, usize::try_from(entries).ok()?);
        let number_of = |entry: &[u8]| u32::from(u16::from_ne_bytes([entry[12], entry[13]]));
        entries.iter().find(|entry| number_of(*entry) == number).map(|entry| long_in(entry, 0))
    }

    /// The word of a queue whose place the parameters have at `field`.
    fn read(&self, memory: &Memory, queue: u64, field: usize) -> u32 {
        word(memory, queue + u64::from(self.parameter(field)))
    }

    fn parameter(&self, field: usize) -> u32 {
        word_in(&self.parameters, field)
    }
}

fn word(memory: &Memory, address: u64) -> u32 {
    memory.array::<4>(address, 1).first().map_or(0, |bytes| u32::from_ne_bytes(*bytes))
}

fn word_in(bytes: &[u8], at: usize) -> u32 {
    bytes[at..].first_chunk().map_or(0, |bytes| u32::from_ne_bytes(*bytes))
}

fn long_in(bytes: &[u8], at: usize) -> u64 {
    bytes[at..].first_chunk().map_or(0, |bytes| u64::from_ne_bytes(*bytes))
}

/// What an entry asks for.
fn operation(entry: &[u8]) -> Operation {
    match entry[0] {
        0 => Operation::Nop,
        13 if entry[2] & MULTISHOT_ACCEPT != 0 => Operation::AcceptMultishot,
        27 if entry[2] & MULTISHOT_RECEIVE != 0 => Operation::RecvMultishot,
        6 => Operation::PollAdd,
        7 => Operation::PollRemove,
        9 => Operation::Sendmsg,
        10 => Operation::Recvmsg,
        11 => Operation::Timeout,
        12 => Operation::TimeoutRemove,
        13 => Operation::Accept,
        14 => Operation::Cancel,
        15 => Operation::LinkTimeout,
        19 => Operation::Close,
        22 => Operation::Read,
        23 => Operation::Write,
        26 => Operation::Send,
        27 => Operation::Recv,
        34 => Operation::Shutdown,
        31 => Operation::ProvideBuffers,
        _ => Operation::Request,
    }
}
