#!/usr/bin/env python3
"""The sizes of chapter 16's programs, beside the same echo with the C library and with std.

Writes sizes.txt and parts.txt beside this file. It takes cc, nm, rustc and cargo, on Linux on x86-64.
"""

import os
import re
import subprocess
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, "..", "..")


def size(path):
    return os.stat(path).st_size


def run(*command, **more):
    subprocess.run(command, check=True, cwd=ROOT, **more)


def build(folder, strip):
    run("cargo", "build", "-q", "-p", "freestanding", "--features", "server", "--profile",
        "freestanding", "--target-dir", folder,
        env=os.environ | {"CARGO_PROFILE_FREESTANDING_STRIP": strip})


def freestanding(folder, name):
    return size(os.path.join(folder, "freestanding", name))


# Whose a function is, by its name; the first that fits. What is inlined counts for its caller.
PARTS = [
    ("the protocol: requests, replies, their buffers", r"socket_core::(?!net::)"),
    ("to start, to listen, errno", r"freestanding::start|socket_core::net|sockopt|::run$|_start"),
    ("the loop, its clients, their data", r"freestanding::|call_once|epoll|Client"),
    ("copies, comparisons, a search; the checks of slices", r""),
]


def parts(program, whole):
    """How many bytes of a program belong to each part; what no function has is text."""
    sizes = {name: 0 for name, _ in PARTS}
    listed = subprocess.run(["nm", "-S", "-C", program], check=True, capture_output=True, text=True)
    for line in listed.stdout.splitlines():
        function = re.match(r"[0-9a-f]+ ([0-9a-f]+) [tTwW] (.*)", line)
        if function:
            name = next(name for name, pattern in PARTS if re.search(pattern, function[2]))
            sizes[name] += int(function[1], 16)
    return [*sizes.items(), ("texts, tables, headers of the file", whole - sum(sizes.values()))]


def write(name, head, rows):
    with open(os.path.join(HERE, name), "w", encoding="utf-8") as out:
        out.write(f"| {head} | bytes |\n|---|--:|\n")
        for row, number in rows:
            out.write(f"| {row} | {number:,} |\n")


def main():
    with tempfile.TemporaryDirectory() as folder:
        at = lambda name: os.path.join(folder, name)
        build(folder, "symbols")
        run("cc", "-Os", "-s", "-o", at("c"), os.path.join(HERE, "echo.c"))
        run("cc", "-Os", "-s", "-static", "-o", at("c-static"), os.path.join(HERE, "echo.c"))
        run("rustc", "--edition", "2024", "-C", "opt-level=z", "-C", "lto", "-C", "panic=abort",
            "-C", "strip=symbols", "-o", at("std"), os.path.join(HERE, "echo.rs"))
        rows = [
            ("echo (step 1), no std, no C library", freestanding(folder, "calls")),
            ("the same in C, the C library outside of the file", size(at("c"))),
            ("the same in C, the C library in the file", size(at("c-static"))),
            ("the same in Rust with std, the C library outside", size(at("std"))),
            ("one client (step 2), no std, no C library", freestanding(folder, "one")),
            ("many clients (step 3), no std, no C library", freestanding(folder, "many")),
            ("many clients, few commands, no std, no C library", freestanding(folder, "few")),
        ]
        build(folder, "none")
        few = parts(os.path.join(folder, "freestanding", "few"), rows[-1][1])
    write("sizes.txt", "program", rows)
    write("parts.txt", "part of the last one", few)


main()
