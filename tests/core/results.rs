//! What a result means for a server: of each errno that is known, an accept's and a transfer's.

use rustix::io::Errno;
use socket_core::net::{self, Accepted, Blame, ERRORS, Transfer};

/// The server takes no new clients for a while, and then asks again: it neither ends nor spins.
#[test]
fn an_accept_that_fails_ends_the_server_only_if_it_is_its_fault() {
    for (error, blame, why) in ERRORS {
        let accepted = net::accepted(Err(*error));
        let right = match (*error, blame) {
            (Errno::AGAIN, _) => matches!(accepted, Ok(Accepted::NotNow)),
            (Errno::INVAL, _) => matches!(accepted, Ok(Accepted::Stopped)),
            (_, Blame::Us) => matches!(accepted, Err(found) if found == *error),
            (_, Blame::Nobody) => matches!(accepted, Ok(Accepted::NotNow)),
            (_, Blame::Peer | Blame::Moment) => matches!(accepted, Ok(Accepted::Exhausted)),
        };
        assert!(right, "{error} ({why}) is {accepted:?}");
    }
}

/// It is asked again, or this one connection is closed.
#[test]
fn a_transfer_that_fails_ends_the_server_only_if_it_is_its_fault() {
    for (error, blame, why) in ERRORS {
        let transferred = net::transferred(Err(*error));
        let right = match (*error, blame) {
            (Errno::AGAIN, _) => matches!(transferred, Ok(Transfer::NotNow)),
            (_, Blame::Us) => matches!(transferred, Err(found) if found == *error),
            (_, Blame::Nobody) => matches!(transferred, Ok(Transfer::NotNow)),
            (_, Blame::Peer | Blame::Moment) => matches!(transferred, Ok(Transfer::Gone)),
        };
        assert!(right, "{error} ({why}) is {transferred:?}");
    }
}
