//! What the compiler makes of an `async fn`: the `echo` of step 1, written by hand as an enum.
//!
//! One poll goes from state to state as far as it can:
//!
//! ```
//! use std::{
//!     io::{ErrorKind, Read, Write},
//!     os::unix::net::UnixStream,
//!     pin::Pin,
//!     task::{Context, Waker},
//! };
//!
//! use chapter_11::by_hand::Echo;
//!
//! let (mut alice, server) = UnixStream::pair()?;
//! server.set_nonblocking(true)?;
//! let mut echo = Echo::new(server.into());
//! let mut context = Context::from_waker(Waker::noop());
//! let mut poll = |echo: &mut Echo| Pin::new(echo).poll(&mut context).is_ready();
//!
//! // Nothing to receive: it stops at the first await.
//! assert!(!poll(&mut echo) && matches!(echo, Echo::Receiving { .. }));
//!
//! // One poll receives, sends, and stops at the next receive.
//! alice.write_all(b"hello\n")?;
//! assert!(!poll(&mut echo) && matches!(echo, Echo::Receiving { .. }));
//! let mut heard = [0; 6];
//! alice.read_exact(&mut heard)?;
//! assert_eq!(&heard, b"hello\n");
//!
//! // Alice reads nothing until there is no room: it stops at the other await.
//! alice.set_nonblocking(true)?;
//! let mut sent = 0;
//! while !matches!(echo, Echo::Sending { .. }) {
//!     sent += alice.write(&[b'x'; 512])?;
//!     assert!(!poll(&mut echo));
//! }
//!
//! // Then she reads, and hears all of it.
//! let mut heard = 0;
//! while heard < sent {
//!     match alice.read(&mut [0; 4096]) {
//!         Ok(len) => heard += len,
//!         Err(error) => assert_eq!(error.kind(), ErrorKind::WouldBlock),
//!     }
//!     assert!(!poll(&mut echo));
//! }
//!
//! // It may be moved between two polls: nothing in it is a reference into itself.
//! let mut echo = Box::new(echo);
//! drop(alice);
//! assert!(poll(&mut echo) && matches!(*echo, Echo::Done));
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! What the compiler makes is like this enum, but for one thing: it keeps references. A story that
//! has been polled must not be moved any more, and this is refused:
//!
#![doc = concat!("```compile_fail,E0277\n", include_str!("by_hand/moved.rs"), "```")]

use std::{
    future::Future,
    ops::Range,
    os::fd::OwnedFd,
    pin::Pin,
    task::{Context, Poll},
};

use socket_core::net::{self, Transfer};

#[expect(clippy::large_enum_variant, reason = "the compiler's has no box either")]
// ANCHOR: echo
/// An echo that has stopped, with what it needs to go on from there.
#[derive(Debug)]
pub enum Echo {
    /// At the await of `receive`.
    Receiving {
        /// The client.
        client: OwnedFd,
    },
    /// At the await of `send`.
    Sending {
        /// The client.
        client: OwnedFd,
        /// What has been received.
        bytes: [u8; 512],
        /// Where in `bytes` the rest of it is.
        unsent: Range<usize>,
    },
    /// After its end. It must not be polled again.
    Done,
}
// ANCHOR_END: echo

impl Echo {
    /// An echo that has not been polled yet. Its client must be non-blocking.
    #[must_use]
    pub const fn new(client: OwnedFd) -> Self {
        Self::Receiving { client }
    }
}

// ANCHOR: poll
impl Future for Echo {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        loop {
            // Each arm takes the state out, and says what the next one is.
            *self = match std::mem::replace(&mut *self, Self::Done) {
                Self::Receiving { client } => {
                    let mut bytes = [0; 512];
                    match net::receive(&client, &mut bytes) {
                        Ok(Transfer::Bytes(len @ 1..)) => {
                            Self::Sending { client, bytes, unsent: 0..len }
                        }
                        Ok(Transfer::NotNow) => {
                            *self = Self::Receiving { client };
                            return Poll::Pending;
                        }
                        _ => return Poll::Ready(()),
                    }
                }
                Self::Sending { client, unsent, .. } if unsent.is_empty() => {
                    Self::Receiving { client }
                }
                Self::Sending { client, bytes, mut unsent } => {
                    match net::send(&client, &bytes[unsent.clone()]) {
                        Ok(Transfer::Bytes(sent)) => unsent.start += sent,
                        Ok(Transfer::NotNow) => {
                            *self = Self::Sending { client, bytes, unsent };
                            return Poll::Pending;
                        }
                        _ => return Poll::Ready(()),
                    }
                    Self::Sending { client, bytes, unsent }
                }
                Self::Done => panic!("this echo has ended"),
            };
        }
    }
}
// ANCHOR_END: poll
