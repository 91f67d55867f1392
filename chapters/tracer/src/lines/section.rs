//! The sections of a program's file, as they were before they were compressed.

use addr2line::gimli::{EndianSlice, NativeEndian};
use miniz_oxide::inflate::decompress_to_vec_zlib;
use object::{CompressionFormat, File, Object, ObjectSection};

/// A part of a file.
pub(crate) type Bytes = EndianSlice<'static, NativeEndian>;

/// A section of a file; empty if it has none of this name.
pub(crate) fn section(file: &File<'static>, name: &str) -> Bytes {
    let bytes = file.section_by_name(name).and_then(|section| {
        let data = section.compressed_data().ok()?;
        match data.format {
            CompressionFormat::None => Some(data.data),
            CompressionFormat::Zlib => Some(decompress_to_vec_zlib(data.data).ok()?.leak()),
            _ => None,
        }
    });
    Bytes::new(bytes.unwrap_or_default(), NativeEndian)
}
