//! A program's file: where its code lies, how its stack is unwound, what it is called.
//!
//! A file is read once for all servers that this program follows, and stays in memory: debug
//! information is large, and the same server is played again and again.

use std::{
    collections::HashMap,
    fs::{self, Metadata},
    hash::{Hash, Hasher},
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    ptr,
    sync::{LazyLock, Mutex, OnceLock, PoisonError},
};

use object::{File, Object, ObjectSegment, SegmentFlags, elf::PF_X};

use crate::lines::{frames::Frames, tables::Tables};

/// A program or a library. Each is there once.
#[derive(Debug)]
pub(crate) struct Image {
    /// Whether it is the C library, or loads it: nobody looks for a call's author there.
    pub(crate) is_c_library: bool,
    file: File<'static>,
    tables: OnceLock<Option<Tables>>,
    frames: OnceLock<Frames>,
}

/// A file that has been read: its path, its number, and when it was written.
type Key = (PathBuf, u64, i64);

static IMAGES: LazyLock<Mutex<HashMap<Key, Option<&'static Image>>>> =
    LazyLock::new(Mutex::default);

/// The program in this file, if it is one.
pub(crate) fn at(path: &Path) -> Option<&'static Image> {
    let key = key(path, &fs::metadata(path).ok()?);
    let mut images = IMAGES.lock().unwrap_or_else(PoisonError::into_inner);
    *images.entry(key).or_insert_with(|| Image::read(path))
}

fn key(path: &Path, metadata: &Metadata) -> Key {
    let written = metadata.mtime().wrapping_mul(1_000_000_000).wrapping_add(metadata.mtime_nsec());
    (path.to_owned(), metadata.ino(), written)
}

impl Image {
    fn read(path: &Path) -> Option<&'static Self> {
        let file = File::parse(fs::read(path).ok()?.leak() as &[u8]).ok()?;
        let (tables, frames) = (OnceLock::new(), OnceLock::new());
        Some(Box::leak(Box::new(Self { is_c_library: is_c_library(path), file, tables, frames })))
    }

    /// The address of what lies at this place in the file, among its code.
    pub(crate) fn address(&self, offset: u64) -> Option<u64> {
        self.file.segments().find_map(|segment| {
            let SegmentFlags::Elf { p_flags } = segment.flags() else { return None };
            let (start, size) = segment.file_range();
            let inside = offset.checked_sub(start).filter(|inside| *inside < size)?;
            (p_flags & PF_X != 0).then(|| segment.address().wrapping_add(inside))
        })
    }

    /// How its stack is unwound, if it says so.
    pub(crate) fn tables(&self) -> Option<&Tables> {
        self.tables.get_or_init(|| Tables::of(&self.file)).as_ref()
    }

    /// The functions and lines behind its addresses.
    pub(crate) fn frames(&'static self) -> &'static Frames {
        self.frames.get_or_init(|| Frames::of(&self.file))
    }
}

impl PartialEq for Image {
    fn eq(&self, other: &Self) -> bool {
        ptr::eq(self, other)
    }
}

impl Eq for Image {}

impl Hash for Image {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        ptr::hash(self, hasher);
    }
}

fn is_c_library(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    ["libc.", "libc-", "libpthread", "ld-"].iter().any(|start| name.starts_with(start))
}
