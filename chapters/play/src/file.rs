//! Files in memory: the pages that a send may be made of, so that a change of them tells whether it was.

use std::{
    fs::{File, OpenOptions, read_dir, read_link},
    io,
    os::unix::fs::FileExt,
    path::PathBuf,
};

use rustix::{
    fs::{MemfdFlags, memfd_create},
    process::Pid,
};

/// A new file with these bytes in it.
pub(crate) fn new(bytes: &[u8]) -> io::Result<File> {
    let file = File::from(memfd_create("file", MemfdFlags::CLOEXEC)?);
    change(&file, bytes)?;
    Ok(file)
}

/// Writes over the first bytes of a file.
pub(crate) fn change(file: &File, bytes: &[u8]) -> io::Result<()> {
    file.write_all_at(bytes, 0)
}

/// The file in memory that a process has open.
pub(crate) fn of(process: Pid) -> io::Result<File> {
    let path = path(process)?.ok_or_else(|| io::Error::other("the server has no file open"))?;
    OpenOptions::new().write(true).open(path)
}

fn path(process: Pid) -> io::Result<Option<PathBuf>> {
    let folder = read_dir(format!("/proc/{}/fd", process.as_raw_nonzero()))?;
    let mut paths = folder.filter_map(|entry| Some(entry.ok()?.path()));
    Ok(paths.find(|path| read_link(path).is_ok_and(is_in_memory)))
}

fn is_in_memory(file: PathBuf) -> bool {
    file.to_str().is_some_and(|name| name.starts_with("/memfd:"))
}
