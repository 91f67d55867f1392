// ioredis against one of our servers; says "done" if all is as it should be.
// One argument: the port. It talks as the library comes, and in each version of RESP.

const assert = require("node:assert");
const { Redis } = require("ioredis");

const port = Number(process.argv[2]);

async function talk(version) {
  const options = { port, connectionName: "alice", retryStrategy: null };
  if (version !== "default") options.protocol = version;
  const client = new Redis(options);
  assert.equal(await client.ping(), "PONG");
  assert.equal(await client.set("key", "a value \u{1f40b}\r\n"), "OK");
  assert.equal(await client.get("key"), "a value \u{1f40b}\r\n");
  assert.equal(await client.get("none"), null);
  const pipeline = client.pipeline();
  for (let number = 0; number < 1000; number++) pipeline.echo(String(number));
  const replies = await pipeline.exec();
  assert.deepEqual(replies, replies.map((_, number) => [null, String(number)]));
  assert.equal(replies.length, 1000);
  assert.equal(await client.del("key", "none"), 1);
  await assert.rejects(client.call("NOSUCH"), /unknown command/);
  assert((await client.client("ID")) > 0);
  assert.equal(await client.client("GETNAME"), "alice");
  assert.match(await client.info(), /loading:0/);
  assert.equal(await client.command("COUNT"), (await client.command()).length);
  assert.equal(await client.quit(), "OK");
}

async function talkInAllVersions() {
  for (const version of ["default", 2, 3]) {
    await talk(version).catch((cause) => {
      throw new Error(`RESP ${version}`, { cause });
    });
  }
}

talkInAllVersions().then(() => console.log("done"));
