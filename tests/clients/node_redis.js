// node-redis against one of our servers; says "done" if all is as it should be.
// One argument: the port. It talks as the library comes, and in each version of RESP.

const assert = require("node:assert");
const { createClient } = require("redis");

const port = Number(process.argv[2]);

async function talk(version) {
  const options = { name: "alice", socket: { port, reconnectStrategy: false } };
  if (version !== "default") options.RESP = version;
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

async function talkInAllVersions() {
  for (const version of ["default", 2, 3]) {
    await talk(version).catch((cause) => {
      throw new Error(`RESP ${version}`, { cause });
    });
  }
}

talkInAllVersions().then(() => console.log("done"));
