//! An echo for one client at a time, and the four system calls that it takes.
//!
//! A system call is one instruction: the number of the call and its arguments are in registers
//! before it, and its result is in a register after it (syscall(2), "Architecture calling
//! conventions").

#![expect(unsafe_code, reason = "a system call is an instruction")]

use core::arch::asm;

use linux_raw_sys::general::{__NR_accept4, __NR_close, __NR_recvfrom, __NR_sendto};

/// The number of an error (errno(3)).
pub type Errno = i32;

/// send(2): a client that has left is an error, and no signal.
const MSG_NOSIGNAL: usize = 0x4000;

// ANCHOR: serve
/// Serves one client after the other, on a descriptor that listens.
///
/// # Errors
/// What accept4(2) says: it is no listener, or it was shut down.
pub fn serve(listener: usize) -> Result<(), Errno> {
    let mut bytes = [0; 512];
    loop {
        let client = accept(listener)?;
        while let Ok(n @ 1..) = receive(client, &mut bytes) {
            if send_all(client, &bytes[..n]).is_err() {
                break;
            }
        }
        close(client);
    }
}

fn send_all(client: usize, mut bytes: &[u8]) -> Result<(), Errno> {
    while !bytes.is_empty() {
        bytes = &bytes[send(client, bytes)?..];
    }
    Ok(())
}
// ANCHOR_END: serve

// ANCHOR: names
fn accept(listener: usize) -> Result<usize, Errno> {
    // SAFETY: null and null: nothing is written.
    unsafe { call(__NR_accept4, [listener, 0, 0, 0, 0, 0]) }
}

fn receive(client: usize, bytes: &mut [u8]) -> Result<usize, Errno> {
    let (at, len) = (bytes.as_mut_ptr().addr(), bytes.len());
    // SAFETY: the kernel writes `len` bytes at most; they are lent to us.
    unsafe { call(__NR_recvfrom, [client, at, len, 0, 0, 0]) }
}

fn send(client: usize, bytes: &[u8]) -> Result<usize, Errno> {
    let (at, len) = (bytes.as_ptr().addr(), bytes.len());
    // SAFETY: the kernel reads `len` bytes; they are lent to us.
    unsafe { call(__NR_sendto, [client, at, len, MSG_NOSIGNAL, 0, 0]) }
}

fn close(client: usize) {
    // SAFETY: the descriptor is ours, from accept4, and not used again.
    _ = unsafe { call(__NR_close, [client, 0, 0, 0, 0, 0]) };
}
// ANCHOR_END: names

// ANCHOR: call
/// syscall(2): a count, or the number of an error.
///
/// # Safety
/// As the manual page of the call says.
#[cfg(target_arch = "x86_64")]
unsafe fn call(number: u32, [a, b, c, d, e, f]: [usize; 6]) -> Result<usize, Errno> {
    let result: isize;
    // SAFETY: it overwrites rcx and r11, and what the caller lends to this call.
    unsafe {
        asm!("syscall", inout("rax") number as usize => result,
            in("rdi") a, in("rsi") b, in("rdx") c,
            in("r10") d, in("r8") e, in("r9") f,
            out("rcx") _, out("r11") _, options(nostack));
    }
    outcome(result)
}
// ANCHOR_END: call

/// syscall(2), as above.
///
/// # Safety
/// As the manual page of the call says.
#[cfg(target_arch = "aarch64")]
unsafe fn call(number: u32, [a, b, c, d, e, f]: [usize; 6]) -> Result<usize, Errno> {
    let result: isize;
    // SAFETY: the instruction overwrites nothing of ours but what the caller lends to this call.
    unsafe {
        asm!("svc 0", in("x8") number as usize, inout("x0") a => result,
            in("x1") b, in("x2") c, in("x3") d, in("x4") e, in("x5") f, options(nostack));
    }
    outcome(result)
}

// ANCHOR: outcome
/// From -4095 to -1 it is the number of an error, negated; all else is a count.
fn outcome(result: isize) -> Result<usize, Errno> {
    match usize::try_from(result) {
        Ok(count) => Ok(count),
        Err(_) => Err(Errno::try_from(-result).unwrap_or(Errno::MAX)),
    }
}
// ANCHOR_END: outcome
