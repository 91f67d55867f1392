//! From a halted task's registers to the addresses of all calls that it is in, as a debugger finds
//! them: each program says in its section `.eh_frame` where a function has put its caller's
//! registers.

use addr2line::gimli::{CfaRule, ReaderOffset, Register, RegisterRule, UnwindContext};

use crate::{
    lines::{
        maps::Code,
        tables::{Entry, Tables},
    },
    stops::{memory::Memory, registers::Numbered},
};

/// No stack that anybody reads is deeper.
const DEEPEST: usize = 100;

/// The code in which a task is about to make a call, and that which called it: innermost first.
pub(crate) fn unwind(
    registers: Numbered,
    memory: &Memory,
    mut find: impl FnMut(u64) -> Option<Code>,
) -> Vec<Code> {
    let mut trail = Vec::new();
    let mut level = Some(Level { registers, memory, is_first: true });
    while let Some(here) = level.take().filter(|_| trail.len() < DEEPEST) {
        // The instruction after a call may belong to another line, even to another function.
        let Some(address) = here.registers.next.checked_sub(1) else { break };
        let code = find(address);
        trail.extend(code);
        level = here.caller(code);
    }
    trail
}

/// One call on the stack: the registers as they were in it.
struct Level<'task> {
    registers: Numbered,
    memory: &'task Memory,
    is_first: bool,
}

impl Level<'_> {
    /// The one that has called it.
    fn caller(&self, code: Option<Code>) -> Option<Self> {
        let registers = match code.and_then(|code| Some((code.image.tables()?, code.address))) {
            Some((tables, address)) => match tables.entry(address) {
                Some(entry) => self.by_entry(tables, &entry, address),
                None => self.by_convention(),
            },
            None => self.by_convention(),
        };
        Some(Self { registers: registers?, memory: self.memory, is_first: false })
    }

    /// As its program says. What a signal's handler has interrupted did not call it.
    fn by_entry(&self, tables: &Tables, entry: &Entry, address: u64) -> Option<Numbered> {
        if entry.is_signal_trampoline() {
            return None;
        }
        let mut context = UnwindContext::new();
        let (section, bases) = (&tables.frames, &tables.bases);
        let row = entry.unwind_info_for_address(section, bases, &mut context, address).ok()?;
        let CfaRule::RegisterAndOffset { register, offset } = row.cfa() else { return None };
        let frame = self.value(*register)?.wrapping_add_signed(*offset);
        let mut caller = self.registers;
        caller.values[Numbered::STACK_POINTER] = Some(frame);
        for (register, rule) in row.registers() {
            if let Some(value) = caller.values.get_mut(usize::from(register.0)) {
                *value = self.restored(*register, rule, frame);
            }
        }
        caller.next = Numbered::code(caller.values[Numbered::RETURN_ADDRESS]?);
        Some(caller)
    }

    /// The value of a register in the caller.
    fn restored<Offset: ReaderOffset>(
        &self,
        register: Register,
        rule: &RegisterRule<Offset>,
        frame: u64,
    ) -> Option<u64> {
        match rule {
            RegisterRule::SameValue => self.value(register),
            RegisterRule::Offset(offset) => self.read(frame.wrapping_add_signed(*offset)),
            RegisterRule::ValOffset(offset) => Some(frame.wrapping_add_signed(*offset)),
            RegisterRule::Register(other) => self.value(*other),
            _ => None,
        }
    }

    /// As all functions do that say nothing: `clone3` of glibc has just pushed nothing, and those
    /// of Go keep a chain of frame pointers.
    fn by_convention(&self) -> Option<Numbered> {
        if self.is_first {
            return self.registers.caller_of_leaf(self.memory);
        }
        let mut caller = self.registers;
        let frame = caller.values[Numbered::FRAME_POINTER]?;
        let outer = self.read(frame)?;
        caller.values[Numbered::FRAME_POINTER] = Some(outer).filter(|outer| *outer > frame);
        caller.values[Numbered::STACK_POINTER] = Some(frame.wrapping_add(16));
        caller.next = Numbered::code(self.read(frame.wrapping_add(8))?);
        Some(caller)
    }

    fn value(&self, register: Register) -> Option<u64> {
        self.registers.values.get(usize::from(register.0)).copied().flatten()
    }

    fn read(&self, address: u64) -> Option<u64> {
        self.memory.long(address).map(i64::cast_unsigned)
    }
}
