//! Calls that are about copies: what a socket is asked for, and what the kernel says has become of it.

use recording::{Call, Kind, MessageFlag, Outcome, SocketOption};

use crate::decode::{
    call::{Entered, descriptor},
    view::View,
};

/// Options that the libc crate does not name everywhere.
const SO_ZEROCOPY: i32 = 60;
const TCP_ZEROCOPY_RECEIVE: i32 = 35;

/// Who has put something into a socket's error queue: a send whose memory is free (`linux/errqueue.h`).
const SO_EE_ORIGIN_ZEROCOPY: u8 = 5;
const SO_EE_CODE_ZEROCOPY_COPIED: u8 = 1;

/// Where `struct msghdr` keeps its control messages.
const MSG_CONTROL: u64 = 32;

/// The size of `struct cmsghdr`; after it comes `struct sock_extended_err`, and there they stand.
const CMSGHDR: usize = 16;
const EE_ORIGIN: usize = 4;
const EE_CODE: usize = 6;

/// The option that a call is about; nothing of one that changes no copy.
pub(super) fn option(call: &Entered) -> Option<SocketOption> {
    match (descriptor(call.arguments[1]), descriptor(call.arguments[2])) {
        (libc::SOL_SOCKET, SO_ZEROCOPY) => Some(SocketOption::SoZerocopy),
        (libc::IPPROTO_TCP, libc::TCP_MAXSEG) => Some(SocketOption::TcpMaxseg),
        (libc::IPPROTO_TCP, TCP_ZEROCOPY_RECEIVE) => Some(SocketOption::TcpZerocopyReceive),
        _ => None,
    }
}

/// Whether a call sends or receives in a way that is not the usual one.
pub(super) fn flag(call: &Entered) -> Option<MessageFlag> {
    let has = |at: usize, flag: i32| descriptor(call.arguments[at]) & flag != 0;
    match call.number {
        libc::SYS_sendto if has(3, libc::MSG_ZEROCOPY) => Some(MessageFlag::MsgZerocopy),
        libc::SYS_sendmsg if has(2, libc::MSG_ZEROCOPY) => Some(MessageFlag::MsgZerocopy),
        libc::SYS_recvmsg if has(2, libc::MSG_ERRQUEUE) => Some(MessageFlag::MsgErrqueue),
        _ => None,
    }
}

/// What the error queue said of the memory of earlier sends; anything else in it is a number.
pub(super) fn released(call: &Entered, view: &View<'_>) -> Outcome {
    let control = view.memory.long(call.arguments[1] + MSG_CONTROL).map(i64::cast_unsigned);
    let message = control.and_then(|at| view.memory.bytes(at, CMSGHDR + EE_CODE + 1));
    match message.map(|message| (message[CMSGHDR + EE_ORIGIN], message[CMSGHDR + EE_CODE])) {
        Some((SO_EE_ORIGIN_ZEROCOPY, code)) => {
            Outcome::Released { copied: code == SO_EE_CODE_ZEROCOPY_COPIED }
        }
        _ => Outcome::Number(0),
    }
}

/// What getsockopt(2) has mapped: `struct tcp_zerocopy_receive` has an address, a length, a hint of
/// how many bytes to receive as usual, and how many have arrived.
pub(super) fn mapped(call: &Entered, told: &Call, view: &View<'_>) -> Outcome {
    let fields = view.memory.array::<4>(call.arguments[3] + 8, 3);
    let fields: Vec<_> = fields.iter().map(|field| u32::from_ne_bytes(*field) as usize).collect();
    match (&told.kind, &fields[..]) {
        (Kind::Getsockopt(SocketOption::TcpZerocopyReceive), [bytes, hint, more]) => {
            Outcome::Mapped { bytes: *bytes, left: *hint.max(more) }
        }
        _ => Outcome::Number(0),
    }
}
