//! The files of the executor that two threads can meet in.

#[expect(unreachable_pub, reason = "in `io_models` it is public")]
#[path = "../../models/src/executor/channel.rs"]
pub(crate) mod channel;
#[path = "../../models/src/executor/contain.rs"]
mod contain;
pub(crate) mod eventfd;
#[path = "../../models/src/executor/id.rs"]
pub(crate) mod id;
#[path = "../../models/src/executor/inbox.rs"]
pub(crate) mod inbox;
#[path = "../../models/src/executor/line.rs"]
mod line;
#[path = "../../models/src/executor/registry.rs"]
pub(crate) mod registry;
