// node-redis against one of our servers; says "done" if all is as it should be.
// Two arguments: the port, and the version of RESP, or "default" for what the library takes.

const assert = require("node:assert");
const { createClient } = require("redis");

const [port, version] = process.argv.slice(2);
const options = { name: "alice", socket: { port: Number(port), reconnectStrategy: false } };
if (version !== "default") options.RESP = Number(version);

async function talk() {
  const client = await createClient(options).on("error", () => {}).connect();
  assert.equal(await client.ping(), "PONG");
  assert.equal(await client.set("key", "a value \u{1f40b}\r\n"), "OK");
  assert.equal(await client.get("key"), "a value \u{1f40b}\r\n");
  assert.equal(await client.get("none"), null);
  assert.equal(await client.echo("hello"), "hello");
  const numbers = Array.from({ length: 1000 }, (_, number) => number);
  const replies = await Promise.all(numbers.map((number) => client.echo(String(number))));
  assert.deepEqual(replies, numbers.map(String));
  assert.equal(await client.del(["key", "none"]), 1);
  await assert.rejects(client.sendCommand(["NOSUCH"]), /unknown command/);
  await askAbout(client);
  await client.close();
}

async function askAbout(client) {
  assert((await client.clientId()) > 0);
  assert.equal(await client.clientGetName(), "alice");
  assert.equal((await client.clientInfo()).name, "alice");
  assert.match(await client.info(), /loading:0/);
  assert.deepEqual({ ...(await client.configGet("save")) }, { save: "" });
  assert.equal(await client.commandCount(), (await client.command()).length);
}

talk().then(() => console.log("done"));
