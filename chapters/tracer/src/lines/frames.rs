//! From an address of a program to the function and the line that it belongs to.

use std::{
    fmt,
    sync::{Mutex, OnceLock, PoisonError},
};

use addr2line::{
    Context, Location,
    gimli::{self, Dwarf},
};
use object::{File, Object, ObjectSymbol, SymbolKind};

use crate::lines::{
    name,
    section::{Bytes, section},
};

/// What debug information says of a program; without it, its symbols.
pub(crate) struct Frames {
    debug: Option<Mutex<Context<Bytes>>>,
    file: &'static File<'static>,
    /// In the order of their addresses.
    symbols: OnceLock<Vec<Symbol>>,
}

/// A function: its address, its size, its name.
type Symbol = (u64, u64, &'static str);

/// One function on the stack.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) function: String,
    pub(crate) line: Option<Line>,
}

/// A place in the source.
#[derive(Debug)]
pub(crate) struct Line {
    /// The file with all its folders.
    pub(crate) path: String,
    /// The folder in which the compiler ran.
    pub(crate) compiled_in: String,
    pub(crate) line: u32,
    pub(crate) column: u32,
}

impl Frames {
    /// Reads what a program says of itself.
    pub(crate) fn of(file: &'static File<'static>) -> Self {
        let load = |id: gimli::SectionId| Ok::<_, gimli::Error>(section(file, id.name()));
        let debug = Dwarf::load(load).and_then(Context::from_dwarf).ok();
        Self { debug: debug.map(Mutex::new), file, symbols: OnceLock::new() }
    }

    /// The functions at this address, the innermost first: some have been put into others.
    pub(crate) fn at(&self, address: u64) -> Vec<Found> {
        let found = self.by_lines(address).unwrap_or_default();
        if found.is_empty() { self.by_symbol(address).into_iter().collect() } else { found }
    }

    fn by_lines(&self, address: u64) -> Option<Vec<Found>> {
        let context = self.debug.as_ref()?.lock().unwrap_or_else(PoisonError::into_inner);
        let compiled_in = folder(&context, address).unwrap_or_default();
        let mut frames = context.find_frames(address).skip_all_loads().ok()?;
        let mut found = Vec::new();
        while let Some(frame) = frames.next().ok()? {
            let function = frame.function.and_then(|name| Some(name::of(&name.demangle().ok()?)));
            let line = frame.location.and_then(|location| line(&location, &compiled_in));
            found.push(Found { function: function.unwrap_or_default(), line });
        }
        self.complete(found.last_mut()?, address);
        Some(found)
    }

    /// Debug information that holds lines only may name a function without its path, or not at all.
    /// Its symbol knows; but no function has one that has been put into another.
    fn complete(&self, outermost: &mut Found, address: u64) {
        if !outermost.function.contains("::")
            && let Some(symbol) = self.by_symbol(address)
        {
            outermost.function = symbol.function;
        }
    }

    fn by_symbol(&self, address: u64) -> Option<Found> {
        let symbols = self.symbols.get_or_init(|| symbols(self.file));
        let after = symbols.partition_point(|(start, ..)| *start <= address);
        let (start, size, name) = symbols[..after].last()?;
        let is_inside = address - start < *size;
        let demangled = addr2line::demangle_auto((*name).into(), None);
        is_inside.then(|| Found { function: name::of(&demangled), line: None })
    }
}

/// The folder in which the compiler ran that has made what is at this address.
fn folder(context: &Context<Bytes>, address: u64) -> Option<String> {
    let unit = context.find_dwarf_and_unit(address).skip_all_loads()?;
    Some(unit.comp_dir?.to_string_lossy().into_owned())
}

/// Line 0 is code that belongs to no line, as a drop that several have in common.
fn line(location: &Location<'_>, compiled_in: &str) -> Option<Line> {
    let line = location.line.filter(|line| *line > 0)?;
    let (path, compiled_in) = (location.file?.to_owned(), compiled_in.to_owned());
    Some(Line { path, compiled_in, line, column: location.column.unwrap_or(0) })
}

fn symbols(file: &File<'static>) -> Vec<Symbol> {
    let all = file.symbols().chain(file.dynamic_symbols());
    let functions = all.filter(|symbol| symbol.kind() == SymbolKind::Text && symbol.size() > 0);
    let rows =
        functions.filter_map(|symbol| Some((symbol.address(), symbol.size(), symbol.name().ok()?)));
    let mut rows: Vec<_> = rows.collect();
    rows.sort_unstable();
    rows
}

impl fmt::Debug for Frames {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Frames").finish_non_exhaustive()
    }
}
