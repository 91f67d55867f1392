//! What a runtime would do: the entry point, standard input, and the end.

#![expect(unsafe_code, reason = "below us there is only the kernel")]

use core::{
    arch::{asm, naked_asm},
    panic::PanicInfo,
};

use rustix::{fd::BorrowedFd, stdio};

/// Where the kernel starts a program: on a stack that is aligned, with nothing to return to.
// SAFETY: no other symbol of this name is linked (`-nostartfiles`).
#[unsafe(no_mangle)]
#[unsafe(naked)]
extern "C" fn _start() -> ! {
    naked_asm!("call {run}", "ud2", run = sym run);
}

extern "C" fn run() -> ! {
    match super::main() {
        Ok(()) => exit(0),
        Err(_) => exit(1),
    }
}

/// Descriptor 0, as the kernel gave it to us.
pub(crate) fn standard_input() -> BorrowedFd<'static> {
    // SAFETY: nobody here closes it; if it was never open, calls on it fail with EBADF.
    unsafe { stdio::stdin() }
}

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    exit(101)
}

/// exit_group(2).
fn exit(status: usize) -> ! {
    // SAFETY: the call ends the process; it touches no memory of ours.
    unsafe {
        asm!("syscall", in("rax") 231, in("rdi") status, options(noreturn, nostack));
    }
}
