"""How much longer a client waits for one server than for another, as ratios of one run.

    cargo build --release -p chapter-4 -p chapter-5
    python3 book/measured/replies.py target/release/chapter-5 target/release/chapter-4

Two kinds of client: one that asks 25 times a second on one connection, and one that connects, asks
once and leaves. Both servers run beside each other and are asked in turn, so that both meet the
same noise. The last table is the time of the processor while nobody asks.
"""

import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import time

ROUNDS = 300
IDLE = 5


def main():
    servers = [Server(program) for program in sys.argv[1:]]
    try:
        report("a reply, asked 25 times a second", asked_now_and_then(servers), servers)
        report("to connect, ask once and leave", come_and_go(servers), servers)
        idle(servers)
    finally:
        for server in servers:
            server.stop()


class Server:
    def __init__(self, program):
        self.name = os.path.basename(program)
        line = [program, "serve", "127.0.0.1:0"]
        self.process = subprocess.Popen(line, stdout=subprocess.PIPE, text=True)
        self.port = int(re.search(r":(\d+);", self.process.stdout.readline())[1])

    def connect(self):
        client = socket.create_connection(("127.0.0.1", self.port))
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return client

    def ticks(self):
        with open(f"/proc/{self.process.pid}/stat", encoding="ascii") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        return int(fields[11]) + int(fields[12])

    def stop(self):
        self.process.send_signal(signal.SIGINT)
        self.process.wait()


def asked_now_and_then(servers):
    clients = [server.connect() for server in servers]
    times = [[] for _ in servers]
    for _ in range(ROUNDS):
        for client, taken in zip(clients, times):
            time.sleep(0.04 / len(servers))
            start = time.perf_counter()
            ask(client)
            taken.append(time.perf_counter() - start)
    return times


def come_and_go(servers):
    times = [[] for _ in servers]
    for _ in range(ROUNDS):
        for server, taken in zip(servers, times):
            start = time.perf_counter()
            with server.connect() as client:
                ask(client)
                client.shutdown(socket.SHUT_WR)
                assert client.recv(64) == b""
            taken.append(time.perf_counter() - start)
    return times


def ask(client):
    client.sendall(b"PING\r\n")
    assert client.recv(64) == b"+PONG\r\n"


def report(what, times, servers):
    medians = [statistics.median(taken) for taken in times]
    print(f"{what}: the median, as a multiple of the first server's")
    for server, median in zip(servers, medians):
        print(f"{median / medians[0]:7.1f}  {server.name}")


def idle(servers):
    time.sleep(1)
    before = [server.ticks() for server in servers]
    time.sleep(IDLE)
    second = os.sysconf("SC_CLK_TCK")
    print("while nobody asks: the share of one processor")
    for server, ticks in zip(servers, before):
        print(f"{(server.ticks() - ticks) / second / IDLE:7.1%}  {server.name}")


main()
