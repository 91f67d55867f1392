//! A thread for each client; until it has begun, the first one goes round in a loop without a call.

use std::{
    hint::spin_loop,
    io,
    net::TcpListener,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use io_models::Server;

use crate::servers::echo;

pub(crate) fn serve(server: Server) -> io::Result<()> {
    let listener = TcpListener::from(server.listener);
    loop {
        let (stream, _) = listener.accept()?;
        let begun = Arc::new(AtomicBool::new(false));
        let its = Arc::clone(&begun);
        thread::spawn(move || {
            its.store(true, Ordering::Release);
            echo(stream);
        });
        while !begun.load(Ordering::Acquire) {
            spin_loop();
        }
    }
}
