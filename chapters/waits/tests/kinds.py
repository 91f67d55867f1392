"""Servers that answer +PONG to each request, waiting for their clients in the way that is asked for."""
import asyncio
import os
import select
import signal
import socket
import sys
import threading
import time

signal.signal(signal.SIGCHLD, signal.SIG_IGN)
address = sys.argv[2] if len(sys.argv) > 2 else os.environ["LISTEN_ADDRESS"]
host, port = address.rsplit(":", 1)


def serve(client):
    while client.recv(4096):
        client.sendall(b"+PONG\r\n")
    client.close()


def fork(client):
    if os.fork() == 0:
        serve(client)
        os._exit(0)
    client.close()


async def answer(reader, writer):
    while await reader.read(4096):
        writer.write(b"+PONG\r\n")
    writer.close()


async def serve_asynchronously():
    server = await asyncio.start_server(answer, host, int(port))
    await server.serve_forever()


def serve_after_some_rounds():
    """Looks in vain in rounds of two calls, a few times; from then on it only waits, again and again."""
    listener = socket.create_server((host, int(port)))
    ready = select.epoll()
    ready.register(listener)
    for _ in range(6):
        ready.poll(0)
        ready.poll(0.05)
    while not ready.poll(0.05):
        pass
    serve(listener.accept()[0])


def compute():
    """Makes no call for a while, and then sleeps for good: no row says so."""
    for _ in range(20_000_000):
        pass
    threading.Event().wait()


def nap():
    while True:
        time.sleep(0.001)


def serve_in_a_herd():
    """Two processes wait for the same listener: both are woken, and one of them comes too late."""
    listener = socket.create_server((host, int(port)))
    listener.setblocking(False)
    os.fork()
    while select.select([listener], [], []):
        try:
            client, _ = listener.accept()
        except BlockingIOError:
            continue
        client.setblocking(True)
        serve(client)


if sys.argv[1] == "herd":
    serve_in_a_herd()
if sys.argv[1] == "rounds":
    serve_after_some_rounds()
if sys.argv[1] == "asyncio":
    asyncio.run(serve_asynchronously())
begin = {
    "threads": lambda client: threading.Thread(target=serve, args=[client], daemon=True).start(),
    "fork": fork,
    "beside computing": serve,
    "beside naps": serve,
}[sys.argv[1]]
listener = socket.create_server((host, int(port)))
beside = {"beside computing": compute, "beside naps": nap}.get(sys.argv[1])
if beside:
    threading.Thread(target=beside, daemon=True).start()
while True:
    begin(listener.accept()[0])
