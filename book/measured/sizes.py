#!/usr/bin/env python3
"""The sizes of chapter 16's programs, beside the same echo with the C library and with std.

Writes sizes.txt beside this file. It takes cc, rustc and cargo, on Linux on x86-64.
"""

import os
import subprocess
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, "..", "..")


def size(path):
    return os.stat(path).st_size


def run(*command):
    subprocess.run(command, check=True, cwd=ROOT)


def freestanding(folder, name):
    return size(os.path.join(folder, "freestanding", name))


def main():
    with tempfile.TemporaryDirectory() as folder:
        at = lambda name: os.path.join(folder, name)
        run("cargo", "build", "-q", "-p", "freestanding", "--features", "server",
            "--profile", "freestanding", "--target-dir", folder)
        run("cc", "-Os", "-s", "-o", at("c"), os.path.join(HERE, "echo.c"))
        run("cc", "-Os", "-s", "-static", "-o", at("c-static"), os.path.join(HERE, "echo.c"))
        run("rustc", "--edition", "2024", "-C", "opt-level=z", "-C", "lto", "-C", "panic=abort",
            "-C", "strip=symbols", "-o", at("std"), os.path.join(HERE, "echo.rs"))
        rows = [
            ("echo (step 1), no library", freestanding(folder, "calls")),
            ("the same in C, the C library outside of the file", size(at("c"))),
            ("the same in C, the C library in the file", size(at("c-static"))),
            ("the same in Rust with std, the C library outside", size(at("std"))),
            ("one client (step 2), no library", freestanding(folder, "one")),
            ("many clients (step 3), no library", freestanding(folder, "many")),
        ]
    with open(os.path.join(HERE, "sizes.txt"), "w", encoding="utf-8") as out:
        out.write("| program | bytes |\n|---|--:|\n")
        for name, number in rows:
            out.write(f"| {name} | {number:,} |\n")


main()
