//! Where each function of a program has put its caller's registers: the section `.eh_frame`.

use addr2line::gimli::{
    BaseAddresses, EhFrame, EhFrameHdr, FrameDescriptionEntry, ParsedEhFrameHdr, UnwindSection,
};
use object::{File, Object, ObjectSection};

use crate::lines::section::{Bytes, section};

/// What a program says of one function.
pub(crate) type Entry = FrameDescriptionEntry<Bytes>;

/// Where a program's functions have put what.
#[derive(Debug)]
pub(crate) struct Tables {
    pub(crate) frames: EhFrame<Bytes>,
    header: Option<ParsedEhFrameHdr<Bytes>>,
    pub(crate) bases: BaseAddresses,
}

impl Tables {
    /// Finds the tables of a program.
    pub(crate) fn of(file: &File<'static>) -> Option<Self> {
        let address = |name| file.section_by_name(name).map(|section| section.address());
        let mut bases = BaseAddresses::default().set_eh_frame(address(".eh_frame")?);
        bases = bases.set_text(address(".text").unwrap_or(0));
        bases = bases.set_got(address(".got").unwrap_or(0));
        bases = bases.set_eh_frame_hdr(address(".eh_frame_hdr").unwrap_or(0));
        let header = EhFrameHdr::from(section(file, ".eh_frame_hdr")).parse(&bases, 8).ok();
        Some(Self { frames: section(file, ".eh_frame").into(), header, bases })
    }

    /// What is said of the function at this address.
    pub(crate) fn entry(&self, address: u64) -> Option<Entry> {
        let cie = EhFrame::cie_from_offset;
        let (frames, bases) = (&self.frames, &self.bases);
        match self.header.as_ref().and_then(ParsedEhFrameHdr::table) {
            Some(table) => table.fde_for_address(frames, bases, address, cie).ok(),
            None => frames.fde_for_address(bases, address, cie).ok(),
        }
    }
}
