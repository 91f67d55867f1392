"""What a receive costs the caller, as ratios of one run: nothing there, bytes there, and a sleep.

    python3 book/measured/receives.py

The bytes have arrived before the call, so all but the last are the copy alone. In the last one the
call sleeps first: another process sends as soon as it is asked to, so it is a sleep, a wake-up, and
the copy of a few bytes. One is the receive of 6 bytes that are there. Python's own share is in each.

On an idle machine the processor sleeps as well, and takes longer to wake than the thread. To leave that
out, keep each processor awake meanwhile: `nice -n 19 sh -c 'while :; do :; done' &`, once for each.
"""

import os
import socket
import statistics
import time

ROUNDS = 2000
SIZES = [6, 4096, 65536, 1 << 20]


def main():
    listener = socket.create_server(("127.0.0.1", 0))
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
    client = socket.create_connection(listener.getsockname())
    client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    server, _ = listener.accept()
    server.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    unit = there(client, server, 6)
    print(f"{nothing(server) / unit:6.1f}  nothing there: EAGAIN")
    for size in SIZES:
        print(f"{there(client, server, size) / unit:6.1f}  {size} bytes there")
    print(f"{asleep(client, server) / unit:6.1f}  asleep, and woken for 6 bytes")


def nothing(server):
    taken = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        try:
            server.recv_into(BUFFER, 0, socket.MSG_DONTWAIT)
        except BlockingIOError:
            taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def there(client, server, size):
    taken = []
    for _ in range(ROUNDS // 10):
        client.sendall(BUFFER[:size])
        while len(server.recv(size, socket.MSG_PEEK)) < size:
            pass
        start = time.perf_counter()
        got = server.recv_into(BUFFER, size)
        taken.append(time.perf_counter() - start)
        assert got == size
    return statistics.median(taken)


def asleep(client, server):
    child = os.fork()
    if child == 0:
        while client.recv(1):
            client.sendall(b"hello\n")
        os._exit(0)
    taken = []
    for _ in range(ROUNDS):
        server.sendall(b"?")
        start = time.perf_counter()
        server.recv_into(BUFFER, 6)
        taken.append(time.perf_counter() - start)
    server.shutdown(socket.SHUT_WR)
    os.waitpid(child, 0)
    return statistics.median(taken)


BUFFER = memoryview(bytearray(max(SIZES)))
main()
