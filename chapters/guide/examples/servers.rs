//! Small servers of every kind, to try the tracer on.

use guide::{ALICE, Act, BOB, Paint, Part, Script, enter, play, transcript};
use io_models::Server;
use std::io::{Read, Write};
use std::net::TcpListener;

const ECHO: Script = Script {
    title: "a client says hello",
    acts: &[
        ALICE.connects(),
        ALICE.sends("hello\n"),
        ALICE.hears("hello\n"),
        BOB.connects(),
        ALICE.closes(),
        BOB.sends("hi"),
        BOB.hears("hi"),
    ],
};

fn blocking(server: Server) -> std::io::Result<()> {
    let listener = TcpListener::from(server.listener);
    loop {
        let (mut stream, _) = listener.accept()?;
        let mut buffer = [0; 512];
        loop {
            let count = stream.read(&mut buffer)?;
            if count == 0 {
                break;
            }
            stream.write_all(&buffer[..count])?;
        }
    }
}

fn main() {
    enter(&[("blocking", blocking)]);
    let played = play(&Part::Own("blocking".into()), &ECHO).unwrap();
    print!("{}", transcript(&played.recording, Paint::of_stdout()));
    if let Some(t) = played.trouble {
        println!("{t}");
    }
}
