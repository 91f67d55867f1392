//! Does not compile: a task that holds an `Rc` at an await can't go to another thread.

use std::{future::ready, pin::Pin, rc::Rc};

// ANCHOR: not_send
type Job = Pin<Box<dyn Future<Output = ()> + Send>>;

fn main() {
    let _: Job = Box::pin(async {
        let name = Rc::new("Alice");
        ready(()).await; // Here the task may stop, and go on in another thread.
        drop(name);
    });
}
// ANCHOR_END: not_send
