//! Where everything stands in the structs of io_uring(7), which another process shares with the
//! kernel: their fields are read by offset, out of bytes.

use std::mem::{offset_of, size_of};

use recording::Operation;
use rustix::io_uring::{
    IORING_NOTIF_USAGE_ZC_COPIED, IORING_OFF_CQ_RING, IORING_OFF_SQES, IoringAcceptFlags,
    IoringCqeFlags, IoringOp, IoringRecvFlags, IoringRegisterOp, IoringSendFlags, IoringSetupFlags,
    IoringSqeFlags, io_uring_buf, io_uring_buf_reg, io_uring_cqe, io_uring_params, io_uring_sqe,
};

/// What io_uring_setup(2) tells: the places of the queues' words, from the start of each mapping.
#[derive(Debug, Default)]
pub(crate) struct Parameters(Vec<u8>);

/// The fields of `struct io_uring_params` that tell where a word stands.
#[derive(Debug, Clone, Copy)]
#[repr(usize)]
pub(crate) enum Field {
    SubmissionHead = offset_of!(io_uring_params, sq_off.head),
    SubmissionMask = offset_of!(io_uring_params, sq_off.ring_mask),
    SubmissionArray = offset_of!(io_uring_params, sq_off.array),
    CompletionHead = offset_of!(io_uring_params, cq_off.head),
    CompletionTail = offset_of!(io_uring_params, cq_off.tail),
    CompletionMask = offset_of!(io_uring_params, cq_off.ring_mask),
    Completions = offset_of!(io_uring_params, cq_off.cqes),
}

impl Parameters {
    /// The size of the struct.
    pub(crate) const SIZE: usize = size_of::<io_uring_params>();

    /// The struct with these bytes.
    pub(crate) fn new(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// Where a word stands.
    pub(crate) fn place(&self, field: Field) -> u64 {
        word(&self.0, field as usize).into()
    }

    /// Whether submissions are taken in order, and not through an array of indices.
    pub(crate) fn has_no_array(&self) -> bool {
        let flags = word(&self.0, offset_of!(io_uring_params, flags));
        flags & IoringSetupFlags::NO_SQARRAY.bits() != 0
    }
}

/// Which part of a ring an mmap(2) maps.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Part {
    /// The submission queue; most kernels map both queues at once.
    Submissions,
    Completions,
    /// The entries of the submission queue.
    Entries,
}

impl Part {
    /// The part at this offset of the ring's descriptor.
    pub(crate) fn at(offset: u64) -> Self {
        match offset {
            IORING_OFF_SQES => Self::Entries,
            IORING_OFF_CQ_RING => Self::Completions,
            _ => Self::Submissions,
        }
    }
}

/// `struct io_uring_sqe`: what is asked.
#[derive(Debug)]
pub(crate) struct Entry(pub(crate) Vec<u8>);

impl Entry {
    /// The size of the struct.
    pub(crate) const SIZE: usize = size_of::<io_uring_sqe>();

    /// Where the descriptor stands in the struct.
    pub(crate) const DESCRIPTOR: u64 = offset_of!(io_uring_sqe, fd) as u64;

    /// The descriptor that it is about; negative if it is about none.
    pub(crate) fn descriptor(&self) -> i32 {
        word(&self.0, offset_of!(io_uring_sqe, fd)).cast_signed()
    }

    /// The address of its bytes; for a cancellation, the number of what it cancels.
    pub(crate) fn address(&self) -> u64 {
        long(&self.0, offset_of!(io_uring_sqe, addr_or_splice_off_in))
    }

    /// For a change of an epoll list: the descriptor that is added to it, or taken off.
    pub(crate) fn listed(&self) -> i32 {
        word(&self.0, offset_of!(io_uring_sqe, off_or_addr2)).cast_signed()
    }

    /// The number that its completion will have.
    pub(crate) fn number(&self) -> u64 {
        long(&self.0, offset_of!(io_uring_sqe, user_data))
    }

    /// Whether the next one is only begun when this one is complete.
    pub(crate) fn is_linked(&self) -> bool {
        self.byte(offset_of!(io_uring_sqe, flags)) & IoringSqeFlags::IO_LINK.bits() != 0
    }

    /// What it asks for.
    pub(crate) fn operation(&self) -> Operation {
        let code = self.byte(offset_of!(io_uring_sqe, opcode));
        let found = OPERATIONS.iter().find(|(known, _)| *known as u8 == code);
        match found.map_or(Operation::Request, |(_, operation)| *operation) {
            Operation::Accept if self.has(IoringAcceptFlags::MULTISHOT.bits()) => {
                Operation::AcceptMultishot
            }
            Operation::Recv if self.has(IoringRecvFlags::MULTISHOT.bits()) => {
                Operation::RecvMultishot
            }
            operation => operation,
        }
    }

    /// Whether it wants to be told if there was a copy after all.
    pub(crate) fn asks_for_usage(&self) -> bool {
        self.has(IoringSendFlags::ZC_REPORT_USAGE.bits())
    }

    /// Whether a flag of its operation is set: they stand in `ioprio`.
    fn has(&self, flag: u16) -> bool {
        let at = offset_of!(io_uring_sqe, ioprio);
        u16::from_ne_bytes([self.byte(at), self.byte(at + 1)]) & flag != 0
    }

    fn byte(&self, at: usize) -> u8 {
        self.0.get(at).copied().unwrap_or(0)
    }
}

const OPERATIONS: [(IoringOp, Operation); 19] = [
    (IoringOp::Nop, Operation::Nop),
    (IoringOp::Accept, Operation::Accept),
    (IoringOp::AsyncCancel, Operation::Cancel),
    (IoringOp::Close, Operation::Close),
    (IoringOp::EpollCtl, Operation::EpollCtl),
    (IoringOp::LinkTimeout, Operation::LinkTimeout),
    (IoringOp::PollAdd, Operation::PollAdd),
    (IoringOp::PollRemove, Operation::PollRemove),
    (IoringOp::ProvideBuffers, Operation::ProvideBuffers),
    (IoringOp::Read, Operation::Read),
    (IoringOp::Recv, Operation::Recv),
    (IoringOp::Recvmsg, Operation::Recvmsg),
    (IoringOp::Send, Operation::Send),
    (IoringOp::SendZc, Operation::SendZc),
    (IoringOp::Sendmsg, Operation::Sendmsg),
    (IoringOp::Shutdown, Operation::Shutdown),
    (IoringOp::Timeout, Operation::Timeout),
    (IoringOp::TimeoutRemove, Operation::TimeoutRemove),
    (IoringOp::Write, Operation::Write),
];

/// `struct io_uring_cqe`: what has been completed.
#[derive(Debug)]
pub(crate) struct Completed(pub(crate) Vec<u8>);

impl Completed {
    /// The size of the struct.
    pub(crate) const SIZE: usize = size_of::<io_uring_cqe>();

    /// Where the result stands in the struct.
    pub(crate) const RESULT: u64 = offset_of!(io_uring_cqe, res) as u64;

    /// The number that it was asked under.
    pub(crate) fn number(&self) -> u64 {
        long(&self.0, offset_of!(io_uring_cqe, user_data))
    }

    /// What the call would have returned.
    pub(crate) fn result(&self) -> i32 {
        word(&self.0, offset_of!(io_uring_cqe, res)).cast_signed()
    }

    /// Whether it says no more than that the memory of an earlier one is free; and whether there was a
    /// copy of it (which is so only where that was asked).
    pub(crate) fn releases(&self) -> Option<bool> {
        let flags = word(&self.0, offset_of!(io_uring_cqe, flags));
        let is_notice = flags & IoringCqeFlags::NOTIF.bits() != 0;
        is_notice.then(|| self.result() & IORING_NOTIF_USAGE_ZC_COPIED != 0)
    }

    /// The number of the provided buffer that has its bytes: the upper half of its flags.
    pub(crate) fn buffer(&self) -> Option<u32> {
        let flags = word(&self.0, offset_of!(io_uring_cqe, flags));
        (flags & IoringCqeFlags::BUFFER.bits() != 0).then_some(flags >> 16)
    }
}

/// A queue of provided buffers: where it is, and how many entries it has.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Provided {
    pub(crate) queue: u64,
    pub(crate) entries: u32,
}

impl Provided {
    /// The size of what io_uring_register(2) is told.
    pub(crate) const SIZE: usize = size_of::<io_uring_buf_reg>();
    /// The size of an entry.
    pub(crate) const ENTRY: usize = size_of::<io_uring_buf>();

    /// The queue that a call of io_uring_register(2) for `operation` registers.
    pub(crate) fn registered(operation: u64, bytes: &[u8]) -> Option<Self> {
        let queue = long(bytes, offset_of!(io_uring_buf_reg, ring_addr));
        let entries = word(bytes, offset_of!(io_uring_buf_reg, ring_entries));
        let is_it = operation == IoringRegisterOp::RegisterPbufRing as u64;
        is_it.then_some(Self { queue, entries })
    }

    /// The number of a buffer, and its address.
    pub(crate) fn buffer(entry: &[u8]) -> (u32, u64) {
        let at = offset_of!(io_uring_buf, bid);
        let number = u16::from_ne_bytes([entry[at], entry[at + 1]]);
        (number.into(), long(entry, offset_of!(io_uring_buf, addr)))
    }
}

fn word(bytes: &[u8], at: usize) -> u32 {
    let field = bytes.get(at..).and_then(<[u8]>::first_chunk);
    field.map_or(0, |bytes| u32::from_ne_bytes(*bytes))
}

fn long(bytes: &[u8], at: usize) -> u64 {
    let field = bytes.get(at..).and_then(<[u8]>::first_chunk);
    field.map_or(0, |bytes| u64::from_ne_bytes(*bytes))
}
