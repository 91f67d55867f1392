//! A server of one thread, beside the client that calls it.

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    path::PathBuf,
    sync::mpsc::{Sender, channel},
    thread::{sleep, spawn, yield_now},
    time::Duration,
};

use recording::How;
use rustix::{process::Pid, thread::gettid};
use tracer::{
    Doing,
    tracefs::{Kernel, Seen, Unavailable, What},
};

/// Echoes what one client sends, five bytes at a time.
fn serve(listener: &TcpListener, task: &Sender<Pid>) {
    task.send(gettid()).unwrap();
    let (mut client, _) = listener.accept().unwrap();
    let mut bytes = [0; 5];
    while let Ok(count @ 1..) = client.read(&mut bytes) {
        client.write_all(&bytes[..count]).unwrap();
    }
}

fn wait_until_it_sleeps(task: Pid) {
    let thread = PathBuf::from(format!("/proc/self/task/{task}"));
    while Doing::now(&thread) != Doing::Sleeps {
        yield_now();
    }
}

/// What was seen while a client sent eight bytes, twice.
fn play() -> Result<(u16, Pid, Vec<Seen>), Unavailable> {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (sender, task) = channel();
    let server = spawn(move || serve(&listener, &sender));
    let task = task.recv().unwrap();
    wait_until_it_sleeps(task);
    let kernel = Kernel::listen(task, address.port())?;
    let mut client = TcpStream::connect(address).unwrap();
    let port = client.local_addr().unwrap().port();
    for place in 1..3 {
        wait_until_it_sleeps(task);
        kernel.mark(place);
        client.write_all(b"8 bytes\n").unwrap();
        client.read_exact(&mut [0; 8]).unwrap();
    }
    drop(client);
    server.join().unwrap();
    Ok((port, task, kernel.finish(&[task])?))
}

/// Plays it, if the kernel lets us.
fn played() -> Option<(u16, Pid, Vec<Seen>)> {
    match play() {
        Ok(played) => Some(played),
        Err(why) => {
            assert!(std::env::var_os("WFB_REQUIRE_TOOLS").is_none(), "{why}");
            eprintln!("skipped: a small server ({why})");
            None
        }
    }
}

#[test]
fn each_wake_up_and_each_copy_is_seen_in_its_place() {
    for _ in 0..3 {
        let Some((port, task, mut seen)) = played() else { return };
        // A segment that comes while another task is at work is seen in that one's time, or by nobody.
        let arrives = What::Arrives { port, bytes: 8 };
        seen.retain(|seen| seen.what != arrives);
        let wakes = What::Wakes { task, how: Some(How::Socket) };
        let copies = |bytes| What::Copies { port, bytes };
        let each = |place| [(place, wakes), (place, copies(5)), (place, copies(3))];
        let mut expected = vec![(0, wakes)];
        expected.extend([each(1), each(2)].concat());
        expected.push((2, wakes));
        let told: Vec<_> = seen.iter().map(|seen| (seen.place, seen.what)).collect();
        assert_eq!(told, expected);
        assert!(
            seen.iter().all(|seen| matches!(seen.what, What::Wakes { .. }) || seen.task == task)
        );
    }
}

/// Each nap ends in a wake-up, with a stack: so many have no room.
#[test]
fn whoever_listens_may_wait_for_a_slow_server() {
    let Ok(kernel) = Kernel::listen(gettid(), 1) else { return };
    (0..40_000).for_each(|_| sleep(Duration::from_nanos(1)));
    assert_eq!(kernel.finish(&[]), Ok(vec![]));
}

#[test]
fn an_instance_goes_with_its_thread() {
    let task = spawn(|| played().map(|_| gettid())).join().unwrap();
    let Some(task) = task else { return };
    let name = format!("waits-{}-{task}", std::process::id());
    let folder = std::path::Path::new("/sys/kernel/tracing/instances").join(name);
    assert!(!folder.exists(), "{} is still there", folder.display());
}

#[test]
fn a_second_one_beside_it_that_cannot_be_made_is_said() {
    let Ok(first) = Kernel::listen_to(&[gettid()]) else { return };
    assert_eq!(first.missing(), None);
    // The first has the folder that this process may have.
    let second = spawn(|| Kernel::listen_to(&[gettid()]).map(|kernel| kernel.missing().cloned()));
    let missing = second.join().unwrap().unwrap().expect("there is one folder");
    assert!(missing.reason().ends_with("File exists (os error 17)"), "{missing}");
}
