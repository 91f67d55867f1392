//! What lies below a server, without one: the buffer, the grammar, the session, the slab.
//!
//! Properties over any input and any chunking, with an answer that is worked out in another way.

mod buffer;
mod channel;
mod cores;
mod corpus;
mod epoll_list;
mod event_loop;
mod executor;
mod left_before_accept;
mod lending;
mod linear;
mod manual;
mod memory;
mod queue;
mod quoting;
mod recycled;
mod reference;
mod results;
mod reuseport;
mod ring;
mod ring_copy;
mod seconds;
mod session;
mod slab;
mod sources;
mod storage;
mod teaching;
mod values;
