// An echo server in Node: a callback for what comes, all in one thread.
const net = require("node:net");

const [host, port] = process.env.LISTEN_ADDRESS.split(":");
const server = net.createServer((client) => {
  client.on("data", (bytes) => client.write(bytes));
  // A client that breaks off ends its own connection, and no other.
  client.on("error", () => {});
});
server.listen(Number(port), host);
// Node opens it at the first use, which is when its first client leaves. It would show as a row or
// not, for how it is opened depends on what it is.
process.stderr;
