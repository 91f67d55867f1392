"""redis-py against one of our servers; prints "done" if all is as it should be."""

import sys

import redis

client = redis.Redis(port=int(sys.argv[1]), client_name="alice", socket_timeout=10)
every_byte = bytes(range(256))

assert client.ping()
assert client.set("key", every_byte)
assert client.get("key") == every_byte
assert client.set(b"", b"") and client.get(b"") == b""
assert client.get("none") is None
assert client.echo("hello") == b"hello"
assert client.delete("key", "", "none") == 2

with client.pipeline(transaction=False) as pipeline:
    for number in range(1_000):
        pipeline.set(f"key{number}", number)
        pipeline.get(f"key{number}")
    replies = pipeline.execute()
assert replies[0::2] == [True] * 1_000
assert replies[1::2] == [str(number).encode() for number in range(1_000)]

try:
    client.execute_command("NOSUCH")
    raise AssertionError("an unknown command has been answered")
except redis.ResponseError as error:
    assert "unknown command" in str(error)
assert client.ping()

print("done")
