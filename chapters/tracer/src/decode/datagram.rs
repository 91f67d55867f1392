//! Whom a datagram is from, or for: on one socket for all clients, only its address tells.

use recording::Subject;

use crate::decode::{call::Entered, pieces, view::View};

/// The client at the address that the call was given, or was told.
pub(crate) fn client(call: &Entered, view: &View<'_>) -> Option<Subject> {
    let address = pieces::peer(call, view.memory)?;
    // A struct sockaddr_in and a sockaddr_in6 begin alike: a family, then the port.
    let bytes = view.memory.bytes(address, 4)?;
    view.names.client(u16::from_be_bytes([bytes[2], bytes[3]]))
}
