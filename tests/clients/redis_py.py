"""redis-py, and its asyncio half, against one of our servers; says "done" if all is as it should be.

One argument: the port. It talks as the library comes, and in each version of RESP.
"""

import asyncio
import sys

import redis
import redis.asyncio

every_byte = bytes(range(256))
defaults = {"port": int(sys.argv[1]), "client_name": "alice", "socket_timeout": 10}


def talk(options):
    client = redis.Redis(**options)
    assert client.ping()
    assert client.set("key", every_byte)
    assert client.get("key") == every_byte
    assert client.set(b"", b"") and client.get(b"") == b""
    assert client.get("none") is None
    assert client.echo("hello") == b"hello"
    assert client.delete("key", "", "none") == 2
    assert client.delete(*[f"k{number}" for number in range(70_000)]) == 0

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
    ask_about(client)
    client.close()


def ask_about(client):
    """What the server and the connection are."""
    assert client.client_id() > 0
    assert client.client_getname() in ("alice", b"alice")
    assert client.client_info()["name"] == "alice"
    assert client.client_info()["lib-name"].startswith("redis-py")
    assert [each["name"] for each in client.client_list()] == ["alice"]
    assert client.info()["loading"] == 0
    assert client.info("server")["redis_version"]
    assert client.config_get("save") in ({"save": ""}, {b"save": b""})
    assert client.command_count() == len(client.command())
    assert "get" in client.command() or b"get" in client.command()


async def talk_in_turn(options):
    client = redis.asyncio.Redis(**options)
    assert await client.ping()
    assert await client.set("key", every_byte)
    assert await client.get("key") == every_byte
    assert await client.get("none") is None
    assert await client.client_id() > 0
    assert (await client.info())["loading"] == 0
    await client.aclose()


for version in [{}, {"protocol": 2}, {"protocol": 3}]:
    try:
        talk(defaults | version)
        asyncio.run(talk_in_turn(defaults | version))
    except Exception as error:
        raise AssertionError(f"in version {version or 'default'}") from error
print("done")
