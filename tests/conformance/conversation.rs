//! A conversation that every server has, whatever it runs on: `tests/arm` has it without a kernel.

/// A request as it is sent, and its reply.
pub(crate) type Exchange = (&'static [u8], &'static [u8]);

/// A conversation about data, in this order.
pub(crate) const ABOUT_DATA: &[Exchange] = &[
    (b"PING\r\n", b"+PONG\r\n"),
    (b"ping\n", b"+PONG\r\n"),
    (b"  PiNg \t hello  \r\n", b"$5\r\nhello\r\n"),
    (b"*1\r\n$4\r\nPING\r\n", b"+PONG\r\n"),
    (b"*2\r\n$4\r\nPING\r\n$0\r\n\r\n", b"$0\r\n\r\n"),
    (b"*2\r\n$4\r\necho\r\n$7\r\n\r\nab\0\xff\n\r\n", b"$7\r\n\r\nab\0\xff\n\r\n"),
    (b"GET key\r\n", b"$-1\r\n"),
    (b"*3\r\n$3\r\nSET\r\n$3\r\nkey\r\n$5\r\nvalue\r\n", b"+OK\r\n"),
    (b"*2\r\n$3\r\nGET\r\n$3\r\nkey\r\n", b"$5\r\nvalue\r\n"),
    (b"SET key other\r\n", b"+OK\r\n"),
    (b"get key\r\n", b"$5\r\nother\r\n"),
    (b"*4\r\n$3\r\nDEL\r\n$3\r\nkey\r\n$3\r\nkey\r\n$2\r\nno\r\n", b":1\r\n"),
    (b"DEL key no\r\n", b":0\r\n"),
    (b"GET key\r\n", b"$-1\r\n"),
    (b"*0\r\nPING\r\n", b"+PONG\r\n"),
    (b"*-10\r\n\r\n\n \r\nPING\r\n", b"+PONG\r\n"),
    (b"GET\r\n", b"-ERR wrong number of arguments for 'get' command\r\n"),
    (b"NOSUCH thing\r\n", b"-ERR unknown command 'NOSUCH'\r\n"),
];

/// How it goes on, about the connection and the server.
pub(crate) const ABOUT_THE_SERVER: &[Exchange] = &[
    (b"DEBUG SLEEP 0\r\n", b"+OK\r\n"),
    (b"COMMAND DOCS nosuch\r\n", b"*0\r\n"),
    (b"CLIENT SETNAME alice\r\n", b"+OK\r\n"),
    (b"CONFIG GET save\r\n", b"*2\r\n$4\r\nsave\r\n$0\r\n\r\n"),
];

/// The same where these commands are not there.
pub(crate) const ABOUT_NO_SERVER: &[Exchange] = &[
    (b"DEBUG SLEEP 0\r\n", b"-ERR unknown command 'DEBUG'\r\n"),
    (b"CLIENT SETNAME alice\r\n", b"-ERR unknown command 'CLIENT'\r\n"),
];
