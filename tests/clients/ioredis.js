// ioredis against one of our servers; says "done" if all is as it should be.
// Two arguments: the port, and the version of RESP, or "default" for what the library takes.

const assert = require("node:assert");
const { Redis } = require("ioredis");

const [port, version] = process.argv.slice(2);
const options = { port: Number(port), connectionName: "alice", retryStrategy: null };
if (version !== "default") options.protocol = Number(version);

async function talk() {
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

talk().then(() => console.log("done"));
