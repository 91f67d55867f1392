"""An echo server; how a client gets to the task that serves it, the first argument says."""
import collections
import os
import queue
import select
import socket
import sys
import threading

host, port = os.environ["LISTEN_ADDRESS"].rsplit(":", 1)
way = sys.argv[1]

# How long a worker waits before it looks up, in seconds.
LITTLE = 0.1


def take_longer(limit):
    """Works for longer than that, if a worker looks up, whatever a clock shows."""
    if limit:
        sum(range(10_000_000))


def serve(client):
    while text := client.recv(4096):
        client.sendall(text)
    client.close()


def start(work):
    threading.Thread(target=work, daemon=True).start()


def by_queue():
    """A worker sleeps until the queue has somebody."""
    clients = queue.Queue()

    def work():
        while True:
            serve(clients.get())

    for _ in range(2):
        start(work)
    while True:
        clients.put(listener.accept()[0])


def by_condition(limit=None):
    """The same, from what a queue is made of; a worker may look up now and then."""
    clients, changed = collections.deque(), threading.Condition()

    def work():
        while True:
            with changed:
                if not changed.wait_for(lambda: clients, limit):
                    continue
                client = clients.popleft()
            serve(client)

    start(work)
    while True:
        client, _ = listener.accept()
        take_longer(limit)
        with changed:
            clients.append(client)
            changed.notify()


def by_late_condition():
    by_condition(LITTLE)


def by_pipe(limit=None):
    """A worker has the end of a pipe on its list."""
    clients, (end, other) = collections.deque(), os.pipe()

    def work():
        events = select.epoll()
        events.register(end, select.EPOLLIN)
        while True:
            if events.poll(limit):
                os.read(end, 1)
                serve(clients.popleft())

    start(work)
    while True:
        clients.append(listener.accept()[0])
        take_longer(limit)
        os.write(other, b".")


def by_late_pipe():
    by_pipe(LITTLE)


def by_lock():
    """A futex has nothing to do with clients here: each thread takes a lock, and one that keeps a log sleeps."""
    lock, log = threading.Lock(), queue.Queue()

    def note():
        while log.get():
            pass

    def work(client):
        while text := client.recv(4096):
            with lock:
                client.sendall(text)
            log.put("an answer")
        client.close()

    start(note)
    while True:
        client, _ = listener.accept()
        log.put("a client")
        start(lambda client=client: work(client))


def by_process():
    """A process that gives itself a name (prctl(2), PR_SET_NAME, by way of proc(5))."""
    if os.fork() == 0:
        with open("/proc/self/comm", "w") as file:
            file.write("keeper")
    while True:
        serve(listener.accept()[0])


def by_title():
    """A process with a title for ps(1), as setproctitle(3) writes it; its port is left out."""
    if os.fork() == 0:
        with open("/proc/self/comm") as file:
            title = f"{file.read().strip()}: worker process 127.0.0.1({port}) idle"
        os.set_inheritable(listener.fileno(), True)
        os.execv(sys.executable, [title, __file__, "serves", str(listener.fileno())])
    os.wait()


def by_duplicate():
    """The list is filled through a duplicate, as mio does; its token has stood for something else."""
    first, (end, other) = select.epoll(), os.pipe()
    first.register(end, select.EPOLLIN)
    events = select.epoll()
    duplicate = select.epoll.fromfd(os.dup(events.fileno()))
    os.close(end)
    client, _ = listener.accept()
    assert client.fileno() == end
    duplicate.register(client, select.EPOLLIN)
    while events.poll():
        if not (text := client.recv(4096)):
            break
        client.sendall(text)


if way == "serves":
    listener = socket.socket(fileno=int(sys.argv[2]))
    while True:
        serve(listener.accept()[0])
listener = socket.create_server((host, int(port)))
globals()[f"by_{way}"]()
