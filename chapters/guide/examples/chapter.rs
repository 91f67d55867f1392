//! A chapter in miniature: `cargo run -p guide --example chapter`.

use std::{
    io::{self, Read, Write},
    net::TcpListener,
    process::ExitCode,
};

use guide::{ALICE, Act, BOB, Chapter, Language, Script, Step};
use io_models::{MODELS, Server};

const HELLO: Script = Script {
    title: "Alice says hello.",
    acts: &[ALICE.connects(), ALICE.sends("hello\n"), ALICE.hears("hello\n"), ALICE.closes()],
};

const SLOW: Script = Script {
    title: "Alice asks for something slow. Who else waits?",
    acts: &[
        Act::Together(&[ALICE.connects(), BOB.connects()]),
        ALICE.sends("DEBUG SLEEP 0.5\r\n"),
        BOB.sends("PING\r\n"),
        BOB.hears("+PONG\r\n"),
        ALICE.hears("+OK\r\n"),
        Act::Together(&[ALICE.closes(), BOB.closes()]),
    ],
};

fn echo_once(server: Server) -> io::Result<()> {
    let (mut stream, _) = TcpListener::from(server.listener).accept()?;
    let mut buffer = [0; 512];
    let count = stream.read(&mut buffer)?;
    stream.write_all(&buffer[..count])
}

const STEPS: &[Step] = &[
    Step::new("once", "One message, and out.", echo_once, &[HELLO]).speaks(Language::Echo),
    Step::new("threads", "A pool of threads: the model itself.", MODELS[1].serve, &[SLOW]),
];

fn main() -> ExitCode {
    Chapter::new(0, "A chapter in miniature", STEPS).run()
}
