//! The whole program, from socket to close: an echo for one client after the other.
//!
//! It has the two flaws that the chapter is about: it does not look at what `send` returns, and
//! each error ends it. `LISTEN_ADDRESS` says where it listens.

#![expect(
    clippy::disallowed_methods,
    reason = "it is as short as it can be, and starts no process"
)]

use std::{env, error::Error, net::SocketAddr};

use rustix::net::{
    AddressFamily, RecvFlags, SendFlags, SocketType, accept, bind, listen, recv, send, socket,
    sockopt::set_socket_reuseaddr,
};

// ANCHOR: whole
fn main() -> Result<(), Box<dyn Error>> {
    let address = env::var("LISTEN_ADDRESS").unwrap_or("127.0.0.1:6380".to_owned());
    let listener = socket(AddressFamily::INET, SocketType::STREAM, None)?;
    set_socket_reuseaddr(&listener, true)?;
    bind(&listener, &address.parse::<SocketAddr>()?)?;
    listen(&listener, 128)?;
    loop {
        let client = accept(&listener)?;
        let mut bytes = [0; 512];
        loop {
            let (received, _) = recv(&client, &mut bytes, RecvFlags::empty())?;
            if received == 0 {
                break;
            }
            send(&client, &bytes[..received], SendFlags::NOSIGNAL)?;
        }
        // The end of the block drops `client`, and that is close(2).
    }
}
// ANCHOR_END: whole
