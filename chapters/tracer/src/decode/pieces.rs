//! Where the bytes of a call lie: in one piece of memory, in a list of pieces, in several messages.
//!
//! ```text
//! read, write, recvfrom, sendto     descriptor, address, length
//! readv, writev, vmsplice ..        descriptor, struct iovec[], how many
//! recvmsg, sendmsg                  descriptor, struct msghdr          ─▶ struct iovec[]
//! recvmmsg, sendmmsg                descriptor, struct mmsghdr[], how many ─▶ the same, each
//! ```

use crate::{
    decode::call::{Entered, Shape},
    stops::memory::Memory,
};

/// A piece of memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) address: u64,
    pub(crate) length: u64,
}

/// The most pieces that one call may have (`IOV_MAX`, readv(2)).
const MOST: u64 = 1024;

/// The size of `struct mmsghdr`, a `struct msghdr` and the length of what was moved; and where that
/// length stands.
const MMSGHDR: u64 = 64;
const MSG_LEN: u64 = 56;

/// Where `struct msghdr` keeps its list of pieces, and how many they are.
const MSG_IOV: u64 = 16;
const MSG_IOVLEN: u64 = 24;

/// How many bytes a call may move.
pub(crate) fn asked(call: &Entered, memory: &Memory) -> u64 {
    match call.number {
        libc::SYS_tee => call.arguments[2],
        libc::SYS_sendfile => call.arguments[3],
        libc::SYS_splice => call.arguments[4],
        _ => of(call, memory).iter().map(|piece| piece.length).sum(),
    }
}

/// The pieces of a call's bytes in their order; none for a call that moves them by other ways.
pub(crate) fn of(call: &Entered, memory: &Memory) -> Vec<Piece> {
    let [_, address, length, ..] = call.arguments;
    match lists(call, memory) {
        Some(lists) => lists.iter().flat_map(|list| list.pieces(memory)).collect(),
        None if matches!(call.shape, Shape::Read | Shape::Write) => vec![Piece { address, length }],
        None => Vec::new(),
    }
}

/// An array of `struct iovec`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct List {
    pub(crate) address: u64,
    pub(crate) count: u64,
}

impl List {
    fn pieces(self, memory: &Memory) -> Vec<Piece> {
        let pieces = memory.array::<16>(self.address, self.size() / size_of::<[u64; 2]>());
        pieces.iter().map(piece).collect()
    }

    /// The size of the array in memory, in bytes.
    pub(crate) fn size(self) -> usize {
        usize::try_from(self.count.min(MOST)).unwrap_or(0) * size_of::<[u64; 2]>()
    }
}

fn piece(fields: &[u8; 16]) -> Piece {
    let half = |at: usize| fields[at..at + 8].try_into().map_or(0, u64::from_ne_bytes);
    Piece { address: half(0), length: half(8) }
}

/// The lists of pieces that a call was given, one for each message; `None` if it takes none.
pub(crate) fn lists(call: &Entered, memory: &Memory) -> Option<Vec<List>> {
    let [_, address, count, ..] = call.arguments;
    match call.number {
        libc::SYS_readv
        | libc::SYS_writev
        | libc::SYS_preadv2
        | libc::SYS_pwritev2
        | libc::SYS_vmsplice => Some(vec![List { address, count }]),
        libc::SYS_recvmsg | libc::SYS_sendmsg => Some(of_message(address, memory)),
        libc::SYS_recvmmsg | libc::SYS_sendmmsg => {
            let messages = (0..count.min(MOST)).map(|index| address + index * MMSGHDR);
            Some(messages.flat_map(|message| of_message(message, memory)).collect())
        }
        _ => None,
    }
}

fn of_message(message: u64, memory: &Memory) -> Vec<List> {
    let number = |at| memory.long(message + at).map(i64::cast_unsigned);
    let list = number(MSG_IOV).zip(number(MSG_IOVLEN));
    list.map(|(address, count)| List { address, count }).into_iter().collect()
}

/// How many bytes a call has moved that returned `result`: recvmmsg(2) and sendmmsg(2) return how
/// many messages, and write down the length of each.
pub(crate) fn moved(call: &Entered, result: usize, memory: &Memory) -> usize {
    if !matches!(call.number, libc::SYS_recvmmsg | libc::SYS_sendmmsg) {
        return result;
    }
    let lengths = (0..result as u64).map(|index| call.arguments[1] + index * MMSGHDR + MSG_LEN);
    let lengths = lengths.filter_map(|address| memory.array::<4>(address, 1).first().copied());
    lengths.map(|bytes| u32::from_ne_bytes(bytes) as usize).sum()
}

/// The address of the peer's address in a call on a socket, if it was given or asked for one.
pub(crate) fn peer(call: &Entered, memory: &Memory) -> Option<u64> {
    let address = match call.number {
        libc::SYS_recvfrom | libc::SYS_sendto => call.arguments[4],
        libc::SYS_recvmsg | libc::SYS_sendmsg | libc::SYS_recvmmsg | libc::SYS_sendmmsg => {
            memory.long(call.arguments[1])?.cast_unsigned()
        }
        _ => 0,
    };
    (address != 0).then_some(address)
}

/// The first bytes of `count` that a call has moved, at most `most` of them.
pub(crate) fn bytes(call: &Entered, count: usize, most: usize, memory: &Memory) -> Vec<u8> {
    let mut bytes = Vec::new();
    let wanted = count.min(most);
    for piece in of(call, memory) {
        let left = wanted - bytes.len();
        let part = usize::try_from(piece.length).unwrap_or(left).min(left);
        bytes.extend(memory.bytes(piece.address, part).unwrap_or_default());
        if bytes.len() >= wanted {
            break;
        }
    }
    bytes
}
