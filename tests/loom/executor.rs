//! The files of the executor that two threads can meet in.

pub(crate) mod eventfd;
#[path = "../../models/src/executor/id.rs"]
pub(crate) mod id;
#[path = "../../models/src/executor/inbox.rs"]
pub(crate) mod inbox;
#[path = "../../models/src/executor/registry.rs"]
pub(crate) mod registry;
