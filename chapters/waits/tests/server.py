"""One client at a time gets +PONG for each request, by the calls that the first argument names."""
import os
import select
import signal
import socket
import sys
import tempfile
import threading
import time

host, port = os.environ["LISTEN_ADDRESS"].rsplit(":", 1)
way = sys.argv[1]
PONG = [b"+PO", b"NG\r\n"]


def read_vector(client):
    first, second = bytearray(2), bytearray(4096)
    return os.readv(client.fileno(), [first, second])


def send_file(client):
    with tempfile.TemporaryFile() as file:
        file.write(b"".join(PONG))
        file.flush()
        os.sendfile(client.fileno(), file.fileno(), 0, 7)


def splice(client):
    out, into = os.pipe()
    os.write(into, b"".join(PONG))
    os.splice(out, client.fileno(), 7)
    os.close(out)
    os.close(into)


def read_standard_input(client):
    """As a program that inetd(8) has started for a client."""
    os.dup2(client.fileno(), 0)
    os.dup2(client.fileno(), 1)
    return os.read(0, 4096)


def be_called(name):
    with open(f"/proc/self/task/{threading.get_native_id()}/comm", "w") as file:
        file.write(name)


def nap():
    """What a thread does that only keeps the time."""
    while True:
        time.sleep(0.001)


def keep_time():
    """Waits for clients, but never past its next appointment, which is soon."""
    be_called("worker")
    events = select.epoll()
    events.register(listener, select.EPOLLIN)
    appointment = 0
    while True:
        while (left := appointment - time.monotonic()) <= 0:
            appointment = time.monotonic() + 0.03
        for fd, _ in events.poll(left):
            if fd == listener.fileno():
                client, _ = listener.accept()
                events.register(client, select.EPOLLIN)
            elif receive(client):
                send(client)
            else:
                client.close()


receive = {
    "messages": lambda client: client.recvmsg(4096)[0],
    "vectors": read_vector,
    "inetd": read_standard_input,
}.get(way, lambda client: client.recv(4096))
send = {
    "messages": lambda client: client.sendmsg(PONG),
    "vectors": lambda client: os.writev(client.fileno(), PONG),
    "sendfile": send_file,
    "splice": splice,
    "inetd": lambda client: os.write(1, b"".join(PONG)),
    "careless": lambda client: client.send(b"".join(PONG)),
}.get(way, lambda client: client.sendall(b"".join(PONG)))

if way == "elsewhere":
    port = 0
if way == "exec":
    again = [sys.executable, __file__, "plain"]
    threading.Thread(target=os.execv, args=(sys.executable, again)).start()
    signal.pause()
listener = socket.create_server((host, int(port)))
if way == "rdhup":
    events = select.epoll()
    events.register(listener, select.EPOLLIN)
    while events.poll():
        client, _ = listener.accept()
        events.unregister(listener)
        events.register(client, select.EPOLLIN | select.EPOLLRDHUP | select.EPOLLET)
        while not events.poll()[0][1] & select.EPOLLRDHUP:
            receive(client)
            send(client)
        client.close()
        events.register(listener, select.EPOLLIN)
if way == "background":
    threading.Thread(target=nap, daemon=True).start()
    work = threading.Thread(target=keep_time)
    work.start()
    work.join()
if way == "stopped":
    os.kill(os.getpid(), signal.SIGSTOP)
while True:
    client, _ = listener.accept()
    while receive(client):
        send(client)
    client.close()
