"""An echo whose clients have a time limit: then each recv is two calls of the kernel's.

LISTEN_ADDRESS says where it listens.
"""

import os
import socket

host, port = os.environ.get("LISTEN_ADDRESS", "127.0.0.1:6380").rsplit(":", 1)

# ANCHOR: serve
listener = socket.create_server((host, int(port)))
while True:
    client, _ = listener.accept()
    with client:
        client.settimeout(60)
        while received := client.recv(512):
            client.sendall(received)
# ANCHOR_END: serve
