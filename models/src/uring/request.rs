//! What can be asked of the kernel: each request is an entry of 64 bytes, with an operation's
//! arguments where its system call would have them.

use std::os::fd::{AsRawFd, BorrowedFd};

use rustix::{
    event::PollFlags,
    io_uring::{
        IoringAcceptFlags, IoringAsyncCancelFlags, IoringOp, IoringRecvFlags, IoringSqeFlags,
        addr_or_splice_off_in_union, io_uring_ptr, io_uring_sqe, ioprio_union, len_union,
        op_flags_union,
    },
    net::{RecvFlags, SendFlags, SocketFlags},
};

/// To send less than all is a failure (MSG_WAITALL, which send(2) itself does not know).
const WAITALL: SendFlags = SendFlags::from_bits_retain(RecvFlags::WAITALL.bits());

/// accept4(2).
pub(super) fn accept(listener: BorrowedFd<'_>, multishot: bool) -> io_uring_sqe {
    let accept_flags =
        if multishot { IoringAcceptFlags::MULTISHOT } else { IoringAcceptFlags::empty() };
    io_uring_sqe {
        ioprio: ioprio_union { accept_flags },
        op_flags: op_flags_union { accept_flags: SocketFlags::CLOEXEC },
        ..of(IoringOp::Accept, listener)
    }
}

/// recv(2), again and again, each time into a buffer that the kernel selects from group 0.
pub(super) fn receive(socket: BorrowedFd<'_>) -> io_uring_sqe {
    io_uring_sqe {
        flags: IoringSqeFlags::BUFFER_SELECT,
        ioprio: ioprio_union { recv_flags: IoringRecvFlags::MULTISHOT },
        ..of(IoringOp::Recv, socket)
    }
}

/// recv(2).
pub(super) fn receive_into(socket: BorrowedFd<'_>, bytes: &mut [u8]) -> io_uring_sqe {
    with(bytes.as_mut_ptr(), bytes.len(), of(IoringOp::Recv, socket))
}

/// send(2), without SIGPIPE.
pub(super) fn send(socket: BorrowedFd<'_>, bytes: &[u8]) -> io_uring_sqe {
    let op_flags = op_flags_union { send_flags: SendFlags::NOSIGNAL };
    let entry = io_uring_sqe { op_flags, ..of(IoringOp::Send, socket) };
    with(bytes.as_ptr().cast_mut(), bytes.len(), entry)
}

/// send(2) of all of it at once, or else the request behind it fails.
pub(super) fn send_at_once(socket: BorrowedFd<'_>, bytes: &[u8]) -> io_uring_sqe {
    let send_flags = SendFlags::NOSIGNAL | SendFlags::DONTWAIT | WAITALL;
    let op_flags = op_flags_union { send_flags };
    io_uring_sqe { op_flags, flags: IoringSqeFlags::IO_LINK, ..send(socket, bytes) }
}

/// Nothing, which completes only if it fails.
pub(super) fn alarm() -> io_uring_sqe {
    io_uring_sqe { flags: IoringSqeFlags::CQE_SKIP_SUCCESS, ..<_>::default() }
}

/// poll(2), for one descriptor.
pub(super) fn readable(file: BorrowedFd<'_>) -> io_uring_sqe {
    // The bits are signed in some C libraries.
    let poll32_events = i64::from(PollFlags::IN.bits()).try_into().expect("it is a low bit");
    io_uring_sqe { op_flags: op_flags_union { poll32_events }, ..of(IoringOp::PollAdd, file) }
}

/// The end of the request of that number.
pub(super) fn cancel(data: u64) -> io_uring_sqe {
    io_uring_sqe {
        addr_or_splice_off_in: addr_or_splice_off_in_union { user_data: data.into() },
        opcode: IoringOp::AsyncCancel,
        ..<_>::default()
    }
}

/// The end of all requests.
pub(super) fn cancel_all() -> io_uring_sqe {
    let cancel_flags = IoringAsyncCancelFlags::ANY | IoringAsyncCancelFlags::ALL;
    io_uring_sqe {
        op_flags: op_flags_union { cancel_flags },
        opcode: IoringOp::AsyncCancel,
        ..<_>::default()
    }
}

// ANCHOR: entry
fn of(opcode: IoringOp, file: BorrowedFd<'_>) -> io_uring_sqe {
    io_uring_sqe { opcode, fd: file.as_raw_fd(), ..<_>::default() }
}

fn with(start: *mut u8, len: usize, entry: io_uring_sqe) -> io_uring_sqe {
    let addr = io_uring_ptr::new(start.cast());
    // What is more than 4 GiB waits for the next send.
    let len = u32::try_from(len).unwrap_or(u32::MAX);
    io_uring_sqe {
        addr_or_splice_off_in: addr_or_splice_off_in_union { addr },
        len: len_union { len },
        ..entry
    }
}
// ANCHOR_END: entry
