//! Threads in every order in which they can run: loom plays all of them.
//!
//! A file that is raced takes what threads share from `crate::sync`, which is std's in its own
//! package. Here it is loom's, and writes down who does what; so the order in which a wake-up is
//! lost can be read.

#![expect(clippy::print_stdout, reason = "a process tells its parent what it has seen")]

#[path = "parker/sync.rs"]
mod sync;

#[path = "../snapshot.rs"]
mod snapshot;

#[path = "../../chapters/11-executor/src/s4_wake_up_kept/parker.rs"]
mod keeping;
#[path = "../../chapters/11-executor/src/s3_lost_wake_up/parker.rs"]
mod losing;

use std::{
    env, panic,
    process::{Command, exit},
};

use insta::assert_snapshot;
use loom::{sync::Arc, thread};

/// Set where the program is to lose a wake-up, and how it ends then.
const ALONE: &str = "RACES_ALONE";
const LOST: i32 = 3;

/// Lets one thread wait for another's wake-up, in each order.
macro_rules! race {
    ($parker:ty) => {
        loom::model(|| {
            sync::begin();
            let parker = Arc::new(<$parker>::new());
            let other = Arc::clone(&parker);
            let waker = thread::spawn(move || other.unpark());
            parker.park();
            waker.join().expect("the waker does not panic");
        })
    };
}

/// In a process of its own: loom says that nobody can go on by a panic, which does not end well.
#[test]
fn a_wake_up_that_comes_too_early_is_lost() {
    if env::var_os(ALONE).is_some() {
        panic::set_hook(Box::new(|why| {
            print!("{why}\n{}", order());
            exit(LOST);
        }));
        race!(losing::Parker);
        return;
    }
    let name = "a_wake_up_that_comes_too_early_is_lost";
    let mut alone = Command::new(env::current_exe().expect("it runs"));
    let alone = alone.args([name, "--exact", "--nocapture"]).env(ALONE, "yes");
    let ended = alone.output().expect("it runs again");
    let said = String::from_utf8_lossy(&ended.stdout);
    assert_eq!(ended.status.code(), Some(LOST), "no order loses the wake-up: {said}");
    assert!(said.contains("deadlock"), "{said}");
    let order = said.lines().skip_while(|line| !line.starts_with("  1")).collect::<Vec<_>>();
    let order = order.join("\n");
    snapshot::settings().bind(|| assert_snapshot!("11-lost-wake-up-race", order));
}

/// What has been done in this order, one line each.
fn order() -> String {
    let lines = (1..).zip(sync::said());
    lines.map(|(number, (who, what))| format!("{number:>3}  {who:<8}  {what}\n")).collect()
}

#[test]
fn a_wake_up_is_kept_in_every_order() {
    race!(keeping::Parker);
}
