//! What there is around the program: its first instruction, and the host of the emulator, which it
//! asks to write a line and to end it (Arm, “Semihosting for AArch32 and AArch64”).

#![expect(unsafe_code, reason = "a program that nobody has started")]

use core::{arch::asm, fmt::Write, panic::PanicInfo};

const SYS_WRITEC: usize = 0x03;
const SYS_EXIT: usize = 0x18;
/// ADP_Stopped_ApplicationExit; any other reason is a failure.
const SUCCESS: usize = 0x2_0026;
const FAILURE: usize = 0x2_0023;

/// Where the processor starts, with the stack that `memory.ld` gives it.
// SAFETY: no other symbol has this name.
#[unsafe(no_mangle)]
extern "C" fn reset() -> ! {
    crate::check();
    _ = writeln!(Host, "All replies are those of the suite.");
    exit(SUCCESS)
}

#[panic_handler]
fn panic(info: &PanicInfo<'_>) -> ! {
    _ = writeln!(Host, "{info}");
    exit(FAILURE)
}

struct Host;

impl Write for Host {
    fn write_str(&mut self, text: &str) -> core::fmt::Result {
        for byte in text.bytes() {
            ask(SYS_WRITEC, (&raw const byte).addr());
        }
        Ok(())
    }
}

fn exit(reason: usize) -> ! {
    loop {
        ask(SYS_EXIT, reason);
    }
}

fn ask(operation: usize, argument: usize) {
    // SAFETY: the host reads one byte of ours, or ends the program; it answers in r0.
    unsafe {
        asm!("bkpt 0xab", inout("r0") operation => _, in("r1") argument, options(nostack));
    }
}
