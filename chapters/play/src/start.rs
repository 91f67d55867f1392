//! How a server's process is started, with or without a tracer, and handed its listener.

use std::{
    ffi::{OsStr, OsString},
    io,
    net::{Ipv4Addr, SocketAddr, TcpListener, UdpSocket},
    os::fd::OwnedFd,
    process::{Command, Stdio, id},
};

use io_models::inherited;
use recording::End;
use rustix::{net::sockopt::set_socket_send_buffer_size, process::Pid};
use show::end;
use tracer::{Asked, Detail, Fault, Tracer, proc_is_ours, wait_until_it_asks};

use crate::{
    script::Script,
    server::Server,
    server_side::{COMMAND, DIRECTOR, SERVER, UNTRACED},
    target::Target,
    trouble::Trouble,
};

/// Starts a server, traced if the kernel allows it, and says where its clients will call.
pub(crate) fn start(
    target: &Target,
    script: &Script,
    fault: Fault,
    detail: Detail,
) -> Result<(SocketAddr, Server), Trouble> {
    let (socket, address) = bind(script)?;
    if let Some(size) = fault.buffers() {
        // The sockets that a listener accepts inherit it (tcp(7)).
        set_socket_send_buffer_size(&socket, size)?;
    }
    // A known server inherits the socket; another program makes its own on the same port.
    let input = matches!(target, Target::Known(_)).then_some(socket);
    Ok((address, start_at(address, target, input.as_ref(), fault, detail)?))
}

fn start_at(
    address: SocketAddr,
    target: &Target,
    input: Option<&OwnedFd>,
    fault: Fault,
    detail: Detail,
) -> Result<Server, Trouble> {
    let task = Pid::from_child(&command(target, address, input)?.spawn()?);
    Ok(match wait_until_it_asks(task)? {
        Asked::Waits => {
            let tracer = Tracer::new(task, address, fault, detail)?;
            let is_known = matches!(target, Target::Known(_));
            Server::Traced(Box::new(if is_known { tracer } else { tracer.spared() }))
        }
        Asked::NotTraceable => {
            let child = command(target, address, input)?.env(UNTRACED, "1").spawn()?;
            Server::Unseen { child, events: Vec::new() }
        }
        Asked::Ended(status) => return Err(Trouble::Ended(end(End::Exits(status)))),
    })
}

/// Where the clients will call: a listener, or a socket for datagrams.
fn bind(script: &Script) -> io::Result<(OwnedFd, SocketAddr)> {
    let any = (Ipv4Addr::LOCALHOST, 0);
    if script.is_of_datagrams() {
        let socket = UdpSocket::bind(any)?;
        let address = socket.local_addr()?;
        return Ok((socket.into(), address));
    }
    let listener = TcpListener::bind(any)?;
    let address = listener.local_addr()?;
    Ok((listener.into(), address))
}

pub(crate) fn command(
    target: &Target,
    address: SocketAddr,
    listener: Option<&OwnedFd>,
) -> io::Result<Command> {
    proc_is_ours()?;
    let input = listener.map(OwnedFd::try_clone).transpose()?;
    let input = input.map_or_else(Stdio::null, Stdio::from);
    let mut command = match target {
        Target::Known(name) => inherited::command(SERVER, name, input),
        Target::Command(line) => {
            let mut command = inherited::command(SERVER, COMMAND, input);
            command.args(line.iter().map(|word| told(word, address)));
            command
        }
    };
    command.env("LISTEN_ADDRESS", address.to_string()).env(DIRECTOR, id().to_string());
    command.stdout(Stdio::null());
    Ok(command)
}

/// An argument that says where to listen.
pub(crate) fn told(word: &OsStr, address: SocketAddr) -> OsString {
    let Some(text) = word.to_str() else { return word.to_owned() };
    let (whole, host) = (address.to_string(), address.ip().to_string());
    let text = text.replace("{address}", &whole).replace("{host}", &host);
    text.replace("{port}", &address.port().to_string()).into()
}
