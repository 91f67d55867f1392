//! What a process has mapped where: from an address to a program's file and the place in it.

use std::{fs, ops::Range, path::Path};

use rustix::process::Pid;

use crate::lines::image::{self, Image};

/// The executable mappings of one process.
#[derive(Debug)]
pub(crate) struct Maps {
    process: Pid,
    mappings: Vec<Mapping>,
}

#[derive(Debug)]
struct Mapping {
    addresses: Range<u64>,
    /// Where in the file it begins.
    offset: u64,
    image: &'static Image,
}

/// A piece of code: an address in a file, as the compiler counted it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Code {
    pub(crate) image: &'static Image,
    pub(crate) address: u64,
}

impl Maps {
    /// Reads proc_pid_maps(5).
    pub(crate) fn of(process: Pid) -> Self {
        let mut maps = Self { process, mappings: Vec::new() };
        maps.read();
        maps
    }

    fn read(&mut self) {
        let path = format!("/proc/{}/maps", self.process.as_raw_nonzero());
        let text = fs::read_to_string(path).unwrap_or_default();
        self.mappings = text.lines().filter_map(mapping).collect();
    }

    /// What lies at this address, if a file does. A library may have been loaded since we looked.
    pub(crate) fn find(&mut self, address: u64) -> Option<Code> {
        if self.mapping(address).is_none() {
            self.read();
        }
        let Mapping { addresses, offset, image } = self.mapping(address)?;
        let address = image.address(address - addresses.start + offset)?;
        Some(Code { image, address })
    }

    fn mapping(&self, address: u64) -> Option<&Mapping> {
        self.mappings.iter().find(|mapping| mapping.addresses.contains(&address))
    }
}

/// `7f12a000-7f13b000 r-xp 00028000 103:02 1234   /usr/lib/libc.so.6`
fn mapping(line: &str) -> Option<Mapping> {
    let mut words = line.split_ascii_whitespace();
    let (range, rights, offset) = (words.next()?, words.next()?, words.next()?);
    if !rights.contains('x') {
        return None;
    }
    let path = Path::new(&line[line.find('/')?..]);
    let (start, end) = range.split_once('-')?;
    let hexadecimal = |digits| u64::from_str_radix(digits, 16).ok();
    let addresses = hexadecimal(start)?..hexadecimal(end)?;
    Some(Mapping { addresses, offset: hexadecimal(offset)?, image: image::at(path)? })
}
