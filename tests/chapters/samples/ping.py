"""A server of a reader's: answers PING, and nothing else."""

import asyncio
import sys


async def serve(reader, writer):
    while await reader.read(4096):
        writer.write(b"+PONG\r\n")
    writer.close()


async def main():
    async with await asyncio.start_server(serve, "127.0.0.1", int(sys.argv[1])) as server:
        await server.serve_forever()


asyncio.run(main())
