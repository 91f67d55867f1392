//! A halted task's registers, as a system call sees them: number, arguments, result.
//!
//! All that differs between the processors is in this file.

use std::io;

use libc::user_regs_struct;
use nix::sys::ptrace::{getregs, setregs};
use rustix::process::Pid;

use crate::stops::{memory::Memory, stop::nix_pid};

/// The registers at the door of a system call.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Registers {
    task: Pid,
    raw: user_regs_struct,
}

/// The registers in the order in which debug information numbers them (DWARF, and the ABI of the
/// processor), as far as they are known.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Numbered {
    /// The instruction that comes next.
    pub(crate) next: u64,
    pub(crate) values: [Option<u64>; NUMBERED],
}

impl Registers {
    /// Reads the registers of a halted task.
    pub(crate) fn of(task: Pid) -> io::Result<Self> {
        Ok(Self { task, raw: getregs(nix_pid(task))? })
    }
}

/// Rather no transcript than one whose rows are guesses.
#[cfg(target_arch = "x86_64")]
const OTHER_CALLS: &str = "the server runs a program of 32 bits, whose system calls have other \
    numbers: use one that is built for 64 bits";

#[cfg(target_arch = "x86_64")]
impl Registers {
    /// These, if the program is one of 64 bits: its segment of code says so.
    pub(crate) fn of_64_bits(self) -> io::Result<Self> {
        const OF_32_BITS: u64 = 0x23;
        if self.raw.cs == OF_32_BITS { Err(io::Error::other(OTHER_CALLS)) } else { Ok(self) }
    }

    /// The call's number.
    pub(crate) fn number(&self) -> i64 {
        self.raw.orig_rax.cast_signed()
    }

    /// Its six arguments.
    pub(crate) fn arguments(&self) -> [u64; 6] {
        [self.raw.rdi, self.raw.rsi, self.raw.rdx, self.raw.r10, self.raw.r8, self.raw.r9]
    }

    /// What it returned: a negative number is an errno.
    pub(crate) fn result(&self) -> i64 {
        self.raw.rax.cast_signed()
    }

    /// Replaces the third, fourth or fifth argument (2 to 4), on the way in.
    pub(crate) fn cut(mut self, index: usize, length: u64) -> io::Result<()> {
        match index {
            2 => self.raw.rdx = length,
            3 => self.raw.r10 = length,
            _ => self.raw.r8 = length,
        }
        self.store()
    }

    /// Makes the kernel skip the call, on the way in.
    pub(crate) fn skip(mut self) -> io::Result<()> {
        self.raw.orig_rax = u64::MAX;
        self.store()
    }

    /// Replaces the result, on the way out.
    pub(crate) fn answer(mut self, result: i64) -> io::Result<()> {
        self.raw.rax = result.cast_unsigned();
        self.store()
    }

    /// Lets the task make the call once more, on the way out: it goes back by one instruction. Of the
    /// arguments the second one may be another now.
    pub(crate) fn repeat(mut self, arguments: [u64; 6]) -> io::Result<()> {
        (self.raw.rip, self.raw.rax) = (self.raw.rip - 2, self.raw.orig_rax);
        self.raw.rsi = arguments[1];
        self.store()
    }
}

/// How many registers the debug information of this processor knows.
#[cfg(target_arch = "x86_64")]
const NUMBERED: usize = 17;

#[cfg(target_arch = "x86_64")]
impl Numbered {
    pub(crate) const FRAME_POINTER: usize = 6;
    pub(crate) const STACK_POINTER: usize = 7;
    pub(crate) const RETURN_ADDRESS: usize = 16;

    /// All registers of a halted task.
    pub(crate) fn of(registers: &Registers) -> Self {
        let raw = &registers.raw;
        let first = [raw.rax, raw.rdx, raw.rcx, raw.rbx, raw.rsi, raw.rdi, raw.rbp, raw.rsp];
        let others = [raw.r8, raw.r9, raw.r10, raw.r11, raw.r12, raw.r13, raw.r14, raw.r15];
        let mut values = [None; NUMBERED];
        for (value, raw) in values.iter_mut().zip(first.into_iter().chain(others)) {
            *value = Some(raw);
        }
        Self { next: raw.rip, values }
    }

    /// The address of an instruction.
    pub(crate) const fn code(address: u64) -> u64 {
        address
    }

    /// The caller of a function that has put nothing on the stack: it returns from there.
    pub(crate) fn caller_of_leaf(mut self, memory: &Memory) -> Option<Self> {
        let stack = self.values[Self::STACK_POINTER]?;
        self.next = memory.long(stack)?.cast_unsigned();
        self.values[Self::STACK_POINTER] = Some(stack.wrapping_add(8));
        Some(self)
    }
}

#[cfg(target_arch = "aarch64")]
impl Registers {
    /// These: of a program of 32 bits the kernel tells fewer registers than are read here.
    pub(crate) fn of_64_bits(self) -> io::Result<Self> {
        Ok(self)
    }

    /// The call's number.
    pub(crate) fn number(&self) -> i64 {
        self.raw.regs[8].cast_signed()
    }

    /// Its six arguments.
    pub(crate) fn arguments(&self) -> [u64; 6] {
        [0, 1, 2, 3, 4, 5].map(|index| self.raw.regs[index])
    }

    /// What it returned: a negative number is an errno.
    pub(crate) fn result(&self) -> i64 {
        self.raw.regs[0].cast_signed()
    }

    /// Replaces the third, fourth or fifth argument (2 to 4), on the way in.
    pub(crate) fn cut(mut self, index: usize, length: u64) -> io::Result<()> {
        self.raw.regs[index] = length;
        self.store()
    }

    /// Makes the call fail at once with EBADF, on the way in: this processor's call number is out
    /// of reach here, so the call goes to a descriptor that is never open.
    pub(crate) fn skip(mut self) -> io::Result<()> {
        self.raw.regs[0] = u64::MAX;
        self.store()
    }

    /// Replaces the result, on the way out.
    pub(crate) fn answer(mut self, result: i64) -> io::Result<()> {
        self.raw.regs[0] = result.cast_unsigned();
        self.store()
    }

    /// Lets the task make the call once more, on the way out: it goes back by one instruction, and the
    /// first argument stands again where the result is. The second one may be another now.
    pub(crate) fn repeat(mut self, arguments: [u64; 6]) -> io::Result<()> {
        self.raw.pc -= 4;
        (self.raw.regs[0], self.raw.regs[1]) = (arguments[0], arguments[1]);
        self.store()
    }
}

/// How many registers the debug information of this processor knows.
#[cfg(target_arch = "aarch64")]
const NUMBERED: usize = 32;

#[cfg(target_arch = "aarch64")]
impl Numbered {
    pub(crate) const FRAME_POINTER: usize = 29;
    pub(crate) const STACK_POINTER: usize = 31;
    pub(crate) const RETURN_ADDRESS: usize = 30;

    /// All registers of a halted task.
    pub(crate) fn of(registers: &Registers) -> Self {
        let raw = &registers.raw;
        let mut values = [None; NUMBERED];
        for (value, raw) in values.iter_mut().zip(raw.regs.into_iter().chain([raw.sp])) {
            *value = Some(raw);
        }
        Self { next: raw.pc, values }
    }

    /// The address of an instruction: the bits above may sign it.
    pub(crate) const fn code(address: u64) -> u64 {
        address & 0xffff_ffff_ffff
    }

    /// The caller of a function that has put nothing on the stack: a register has its address.
    pub(crate) fn caller_of_leaf(mut self, _: &Memory) -> Option<Self> {
        self.next = Self::code(self.values[Self::RETURN_ADDRESS]?);
        Some(self)
    }
}

impl Registers {
    fn store(self) -> io::Result<()> {
        Ok(setregs(nix_pid(self.task), self.raw)?)
    }
}
