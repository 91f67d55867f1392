//! The servers: a row each.

use std::{ffi::OsString, path::Path, process::Command};

use crate::{
    folder::Folder,
    program::{Missing, run},
    scenes::{ECHO, ECHO_TWICE, GET, PING, PING_TWICE, STORE, STORE_TWICE},
    server::{Scene, Server},
};

/// All of them, in the order of the page.
pub const SERVERS: &[Server] = &[
    Server {
        name: "redis",
        program: "redis-server",
        package: "redis-server",
        version: &["--version"],
        command: |program, _| Ok(words(program, &["--port", "{port}", "--save", ""])),
        scenes: &[PING, PING_TWICE],
        stored: include_str!("../recorded/redis.json"),
    },
    Server {
        name: "memcached",
        program: "memcached",
        package: "memcached",
        version: &["--version"],
        command: |program, _| Ok(words(program, MEMCACHED)),
        scenes: &[STORE, STORE_TWICE],
        stored: include_str!("../recorded/memcached.json"),
    },
    Server {
        name: "nginx",
        program: "nginx",
        package: "nginx-light",
        version: &["-v"],
        command: nginx,
        scenes: &[GET],
        stored: include_str!("../recorded/nginx.json"),
    },
    Server {
        name: "asyncio",
        program: "python3",
        package: "python3",
        version: &["--version"],
        command: |program, folder| script(program, folder, "echo.py", ECHO_PY),
        scenes: ECHOES,
        stored: include_str!("../recorded/asyncio.json"),
    },
    Server {
        name: "go",
        program: "go",
        package: "golang-go",
        version: &["version"],
        command: go,
        scenes: ECHOES,
        stored: include_str!("../recorded/go.json"),
    },
];

const ECHOES: &[Scene] = &[ECHO, ECHO_TWICE];

/// It refuses to be root: as root it is told whom to become.
const MEMCACHED: &[&str] = &["-p", "{port}", "-l", "{host}", "-U", "0", "-u", "nobody"];

const NGINX_CONF: &str = include_str!("../servers/nginx.conf");
const ECHO_PY: &str = include_str!("../servers/echo.py");
const ECHO_GO: &str = include_str!("../servers/echo.go");

fn words(program: &Path, arguments: &[&str]) -> Vec<OsString> {
    let arguments = arguments.iter().map(OsString::from);
    [program.as_os_str().to_owned()].into_iter().chain(arguments).collect()
}

/// Its configuration names the port, which is known when it is started: a shell writes it there.
fn nginx(program: &Path, folder: &Folder) -> Result<Vec<OsString>, Missing> {
    let home = folder.path().to_string_lossy();
    let text = NGINX_CONF.replace("{folder}", &home);
    let file = written(folder, "nginx.conf", &text)?.to_string_lossy().into_owned();
    let program = program.display();
    let line = format!(
        "sed s/PORT/$1/ {file} > {home}/$1.conf && exec {program} -p {home} -e stderr -c $1.conf"
    );
    Ok(["sh", "-c", &line, "sh", "{port}"].map(OsString::from).into())
}

/// A program that its interpreter reads.
fn script(
    interpreter: &Path,
    folder: &Folder,
    name: &str,
    text: &str,
) -> Result<Vec<OsString>, Missing> {
    let file = written(folder, name, text)?;
    Ok(vec![interpreter.into(), file])
}

fn written(folder: &Folder, name: &str, text: &str) -> Result<OsString, Missing> {
    let file = folder.write(name, text).map_err(|error| Missing::Unready(error.to_string()))?;
    Ok(file.into_os_string())
}

fn go(compiler: &Path, folder: &Folder) -> Result<Vec<OsString>, Missing> {
    let file = written(folder, "echo.go", ECHO_GO)?;
    let program = folder.path().join("echo");
    let mut build = Command::new(compiler);
    build.args(["build".as_ref(), "-o".as_ref(), program.as_os_str(), &file]);
    run(build.env("GO111MODULE", "off").env("GOFLAGS", "").current_dir(folder.path()))?;
    Ok(vec![program.into()])
}
