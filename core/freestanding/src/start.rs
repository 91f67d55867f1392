//! What a runtime would do: the entry point, standard input, and the end.

#![expect(unsafe_code, reason = "below us there is only the kernel")]

use core::{
    arch::asm,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    panic::PanicInfo,
};

use rustix::{
    fd::{AsFd, BorrowedFd},
    io::{self, Errno},
    net::sockopt,
    stdio,
};
use socket_core::net;

/// Where a program listens that has inherited no listener.
const ADDRESS: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 6380);

// ANCHOR: start
/// Makes a program of an expression, which says its exit status.
#[macro_export]
macro_rules! program {
    ($work:expr) => {
        extern "C" fn run() -> ! {
            $crate::start::exit($work)
        }

        #[expect(unsafe_code, reason = "the kernel starts here")]
        mod entry {
            /// Where the kernel starts a program, with nothing to return to.
            // SAFETY: no other symbol of this name is linked (`-nostartfiles`).
            #[unsafe(no_mangle)]
            #[unsafe(naked)]
            extern "C" fn _start() -> ! {
                core::arch::naked_asm!("call {run}", "ud2", run = sym super::run);
            }
        }
    };
}

/// exit_group(2).
pub fn exit(status: u8) -> ! {
    // SAFETY: the call ends the process; it touches no memory of ours.
    unsafe {
        asm!("syscall", in("rax") 231, in("rdi") usize::from(status),
            options(noreturn, nostack));
    }
}
// ANCHOR_END: start

/// Serves on standard input, if that is a socket that listens, else on 127.0.0.1:6380; the exit
/// status. It returns only if that fails.
pub fn serve(serve: fn(BorrowedFd<'_>) -> io::Result<()>) -> u8 {
    let inherited = standard_input();
    let served = match sockopt::socket_acceptconn(inherited) {
        Ok(true) => serve(inherited),
        _ => listen().and_then(|listener| serve(listener.as_fd())),
    };
    match served {
        Ok(()) => 0,
        Err(Errno::ADDRINUSE) => fail(b"127.0.0.1:6380 is taken: end what listens there\n"),
        Err(_) => fail(b"the kernel does not let it serve: strace(1) shows which call fails\n"),
    }
}

fn listen() -> io::Result<impl AsFd> {
    let listener = net::listen(ADDRESS)?;
    say(b"Serving at 127.0.0.1:6380\n");
    Ok(listener)
}

fn fail(why: &[u8]) -> u8 {
    say(why);
    1
}

/// To standard error; nobody may be there to read it.
fn say(line: &[u8]) {
    // SAFETY: nobody here closes it; if it was never open, calls on it fail with EBADF.
    _ = io::write(unsafe { stdio::stderr() }, line);
}

/// Descriptor 0, as the kernel gave it to us.
fn standard_input() -> BorrowedFd<'static> {
    // SAFETY: nobody here closes it; if it was never open, calls on it fail with EBADF.
    unsafe { stdio::stdin() }
}

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    exit(101)
}
