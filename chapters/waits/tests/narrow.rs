//! A program of 32 bits is refused: its system calls have other numbers.

#![cfg(all(target_os = "linux", target_arch = "x86_64"))]

use std::{env, fs, os::unix::fs::PermissionsExt, process, process::Command};

use insta::assert_snapshot;

#[test]
#[expect(clippy::print_stdout, reason = "a test that is skipped says so")]
fn a_program_of_32_bits_is_refused() {
    let file = env::temp_dir().join(format!("of-32-bits-{}", process::id()));
    fs::write(&file, of_32_bits()).expect("there is room");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o700)).expect("it is ours");
    // Not every kernel runs such programs.
    let started = Command::new(&file).spawn();
    let mut command = Command::new(env!("CARGO_BIN_EXE_waits"));
    let output = command.args(["trace", "--"]).arg(&file).output().expect("it was built");
    fs::remove_file(&file).expect("it is there");
    let Ok(mut started) = started else {
        return println!("skipped: a_program_of_32_bits_is_refused (the kernel runs none)");
    };
    started.kill().expect("it is ours");
    started.wait().expect("it is ours");
    let error = String::from_utf8(output.stderr).expect("an error is text");
    assert!(output.stdout.is_empty(), "nothing is shown of it");
    assert_snapshot!(error, @"The scene could not go on: the server runs a program of 32 bits, whose system calls have other numbers: use one that is built for 64 bits.");
}

/// The shortest one there is: one call, pause(2), again and again. A program as elf(5) has it: a
/// header, one piece of memory, which is the whole file, and code.
fn of_32_bits() -> Vec<u8> {
    const AT: u32 = 0x0804_8000;
    const HEADERS: u32 = 52 + 32;
    let code = [0xb8, 29, 0, 0, 0, 0xcd, 0x80, 0xeb, 0xf7];
    let size = HEADERS + 9;
    let words =
        |words: &[u32]| words.iter().flat_map(|word| word.to_le_bytes()).collect::<Vec<_>>();
    let mut file = b"\x7fELF\x01\x01\x01\0\0\0\0\0\0\0\0\0\x02\0\x03\0".to_vec();
    file.extend(words(&[1, AT + HEADERS, 52, 0, 0, 52 | 32 << 16, 1, 0]));
    file.extend(words(&[1, 0, AT, AT, size, size, 5, 0x1000]));
    file.extend(code);
    file
}
