//! A wait whose time is up by the machine's clock before a client acts: it comes back with what the
//! client does, as if the time had not been up.

use std::{
    fs,
    io::Write,
    net::{SocketAddr, TcpListener, TcpStream},
    os::fd::OwnedFd,
    process::id,
    thread::yield_now,
};

use io_models::inherited::command;
use play::{Detail, Fault};
use recording::{Deed, Event, Recording, Subject};
use rustix::process::Pid;
use show::{Paint, Setup, transcript};
use tracer::{Asked, Tracer, wait_until_it_asks};

use crate::servers::epoll;

/// A server that looks up now and then.
pub(crate) const SERVER: (&str, play::Serve) = ("epoll-looks", epoll::look_up);

/// The server, followed, and the two clients that have connected.
struct Scene {
    tracer: Tracer,
    clients: Vec<TcpStream>,
}

impl Scene {
    fn begin() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let mut command = command("PLAY_SERVER", SERVER.0, OwnedFd::from(listener));
        command.env("PLAY_DIRECTOR", id().to_string());
        let server = Pid::from_child(&command.spawn().unwrap());
        assert_eq!(wait_until_it_asks(server).unwrap(), Asked::Waits);
        let tracer = Tracer::new(server, address, Fault::None, Detail::default()).unwrap();
        let mut scene = Self { tracer, clients: Vec::new() };
        scene.rests();
        (0..2).for_each(|who| scene.connects(who, address));
        scene.time_is_up();
        scene
    }

    fn rests(&mut self) {
        self.tracer.run_to_rest(|| ()).unwrap();
    }

    fn connects(&mut self, who: usize, address: SocketAddr) {
        self.does(who, Deed::Connects);
        let client = TcpStream::connect(address).unwrap();
        self.tracer.meet(Subject::Client(who), client.local_addr().unwrap());
        self.clients.push(client);
        self.tracer.wait_on().unwrap();
        self.rests();
    }

    fn does(&mut self, who: usize, deed: Deed) {
        self.tracer.tell(Event::Client { who, deed });
    }

    fn sends(&mut self, who: usize) {
        self.does(who, Deed::Sends(b"hello\n".to_vec()));
        self.clients[who].write_all(b"hello\n").unwrap();
    }

    /// The kernel has ended the wait, and the server has halted on its way out of it.
    fn time_is_up(&mut self) {
        let status = format!("/proc/{}/status", self.tracer.server().as_raw_nonzero());
        while !fs::read_to_string(&status).unwrap().contains("State:\tt") {
            yield_now();
        }
    }

    /// What has happened since.
    fn end(self) -> String {
        let followed = self.tracer.finish();
        let cast = ["alice", "bob"].map(str::to_owned).to_vec();
        let (tasks, events) = (followed.tasks, followed.events);
        let recording = Recording { traced: true, cast, tasks, events, ..Recording::default() };
        transcript(&recording, Setup::Shown, Paint::Plain)
    }
}

/// One client acts.
pub(crate) fn alone() -> String {
    let mut scene = Scene::begin();
    scene.sends(0);
    scene.tracer.wait_on().unwrap();
    scene.rests();
    scene.end()
}

/// Two act together.
pub(crate) fn together() -> String {
    let mut scene = Scene::begin();
    for who in 0..2 {
        scene.sends(who);
        scene.tracer.wait_on().unwrap();
    }
    scene.tracer.wait_on().unwrap();
    scene.rests();
    scene.end()
}
