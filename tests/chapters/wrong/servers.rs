//! Wrong solutions of chapters 5 to 8.

use std::{
    collections::BTreeMap,
    io,
    os::fd::{AsFd, OwnedFd},
    sync::Arc,
};

use io_models::{
    Server,
    select::{FdSet, select},
    signals::{ask_for_sigio, count_in},
};
use rustix::{
    buffer::spare_capacity,
    event::{
        EventfdFlags, PollFd, PollFlags,
        epoll::{self, CreateFlags, EventData, EventFlags},
        eventfd, poll,
    },
    io::{Errno, read, retry_on_intr},
    net::{RecvFlags, SendFlags, recvfrom, sendto},
};
use socket_core::net::{self, Accepted, Blocking, Transfer};

/// Chapter 5, `copy`: it waits well, and then does not look at the answer.
pub(super) fn receives_from_everybody(server: Server) -> io::Result<()> {
    let clients = [accept(&server.listener)?, accept(&server.listener)?];
    loop {
        ready(&clients)?;
        for client in &clients {
            if !echo::<512>(client)? {
                return Ok(());
            }
        }
    }
}

/// Chapter 5, `copy`: it loses nobody, for it makes a set anew each time.
pub(super) fn makes_a_set_anew(server: Server) -> io::Result<()> {
    let clients = [accept(&server.listener)?, accept(&server.listener)?];
    loop {
        let mut set = FdSet::new();
        for client in &clients {
            set.insert(client.as_fd())?;
        }
        select(&mut set, &mut FdSet::new(), None)?;
        for client in clients.iter().filter(|client| set.contains(client)) {
            if !echo::<512>(client)? {
                return Ok(());
            }
        }
    }
}

/// Chapter 5, `refuse`: it turns the third client away, whatever its number is.
pub(super) fn counts_to_two(server: Server) -> io::Result<()> {
    by_poll(server.listener, 2, |everybody, client| {
        if everybody.len() < 3 {
            everybody.push(client);
        } else {
            net::send(&client, b"no room\n")?;
        }
        Ok(())
    })
}

/// Chapter 6, `full-house`: the third client is not in the backlog, it is only not served.
pub(super) fn accepts_the_third(server: Server) -> io::Result<()> {
    by_poll(server.listener, 2, |everybody, client| {
        everybody.push(client);
        Ok(())
    })
}

/// Serves so many of those that `comes` adds to the listener.
fn by_poll(
    listener: OwnedFd,
    served: usize,
    comes: fn(&mut Vec<OwnedFd>, OwnedFd) -> io::Result<()>,
) -> io::Result<()> {
    net::set_nonblocking(&listener)?;
    let mut everybody = vec![listener];
    loop {
        let ready = ready(&everybody[..everybody.len().min(1 + served)])?;
        for place in (1..ready.len()).rev().filter(|place| ready[*place]) {
            if !echo::<512>(&everybody[place])? {
                everybody.remove(place);
            }
        }
        if ready[0]
            && let Accepted::Client(client) = net::accept(&everybody[0], Blocking::No)?
        {
            comes(&mut everybody, client)?;
        }
    }
}

/// Chapter 7, `two-descriptors`: the client hears the end, and the second descriptor stays open.
pub(super) fn keeps_one_open(server: Server) -> io::Result<()> {
    let mut writers = BTreeMap::new();
    by_epoll(&server.listener, EventFlags::IN, |epoll, token, reader| {
        if let std::collections::btree_map::Entry::Vacant(place) = writers.entry(token) {
            place.insert(reader.try_clone()?);
        }
        let is_there = echo::<16>(reader)?;
        if !is_there {
            epoll::delete(epoll, reader)?;
            net::stop_writing(&writers[&token]);
        }
        Ok(is_there)
    })
}

/// Chapter 7, `fair-edges`: one receive a turn, and no edge.
pub(super) fn level_triggered(server: Server) -> io::Result<()> {
    by_epoll(&server.listener, EventFlags::IN, |_, _, client| echo::<16>(client))
}

/// Chapter 8, `all-of-them`: it knows how many there are in the exercise's scene.
pub(super) fn three_each_time(server: Server) -> io::Result<()> {
    let count = Arc::new(eventfd(0, EventfdFlags::CLOEXEC)?);
    count_in(Arc::clone(&count))?;
    ask_for_sigio(&server.listener)?;
    loop {
        for _ in 0..3 {
            datagram(&server.listener)?;
        }
        read(&count, &mut [0; 8])?;
    }
}

/// Chapter 8, `read-on`: one receive, into a buffer that is large enough for the exercise's scene.
pub(super) fn large_buffer(server: Server) -> io::Result<()> {
    loop {
        let client = accept(&server.listener)?;
        while echo::<4096>(&client)? {}
    }
}

/// Waits until the list, or one of the clients, is ready; which of them are.
fn ready(everybody: &[OwnedFd]) -> io::Result<Vec<bool>> {
    let entries = everybody.iter().map(|descriptor| PollFd::new(descriptor, PollFlags::IN));
    let mut entries = entries.collect::<Vec<_>>();
    retry_on_intr(|| poll(&mut entries, None))?;
    Ok(entries.iter().map(|entry| !entry.revents().is_empty()).collect())
}

/// Gives each client that is reported a turn: of the list, its number, the client.
fn by_epoll(
    listener: &OwnedFd,
    flags: EventFlags,
    mut turn: impl FnMut(&OwnedFd, u64, &OwnedFd) -> io::Result<bool>,
) -> io::Result<()> {
    net::set_nonblocking(listener)?;
    let epoll = epoll::create(CreateFlags::CLOEXEC)?;
    epoll::add(&epoll, listener, EventData::new_u64(0), EventFlags::IN)?;
    let (mut clients, mut last) = (BTreeMap::new(), 0);
    let mut events = Vec::with_capacity(16);
    loop {
        epoll::wait(&epoll, spare_capacity(&mut events), None)?;
        for token in events.drain(..).map(|event| event.data.u64()) {
            if let Some(client) = clients.get(&token) {
                if !turn(&epoll, token, client)? {
                    clients.remove(&token);
                }
            } else if let Accepted::Client(client) = net::accept(listener, Blocking::No)? {
                last += 1;
                epoll::add(&epoll, &client, EventData::new_u64(last), flags)?;
                clients.insert(last, client);
            }
        }
    }
}

/// The next client, whose socket waits.
pub(super) fn accept(listener: &OwnedFd) -> io::Result<OwnedFd> {
    loop {
        match net::accept(listener, Blocking::Yes)? {
            Accepted::Client(client) => return Ok(client),
            Accepted::Stopped => return Err(io::Error::other("it is to stop")),
            _ => {}
        }
    }
}

/// One receive, and one send; whether the client is still there.
fn echo<const LEN: usize>(client: &OwnedFd) -> io::Result<bool> {
    let mut bytes = [0; LEN];
    match net::receive(client, &mut bytes)? {
        Transfer::Bytes(0) | Transfer::Gone => return Ok(false),
        Transfer::Bytes(received) => _ = net::send(client, &bytes[..received])?,
        Transfer::NotNow => {}
    }
    Ok(true)
}

/// One datagram goes back, if there is one.
fn datagram(socket: &OwnedFd) -> io::Result<()> {
    let mut bytes = [0; 512];
    match recvfrom(socket, &mut bytes, RecvFlags::empty()) {
        Ok((len, _, Some(sender))) => {
            sendto(socket, &bytes[..len], SendFlags::empty(), &sender)?;
            Ok(())
        }
        Ok((_, _, None)) | Err(Errno::AGAIN) => Ok(()),
        Err(error) => Err(error.into()),
    }
}
