//! The code with which a program learns the time without a system call (vdso(7)), replaced by one that
//! makes the call: then its tracer can answer.
//!
//! The kernel maps that code into every program, a copy of its own for each that writes to it; a
//! debugger may, so as to halt there.

use std::{
    fs::{self, File},
    os::unix::fs::FileExt,
    sync::LazyLock,
};

use object::{Object, ObjectSymbol};
use rustix::process::{Pid, getpid};

use crate::stops::memory::Memory;

/// The function and what it becomes: `mov eax, 228; syscall; ret`.
#[cfg(target_arch = "x86_64")]
const NAME: &str = "__vdso_clock_gettime";
#[cfg(target_arch = "x86_64")]
const ASKS: [u8; 8] = [0xb8, 228, 0, 0, 0, 0x0f, 0x05, 0xc3];

/// The function and what it becomes: `bti c; mov x8, #113; svc #0; ret`.
#[cfg(target_arch = "aarch64")]
const NAME: &str = "__kernel_clock_gettime";
#[cfg(target_arch = "aarch64")]
const ASKS: [u8; 16] = [
    0x5f, 0x24, 0x03, 0xd5, 0x28, 0x0e, 0x80, 0xd2, 0x01, 0x00, 0x00, 0xd4, 0xc0, 0x03, 0x5f, 0xd6,
];

/// How far from its beginning the function stands: every program on this kernel has the same code.
static ENTRY: LazyLock<Option<u64>> = LazyLock::new(entry);

/// Makes a halted program ask for the time by a call; whether that is so now.
pub(crate) fn asks_for_the_time(process: Pid, memory: &Memory) -> bool {
    let place = ENTRY.and_then(|entry| Some(start(process)?.0 + entry));
    place.is_some_and(|place| memory.write(place, &ASKS).is_ok())
}

fn entry() -> Option<u64> {
    let (start, end) = start(getpid())?;
    let mut image = vec![0; usize::try_from(end - start).ok()?];
    File::open("/proc/self/mem").ok()?.read_exact_at(&mut image, start).ok()?;
    let file = object::File::parse(image.as_slice()).ok()?;
    let is_it = |symbol: &object::Symbol<'_, '_>| symbol.name() == Ok(NAME);
    let symbol = file.dynamic_symbols().find(is_it)?;
    let has_room = symbol.size() >= ASKS.len() as u64;
    has_room.then(|| symbol.address())
}

/// From where to where the code is mapped (proc_pid_maps(5)).
fn start(process: Pid) -> Option<(u64, u64)> {
    let maps = format!("/proc/{}/maps", process.as_raw_nonzero());
    let maps = fs::read_to_string(maps).ok()?;
    let line = maps.lines().find(|line| line.ends_with("[vdso]"))?;
    let (start, end) = line.split_once(' ')?.0.split_once('-')?;
    let hexadecimal = |digits| u64::from_str_radix(digits, 16).ok();
    Some((hexadecimal(start)?, hexadecimal(end)?))
}
