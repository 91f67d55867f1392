//! What a server needs before it starts, and the command that starts it.

use std::{
    ffi::OsString,
    fs, io,
    os::unix::{
        fs::{MetadataExt, chown, symlink},
        process::CommandExt,
    },
    path::Path,
    process::Command,
};

use crate::{
    folder::Folder,
    program::{Missing, find, run},
};

/// Debian's package with a compiler of Java.
pub(crate) const JDK: &str = "openjdk-17-jdk-headless";

const NGINX_CONF: &str = include_str!("../servers/nginx.conf");
const ECHO_GO: &str = include_str!("../servers/echo.go");
const ECHO_JAVA: &str = include_str!("../servers/Echo.java");

/// A program with its arguments.
pub(crate) fn words(program: &Path, arguments: &[&str]) -> Vec<OsString> {
    let arguments = arguments.iter().map(OsString::from);
    [program.as_os_str().to_owned()].into_iter().chain(arguments).collect()
}

/// Its configuration names the port, which is known when it is started: a shell writes it there.
pub(crate) fn nginx(program: &Path, folder: &Folder) -> Result<Vec<OsString>, Missing> {
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
pub(crate) fn script(
    interpreter: &Path,
    folder: &Folder,
    name: &str,
    text: &str,
) -> Result<Vec<OsString>, Missing> {
    let file = written(folder, name, text)?;
    Ok(vec![interpreter.into(), file])
}

fn written(folder: &Folder, name: &str, text: &str) -> Result<OsString, Missing> {
    let file = folder.write(name, text).map_err(|error| unready(&error))?;
    Ok(file.into_os_string())
}

fn unready(error: &io::Error) -> Missing {
    Missing::Unready(error.to_string())
}

pub(crate) fn go(compiler: &Path, folder: &Folder) -> Result<Vec<OsString>, Missing> {
    let file = written(folder, "echo.go", ECHO_GO)?;
    let program = folder.path().join("echo");
    let mut build = Command::new(compiler);
    build.args(["build".as_ref(), "-o".as_ref(), program.as_os_str(), &file]);
    run(build.env("GO111MODULE", "off").env("GOFLAGS", "").current_dir(folder.path()))?;
    // So many threads that run at once, on whatever machine.
    Ok(["env".into(), "GOMAXPROCS=2".into(), program.into()].into())
}

/// The compiler comes with another package than what runs its programs.
pub(crate) fn java(program: &Path, folder: &Folder) -> Result<Vec<OsString>, Missing> {
    let compiler = find("javac", Some(JDK))?;
    let file = written(folder, "Echo.java", ECHO_JAVA)?;
    run(Command::new(compiler).arg("-d").arg(folder.path()).arg(file))?;
    let mut command = words(program, QUIET);
    command.extend(["-cp".into(), folder.path().into(), "Echo".into()]);
    Ok(command)
}

/// The virtual machine stops all threads now and then, for a compiler, for its memory, or to be sure: when
/// that is differs from run to run.
const QUIET: &[&str] = &[
    "-Xint",
    "-XX:+UseSerialGC",
    "-XX:+UnlockDiagnosticVMOptions",
    "-XX:GuaranteedSafepointInterval=0",
];

/// nobody, and a group of as little, as Debian numbers them: PostgreSQL refuses to be root.
const NOBODY: u32 = 65534;
const SETPRIV: &str = "setpriv --reuid=65534 --regid=65534 --clear-groups ";

/// It needs a folder with data. Each play begins with a copy of that, as if it were the first one; but for
/// the tables, most of the files: a question that names none of them changes nothing there.
pub(crate) fn postgresql(program: &Path, folder: &Folder) -> Result<Vec<OsString>, Missing> {
    let home = folder.path();
    let is_root = home.metadata().map_err(|error| unready(&error))?.uid() == 0;
    let mut initdb = Command::new(program.with_file_name("initdb"));
    initdb.args(INITDB).arg(home.join("data")).current_dir(home);
    if is_root {
        chown(home, Some(NOBODY), Some(NOBODY)).map_err(|error| unready(&error))?;
        initdb.uid(NOBODY).gid(NOBODY);
    }
    run(&mut initdb)?;
    fs::rename(home.join("data/base"), home.join("base")).map_err(|error| unready(&error))?;
    symlink("../base", home.join("data/base")).map_err(|error| unready(&error))?;
    let line = format!(
        "cd {} && rm -rf now && cp -a data now && exec {}{} -D now {POSTGRES}",
        home.display(),
        if is_root { SETPRIV } else { "" },
        program.display(),
    );
    Ok(["sh", "-c", &line, "sh", "{host}", "{port}"].map(OsString::from).into())
}

const INITDB: &[&str] =
    &["--auth=trust", "--username=postgres", "--locale=C", "--encoding=UTF8", "--no-sync", "-D"];
/// No other socket, no wait for the disk, no word of what is in order, and one place in the world.
const POSTGRES: &str = "-h $1 -p $2 -k '' -F -c log_min_messages=fatal -c timezone=UTC";
