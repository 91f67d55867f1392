//! The servers: a row each.

use crate::{
    ready::{JDK, go, java, nginx, postgresql, script, words},
    scenes::{
        ECHO, ECHO_TWICE, GET, GET_TWICE, PING, PING_TWICE, SELECT, SELECT_TWICE, STORE,
        STORE_TWICE,
    },
    server::{Scene, Server},
};

/// All of them, in the order of the page.
pub const SERVERS: &[Server] = &[
    Server {
        name: "redis",
        program: "redis-server",
        package: Some("redis-server"),
        version: &["--version"],
        command: |program, _| Ok(words(program, &["--port", "{port}", "--save", ""])),
        scenes: &[PING, PING_TWICE],
        stored: include_str!("../recorded/redis.json"),
    },
    Server {
        name: "memcached",
        program: "memcached",
        package: Some("memcached"),
        version: &["--version"],
        command: |program, _| Ok(words(program, MEMCACHED)),
        scenes: &[STORE, STORE_TWICE],
        stored: include_str!("../recorded/memcached.json"),
    },
    Server {
        name: "nginx",
        program: "nginx",
        package: Some("nginx-light"),
        version: &["-v"],
        command: nginx,
        scenes: &[GET, GET_TWICE],
        stored: include_str!("../recorded/nginx.json"),
    },
    Server {
        name: "postgresql",
        program: "postgres",
        package: Some("postgresql"),
        version: &["--version"],
        command: postgresql,
        scenes: &[SELECT, SELECT_TWICE],
        stored: include_str!("../recorded/postgresql.json"),
    },
    Server {
        name: "node",
        program: "node",
        package: Some("nodejs"),
        version: &["--version"],
        command: |program, folder| script(program, folder, "echo.js", ECHO_JS),
        scenes: ECHOES,
        stored: include_str!("../recorded/node.json"),
    },
    Server {
        name: "asyncio",
        program: "python3",
        package: Some("python3"),
        version: &["--version"],
        command: |program, folder| script(program, folder, "echo.py", ECHO_PY),
        scenes: ECHOES,
        stored: include_str!("../recorded/asyncio.json"),
    },
    Server {
        name: "go",
        program: "go",
        package: Some("golang-go"),
        version: &["version"],
        command: go,
        scenes: ECHOES,
        stored: include_str!("../recorded/go.json"),
    },
    Server {
        name: "tokio",
        program: "tokio",
        package: None,
        version: &["--version"],
        command: |program, _| Ok(words(program, &[])),
        scenes: ECHOES,
        stored: include_str!("../recorded/tokio.json"),
    },
    Server {
        name: "java",
        program: "java",
        package: Some(JDK),
        version: &["--version"],
        command: java,
        scenes: ECHOES,
        stored: include_str!("../recorded/java.json"),
    },
];

const ECHOES: &[Scene] = &[ECHO, ECHO_TWICE];

/// It refuses to be root: as root it is told whom to become.
const MEMCACHED: &[&str] = &["-p", "{port}", "-l", "{host}", "-U", "0", "-u", "nobody"];

const ECHO_PY: &str = include_str!("../servers/echo.py");
const ECHO_JS: &str = include_str!("../servers/echo.js");
