"""Every system call that a client costs a server, also those that no transcript shows.

    cargo build --release -p chapter-3
    python3 book/measured/calls.py target/release/chapter-3

Runs `PROGRAM serve` under strace(1) twice, with a hundred clients more the second time. Each
connects, sends PING, and leaves when it has its reply. What the two counts differ by is divided by
a hundred.
"""

import collections
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile

CLIENTS = 100


def main():
    program = sys.argv[1]
    few, many = calls(program, 10), calls(program, 10 + CLIENTS)
    rows = [(name, (many[name] - few[name]) / CLIENTS) for name in many]
    rows = sorted((row for row in rows if round(row[1], 1) > 0), key=lambda row: -row[1])
    print(f"{sum(each for _, each in rows):5.1f}  calls for each client")
    for name, each in rows:
        print(f"{each:5.1f}  {name}")


def calls(program, clients):
    with tempfile.NamedTemporaryFile("r") as log:
        strace = ["strace", "-f", "-qq", "-o", log.name, program, "serve", "127.0.0.1:0"]
        with subprocess.Popen(strace, stdout=subprocess.PIPE, text=True) as server:
            port = int(re.search(r":(\d+);", server.stdout.readline())[1])
            for _ in range(clients):
                ask(port)
            children = f"/proc/{server.pid}/task/{server.pid}/children"
            pid = int(open(children, encoding="ascii").read().split()[0])
            signal.pidfd_send_signal(os.pidfd_open(pid), signal.SIGINT)
            server.stdout.read()
        lines = log.read().splitlines()
    begun = (re.match(r"\d+ +(\w+)\(", line) for line in lines if " resumed>" not in line)
    return collections.Counter(call[1] for call in begun if call)


def ask(port):
    with socket.create_connection(("127.0.0.1", port)) as client:
        client.sendall(b"PING\r\n")
        assert client.recv(64) == b"+PONG\r\n"
        client.shutdown(socket.SHUT_WR)
        assert client.recv(64) == b""


main()
