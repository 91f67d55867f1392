//! The calls that the compiler makes for copies, fills and comparisons (string(3)).
//!
//! A loop here would be compiled into a call of itself; the processor's string instructions are not.

#![expect(unsafe_code, reason = "raw memory is what these calls are about")]

use core::arch::asm;

// SAFETY, for each `no_mangle`: no other symbol of this name is linked (`-nostdlib`).

#[unsafe(no_mangle)]
unsafe extern "C" fn memcpy(to: *mut u8, from: *const u8, len: usize) -> *mut u8 {
    // SAFETY: the caller lends `len` bytes at both, and the direction flag is clear (the ABI).
    unsafe {
        asm!("rep movsb", inout("rcx") len => _, inout("rdi") to => _, inout("rsi") from => _,
            options(nostack, preserves_flags));
    }
    to
}

#[unsafe(no_mangle)]
unsafe extern "C" fn memmove(to: *mut u8, from: *const u8, len: usize) -> *mut u8 {
    if to.addr().wrapping_sub(from.addr()) >= len {
        // SAFETY: the caller lends the memory; a copy forwards never overwrites what it still reads.
        return unsafe { memcpy(to, from, len) };
    }
    let (last_to, last_from) = (to.wrapping_add(len - 1), from.wrapping_add(len - 1));
    // SAFETY: as above, backwards; the direction flag is clear again afterwards.
    unsafe {
        asm!("std", "rep movsb", "cld",
            inout("rcx") len => _, inout("rdi") last_to => _, inout("rsi") last_from => _,
            options(nostack));
    }
    to
}

#[unsafe(no_mangle)]
unsafe extern "C" fn memset(to: *mut u8, byte: i32, len: usize) -> *mut u8 {
    // SAFETY: the caller lends `len` bytes, and the direction flag is clear (the ABI).
    unsafe {
        asm!("rep stosb", inout("rcx") len => _, inout("rdi") to => _, in("eax") byte,
            options(nostack, preserves_flags));
    }
    to
}

#[unsafe(no_mangle)]
unsafe extern "C" fn memcmp(left: *const u8, right: *const u8, len: usize) -> i32 {
    for at in 0..len {
        // SAFETY: the caller lends `len` bytes here.
        let left = unsafe { *left.wrapping_add(at) };
        // SAFETY: and here.
        let right = unsafe { *right.wrapping_add(at) };
        if left != right {
            return i32::from(left) - i32::from(right);
        }
    }
    0
}

#[unsafe(no_mangle)]
unsafe extern "C" fn bcmp(left: *const u8, right: *const u8, len: usize) -> i32 {
    // SAFETY: the caller promises what memcmp asks.
    unsafe { memcmp(left, right, len) }
}
