"""Two threads, of which the first one is on its way out of a call when the other brings a signal upon both."""
import ctypes
import fcntl
import os
import signal
import socket
import struct
import sys
import threading

host, port = os.environ["LISTEN_ADDRESS"].rsplit(":", 1)
for number in signal.SIGUSR1, signal.SIGIO:
    signal.signal(number, lambda *_: None)
libc = ctypes.CDLL(None)
end, other = os.pipe()


def by_kill():
    os.kill(os.getpid(), signal.SIGUSR1)


def by_timer():
    """It goes off at once (timer_create(2), SIGEV_SIGNAL)."""
    event = struct.pack("qii48x", 0, signal.SIGUSR1, 0)
    timer, left = ctypes.c_void_p(), ctypes.create_string_buffer(32)
    libc.timer_create(1, event, ctypes.byref(timer))
    libc.timer_settime(timer, 0, struct.pack("4q", 0, 0, 0, 1), None)
    while libc.timer_gettime(timer, left) == 0 and any(left.raw):
        pass


def by_pipe(owner):
    """It tells this owner that it has got a byte (fcntl(2), F_SETOWN_EX)."""
    reader, writer = os.pipe()
    fcntl.fcntl(reader, 15, struct.pack("ii", *owner))
    fcntl.fcntl(reader, fcntl.F_SETFL, os.O_ASYNC)
    os.write(writer, b".")


def by_pipe_of_thread():
    by_pipe((0, threading.get_native_id()))


def by_pipe_of_process():
    by_pipe((1, os.getpid()))


def serve(client):
    while text := client.recv(4096):
        os.write(other, b".")
        globals()[f"by_{sys.argv[1]}"]()
        client.sendall(text)
    client.close()


listener = socket.create_server((host, int(port)))
client, _ = listener.accept()
threading.Thread(target=serve, args=[client], daemon=True).start()
while os.read(end, 1):
    pass
