//! Makes a call move one byte: honest, for the kernel may do so at any time.
//!
//! A length in a register is replaced there. Lengths in memory, those of `struct iovec`, are
//! replaced until the call is over: the program may use them again.

use std::io;

use crate::{
    decode::{
        call::Entered,
        pieces::{List, lists},
    },
    stops::{memory::Memory, registers::Registers},
};

/// What stood in a task's memory before a call was cut.
#[derive(Debug, Default)]
pub(crate) struct Before(Option<(u64, Vec<u8>)>);

/// The size of `struct iovec`, and where its length stands.
const IOVEC: usize = 16;
const LENGTH: usize = 8;

/// Cuts a call on its way in.
pub(crate) fn cut(call: &Entered, registers: Registers, memory: &Memory) -> io::Result<Before> {
    let Some(lists) = lists(call, memory) else {
        registers.cut(length(call.number), 1)?;
        return Ok(Before::default());
    };
    if matches!(call.number, libc::SYS_recvmmsg | libc::SYS_sendmmsg) {
        registers.cut(2, 1)?;
    }
    // Of several messages only the first one is moved.
    let before = lists.first().map(|list| cut_list(*list, memory)).transpose()?;
    Ok(before.flatten().unwrap_or_default())
}

/// Which argument is the length.
fn length(number: i64) -> usize {
    match number {
        libc::SYS_sendfile => 3,
        libc::SYS_splice => 4,
        _ => 2,
    }
}

/// Leaves one byte of a list of pieces: of the first that has any.
fn cut_list(list: List, memory: &Memory) -> io::Result<Option<Before>> {
    let Some(old) = memory.bytes(list.address, list.size()) else { return Ok(None) };
    let mut new = old;
    let mut left = 1_u64;
    for piece in new.chunks_exact_mut(IOVEC) {
        let length = &mut piece[LENGTH..];
        let is_empty = length.iter().all(|byte| *byte == 0);
        length.copy_from_slice(&if is_empty { 0 } else { left }.to_ne_bytes());
        left = if is_empty { left } else { 0 };
    }
    Before::replaced(memory, list.address, &new).map(Some)
}

impl Before {
    /// Puts `bytes` in the place of what stands there.
    pub(crate) fn replaced(memory: &Memory, address: u64, bytes: &[u8]) -> io::Result<Self> {
        let Some(old) = memory.bytes(address, bytes.len()) else { return Ok(Self::default()) };
        memory.write(address, bytes)?;
        Ok(Self(Some((address, old))))
    }

    /// Puts back what stood there, on the call's way out.
    pub(crate) fn restore(self, memory: &Memory) -> io::Result<()> {
        self.0.iter().try_for_each(|(address, bytes)| memory.write(*address, bytes))
    }
}
