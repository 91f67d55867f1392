//! sock_diag(7): the kernel is asked for one connection, by the addresses of its two ends, or for all
//! of a server.

mod end;
mod messages;

use std::{
    io,
    net::{Ipv4Addr, Ipv6Addr, SocketAddr},
    os::fd::OwnedFd,
};

use rustix::net::{
    AddressFamily, RecvFlags, SendFlags, SocketFlags, SocketType, netlink::SOCK_DIAG, recv, send,
    socket_with,
};

use crate::sock_diag::messages::{
    ALIVE, ANY, DONE, DUMP, ERROR, LISTENING, answer, connection, failure, message, request, short,
};

pub use crate::sock_diag::end::{Connection, End};

/// Asks for all connections of a server, also for those that it has not accepted yet.
///
/// # Errors
///
/// The kernel does not tell: sock_diag(7) is a module that may be missing.
pub fn all(server: SocketAddr) -> io::Result<Vec<Connection>> {
    dump(server, ALIVE)
}

/// Whether a socket listens on this port, at whichever address.
///
/// # Errors
///
/// The kernel does not tell: sock_diag(7) is a module that may be missing.
pub fn is_heard(port: u16) -> io::Result<bool> {
    let at = |host| dump(SocketAddr::new(host, port), LISTENING);
    let (four, six) = (at(Ipv4Addr::LOCALHOST.into())?, at(Ipv6Addr::LOCALHOST.into())?);
    Ok(!four.is_empty() || !six.is_empty())
}

/// All that is in one of these states.
fn dump(server: SocketAddr, states: u32) -> io::Result<Vec<Connection>> {
    let socket = open()?;
    let nobody = SocketAddr::new(server.ip(), 0);
    send(&socket, &request(server, nobody, DUMP, states), SendFlags::empty())?;
    let (mut all, mut bytes) = (Vec::new(), vec![0; 1 << 15]);
    loop {
        let (len, _) = recv(&socket, &mut bytes[..], RecvFlags::empty())?;
        let mut rest = &bytes[..len];
        while let Some(message) = message(rest) {
            match short(message, 4) {
                Some(DONE) => return Ok(all),
                Some(ERROR) => return Err(failure(message)),
                _ => all.extend(connection(message)),
            }
            rest = rest.get(message.len().next_multiple_of(4)..).unwrap_or(&[]);
        }
    }
}

/// Asks for the server's end of a connection.
///
/// # Errors
///
/// The kernel does not tell: sock_diag(7) is a module that may be missing.
pub fn ask(server: SocketAddr, client: SocketAddr) -> io::Result<End> {
    let socket = open()?;
    send(&socket, &request(server, client, 0, ANY), SendFlags::empty())?;
    answer(&socket)
}

fn open() -> io::Result<OwnedFd> {
    let (kind, flags) = (SocketType::DGRAM, SocketFlags::CLOEXEC);
    Ok(socket_with(AddressFamily::NETLINK, kind, flags, Some(SOCK_DIAG))?)
}

#[cfg(test)]
mod tests {
    use std::{
        io::{Read, Write},
        net::{Shutdown, TcpListener, TcpStream},
    };

    use super::*;

    #[test]
    fn a_port_is_heard_while_somebody_listens() -> io::Result<()> {
        for host in ["127.0.0.1", "0.0.0.0"] {
            let listener = TcpListener::bind((host, 0))?;
            let port = listener.local_addr()?.port();
            assert!(is_heard(port)?);
            drop(listener);
            assert!(!is_heard(port)?);
        }
        Ok(())
    }

    #[test]
    fn the_end_of_a_stream_is_no_byte_of_it() -> io::Result<()> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let server = listener.local_addr()?;
        let mut client = TcpStream::connect(server)?;
        let counts = |end: End| (end.received, end.read, end.unread(), end.is_the_servers());
        let address = client.local_addr()?;
        let look = || ask(server, address).map(counts);
        assert_eq!(look()?, (0, 0, 0, true));
        client.write_all(b"hello")?;
        client.shutdown(Shutdown::Write)?;
        assert_eq!(look()?, (5, 0, 5, true));
        let (mut accepted, _) = listener.accept()?;
        accepted.read_exact(&mut [0; 2])?;
        assert_eq!(look()?, (5, 2, 3, true));
        accepted.read_to_end(&mut Vec::new())?;
        assert_eq!(look()?, (5, 5, 0, true));
        drop(accepted);
        client.read_to_end(&mut Vec::new())?;
        assert_eq!(look()?, (0, 0, 0, false));
        Ok(())
    }
}
