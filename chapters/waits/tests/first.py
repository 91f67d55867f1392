"""Two threads, of which the first one is on its way out of a call when the other brings a signal upon both."""
import ctypes
import os
import signal
import socket
import struct
import sys
import threading

host, port = os.environ["LISTEN_ADDRESS"].rsplit(":", 1)
signal.signal(signal.SIGUSR1, lambda *_: None)
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
