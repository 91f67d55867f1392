"""An echo server on Python's asyncio: one task a client, all in one thread."""

import asyncio
import os


async def echo(reader, writer):
    while line := await reader.readline():
        writer.write(line)
        await writer.drain()
    writer.close()


async def main():
    host, port = os.environ["LISTEN_ADDRESS"].rsplit(":", 1)
    server = await asyncio.start_server(echo, host, int(port))
    await server.serve_forever()


asyncio.run(main())
