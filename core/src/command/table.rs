//! The table of commands, as `COMMAND` shows it, and the help of those with subcommands.

/// A command, as clients ask about it.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// Its name, in lower case.
    pub name: &'static str,
    /// How many words it takes, its name included; negative: at least so many.
    pub arity: isize,
    /// What kind of command it is.
    pub flags: &'static [&'static str],
    /// Which words are keys: the first, the last (-1: the last of all) and the step between them.
    pub keys: [isize; 3],
    /// Its group, among redis's.
    pub group: &'static str,
    /// The categories that redis's access control lists have it in.
    pub categories: &'static [&'static str],
    /// What it does.
    pub summary: &'static str,
}

/// All commands, in the order of their names.
pub const COMMANDS: &[Entry] = &[
    connection("auth", -2, "Tells who you are: anybody"),
    admin("client", -2, "What a client is called, and which replies it hears"),
    server("command", -1, "Which commands there are"),
    admin("config", -2, "The settings, to be read"),
    admin("debug", -2, "DEBUG SLEEP seconds: a slow request"),
    Entry {
        flags: &["write"],
        keys: [1, -1, 1],
        group: "generic",
        categories: &["@keyspace", "@write", "@slow"],
        ..connection("del", -2, "Forgets keys")
    },
    connection("echo", 2, "Sends the message back"),
    Entry {
        flags: &["readonly", "fast"],
        keys: [1, 1, 1],
        group: "string",
        categories: &["@read", "@string", "@fast"],
        ..connection("get", 2, "The value of a key")
    },
    connection("hello", -1, "Chooses RESP2 or RESP3"),
    server("info", -1, "What the server says about itself"),
    connection("ping", -1, "Sends PONG, or the message, back"),
    connection("quit", -1, "Ends the connection"),
    connection("reset", 1, "Makes the connection as new"),
    connection("select", 2, "Chooses the database: there is 0"),
    Entry {
        flags: &["write", "denyoom"],
        keys: [1, 1, 1],
        group: "string",
        categories: &["@write", "@string", "@slow"],
        ..connection("set", 3, "Gives a key a value")
    },
];

const fn connection(name: &'static str, arity: isize, summary: &'static str) -> Entry {
    let (flags, categories) = (&["fast"], &["@fast", "@connection"]);
    Entry { name, arity, flags, keys: [0; 3], group: "connection", categories, summary }
}

const fn server(name: &'static str, arity: isize, summary: &'static str) -> Entry {
    let (flags, categories) = (&["loading", "stale"], &["@slow"]);
    Entry { flags, group: "server", categories, ..connection(name, arity, summary) }
}

const fn admin(name: &'static str, arity: isize, summary: &'static str) -> Entry {
    Entry { flags: &["admin"], categories: &["@admin", "@slow"], ..server(name, arity, summary) }
}

pub(super) const CLIENT_HELP: &[&str] = &[
    "CLIENT <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
    "GETNAME",
    "    Return the name of the current connection.",
    "ID",
    "    Return the ID of the current connection.",
    "INFO",
    "    Return information about the current client connection.",
    "LIST",
    "    The same: of the others a connection knows nothing.",
    "REPLY (ON|OFF|SKIP)",
    "    Control the replies sent to the current connection.",
    "SETINFO (LIB-NAME|LIB-VER) <value>",
    "    Assign the library's name or version to the current connection.",
    "SETNAME <name>",
    "    Assign the name <name> to the current connection.",
    "HELP",
    "    Prints this help.",
];

pub(super) const COMMAND_HELP: &[&str] = &[
    "COMMAND <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
    "(no subcommand)",
    "    Return details about all commands.",
    "COUNT",
    "    Return the total number of commands.",
    "DOCS [<command-name> ...]",
    "    Return documentation of these commands, or of all.",
    "INFO [<command-name> ...]",
    "    Return details about these commands, or about all.",
    "LIST",
    "    Return a list of all commands.",
    "HELP",
    "    Prints this help.",
];

pub(super) const CONFIG_HELP: &[&str] = &[
    "CONFIG <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
    "GET <pattern> ...",
    "    Return parameters matching the glob-like <pattern> and their values.",
    "HELP",
    "    Prints this help.",
];

pub(super) const DEBUG_HELP: &[&str] = &[
    "DEBUG <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
    "SLEEP <seconds>",
    "    Answer when that time has passed. Decimals are allowed.",
    "HELP",
    "    Prints this help.",
];
