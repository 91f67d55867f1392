//! A part of tracefs that is ours alone, an *instance*: its own buffer, its own tracepoints.
//!
//! It is silent until it is told to listen, and it is removed with its owner. Where that comes too
//! suddenly, the next process that makes one sweeps it away.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, ErrorKind, Write},
    path::{Path, PathBuf},
    process::id,
};

use rustix::{
    fs::{FlockOperation, Mode, OFlags, flock, open},
    process::geteuid,
    thread::gettid,
};

use crate::tracefs::{
    Unavailable,
    filter::filled,
    line::nanosecond,
    losses::lost,
    mount::{find, refused},
    owner::{beside, given, own, sweep},
    tracepoint::Tracepoint,
};

/// What tracefs takes for no filter; and one that nothing passes.
const ALL: &str = "0";
const NONE: &str = "sport==0";

/// An instance that is set up.
#[derive(Debug)]
pub(crate) struct Folder {
    path: PathBuf,
    points: &'static [Tracepoint],
    /// Whether we have made it, and shall remove it.
    is_made: bool,
    /// Where [`Folder::mark`] writes to. None once it is to be removed.
    marker: Option<File>,
}

impl Folder {
    /// Makes one for these tracepoints, with so many KiB for each processor; or takes the one that
    /// root has given to this user.
    pub(crate) fn make(points: &'static [Tracepoint], size: usize) -> Result<Self, Unavailable> {
        let (tracefs, instances) = found()?;
        let path = own(&instances);
        let folder = match fs::create_dir(&path) {
            Ok(()) => Self { path, points, is_made: true, marker: None },
            Err(error) if error.kind() == ErrorKind::PermissionDenied => {
                let path = given(&instances);
                // Whether it is ours, the first write tells.
                if !path.join("tracing_on").exists() {
                    return Err(refused(&tracefs, &path, geteuid().as_raw()));
                }
                Self { path, points, is_made: false, marker: None }
            }
            Err(error) => return Err(Unavailable::at(&path, &error)),
        };
        folder.set_up(size)
    }

    /// Makes one more, to be listened to for whatever happens on this machine.
    pub(crate) fn make_beside(
        points: &'static [Tracepoint],
        size: usize,
    ) -> Result<Self, Unavailable> {
        let path = beside(&found()?.1);
        fs::create_dir(&path).map_err(|error| match error.kind() {
            ErrorKind::PermissionDenied => {
                Unavailable::new("what others do on this machine is root's to see; run it as root")
            }
            _ => Unavailable::at(&path, &error),
        })?;
        let folder = Self { path, points, is_made: true, marker: None }.set_up(size)?;
        folder.put("set_event_pid", "")?;
        folder.listen()?;
        Ok(folder)
    }

    fn set_up(mut self, size: usize) -> Result<Self, Unavailable> {
        let path = self.path.join("trace_marker");
        let marker = OpenOptions::new().write(true).open(&path);
        let marker = marker.map_err(|error| Unavailable::at(&path, &error))?;
        if flock(&marker, FlockOperation::NonBlockingLockExclusive).is_err() {
            return Err(Unavailable::new(format!("{} is in use", self.path.display())));
        }
        self.marker = Some(marker);
        self.put("tracing_on", "0")?;
        // Before anything else: an instance is born with more than a megabyte for each processor.
        self.put("buffer_size_kb", &size.to_string())?;
        self.put("trace_clock", "mono")?;
        self.put("options/event-fork", "1")?;
        self.put("options/raw", "0")?;
        self.silence()?;
        self.points.iter().try_for_each(|point| self.enable(point))?;
        Ok(self)
    }

    fn enable(&self, point: &Tracepoint) -> Result<(), Unavailable> {
        let name = point.name;
        if !self.path.join("events").join(name).exists() {
            let why = format!("this kernel has no tracepoint {name}; it takes another kernel");
            return Err(Unavailable::new(why));
        }
        point.has_stack.then(|| self.add_stack(name)).transpose()?;
        self.put(&format!("events/{name}/enable"), "1")
    }

    /// Lets the kernel's stack come with a wake-up; of this thread no wake-up is told, for it naps
    /// thousands of times while it looks after a slow server.
    fn add_stack(&self, name: &str) -> Result<(), Unavailable> {
        let others = format!("pid!={}", gettid().as_raw_nonzero());
        self.put(&format!("events/{name}/filter"), &others)?;
        let trigger = format!("events/{name}/trigger");
        // One that was given to us may have it from the last time.
        self.put(&trigger, "!stacktrace").ok();
        self.put(&trigger, &format!("stacktrace if {others}"))
    }

    /// Sets what is of interest to a server on `port`, if that is known, and to these tasks of it.
    pub(crate) fn filter(&self, port: Option<u16>, tasks: &[String]) -> Result<(), Unavailable> {
        for point in self.points {
            let Some(filter) = point.filter else { continue };
            let unknown = if point.needs_port { NONE } else { ALL };
            let filter = port.map_or(unknown.to_owned(), |port| filled(filter, port, tasks));
            self.put(&format!("events/{}/filter", point.name), &filter)?;
        }
        Ok(())
    }

    /// Begins with an empty buffer.
    pub(crate) fn listen(&self) -> Result<(), Unavailable> {
        self.clear()?;
        self.put("tracing_on", "1")
    }

    /// Empties the buffer, and forgets whether it has run over.
    pub(crate) fn clear(&self) -> Result<(), Unavailable> {
        self.put("trace", "")
    }

    /// Writes a word among the tracepoints.
    pub(crate) fn mark(&self, word: &str) {
        // The kernel takes it, or there is no room for it: then `read` says so.
        if let Some(mut marker) = self.marker.as_ref() {
            marker.write_all(word.as_bytes()).ok();
        }
    }

    /// What can be read of it while it is listened to: each line once.
    pub(crate) fn pipe(&self) -> Result<File, Unavailable> {
        let path = self.path.join("trace_pipe");
        let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let pipe = open(&path, flags, Mode::empty());
        pipe.map(File::from).map_err(|error| Unavailable::at(&path, &error.into()))
    }

    /// Stops listening, and returns all that was heard.
    pub(crate) fn read(&self) -> Result<String, Unavailable> {
        self.stop()?;
        self.get("trace")
    }

    /// Stops listening, and returns the nanosecond of each line that [`Folder::read`] returns.
    pub(crate) fn read_times(&self) -> Result<Vec<u64>, Unavailable> {
        self.put("options/raw", "1")?;
        let text = self.get("trace");
        self.put("options/raw", "0")?;
        Ok(text?.lines().filter_map(nanosecond).collect())
    }

    /// Lets the tracepoints cost nothing, or lets them be listened to again.
    pub(crate) fn switch(&self, on: bool) -> Result<(), Unavailable> {
        let word = if on { "1" } else { "0" };
        self.points
            .iter()
            .try_for_each(|point| self.put(&format!("events/{}/enable", point.name), word))
    }

    fn stop(&self) -> Result<(), Unavailable> {
        self.put("tracing_on", "0")?;
        if self.stats()?.iter().any(|stats| lost(stats)) {
            let why =
                "more happened than the kernel's buffer holds; play a script with fewer clients";
            return Err(Unavailable::new(why));
        }
        Ok(())
    }

    /// Lets nothing be heard any more.
    pub(crate) fn silence(&self) -> Result<(), Unavailable> {
        self.put("tracing_on", "0")?;
        // With nobody in that list, the kernel would look at all tasks of the machine.
        self.put("set_event_pid", &id().to_string())
    }

    /// The statistics of each processor's buffer.
    fn stats(&self) -> Result<Vec<String>, Unavailable> {
        let cpus = self.names("per_cpu")?.into_iter();
        cpus.map(|cpu| self.get(&format!("per_cpu/{cpu}/stats"))).collect()
    }

    /// The names of the files and folders in one of its folders.
    fn names(&self, folder: &str) -> Result<Vec<String>, Unavailable> {
        let path = self.path.join(folder);
        let entries = fs::read_dir(&path).map_err(|error| Unavailable::at(&path, &error))?;
        let names = entries.flatten().map(|entry| entry.file_name());
        Ok(names.map(|name| name.to_string_lossy().into_owned()).collect())
    }

    pub(crate) fn put(&self, file: &str, text: &str) -> Result<(), Unavailable> {
        let path = self.path.join(file);
        put(&path, text).map_err(|error| Unavailable::at(&path, &error))
    }

    pub(crate) fn get(&self, file: &str) -> Result<String, Unavailable> {
        let path = self.path.join(file);
        let bytes = fs::read(&path).map_err(|error| Unavailable::at(&path, &error))?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What can't be removed now, the next process will remove.
        self.silence().ok();
        self.switch(false).ok();
        self.marker = None;
        if self.is_made {
            fs::remove_dir(&self.path).ok();
        }
    }
}

/// Where tracefs is, and its folder of instances, from which those are swept that nobody uses.
fn found() -> Result<(PathBuf, PathBuf), Unavailable> {
    let tracefs = find()?;
    let instances = tracefs.join("instances");
    sweep(&instances);
    Ok((tracefs, instances))
}

/// To open a file of tracefs for writing, and to cut it, is what clears it.
fn put(path: &Path, text: &str) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).truncate(true).open(path)?;
    file.write_all(text.as_bytes())
}
