//! Whom a datagram is from, or for: on one socket for all clients, only its address tells.

use recording::Subject;

use crate::decode::{call::Entered, pieces, view::View};

/// The client at the address that the call was given, or was told, if it is about a socket for all:
/// a connection has one peer, whatever address a call names.
pub(crate) fn client(
    call: &Entered,
    about: Option<Subject>,
    view: &mut View<'_>,
) -> Option<Subject> {
    let address = pieces::peer(call, view.memory).filter(|_| about == Some(Subject::Socket))?;
    // A struct sockaddr_in and a sockaddr_in6 begin alike: a family, then the port.
    let bytes = view.memory.bytes(address, 4)?;
    view.names.sender(u16::from_be_bytes([bytes[2], bytes[3]]))
}
