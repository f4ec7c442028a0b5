//! Names and lines of addresses in a submission's own binaries: by their debug information, or else by
//! their symbols.

use std::borrow::Cow;
use std::path::Path;

use addr2line::gimli::{Dwarf, EndianSlice, LittleEndian, SectionId};
use addr2line::{Context, demangle_auto};
use object::{Object, ObjectSection, SymbolMap, SymbolMapName};

use super::image::Module;
use crate::text::bare_name;
use crate::transcript::Place;

type Reader<'b> = EndianSlice<'b, LittleEndian>;

/// What some binaries say about their own addresses.
pub(super) struct Symbols<'b> {
    known: Vec<Known<'b>>,
}

/// What one says.
struct Known<'b> {
    path: &'b Path,
    lines: Option<Context<Reader<'b>>>,
    names: SymbolMap<SymbolMapName<'b>>,
}

impl<'b> Symbols<'b> {
    /// Of these binaries, each read once.
    pub(super) fn of(modules: impl Iterator<Item = &'b Module>) -> Symbols<'b> {
        let mut symbols = Symbols { known: Vec::new() };
        for module in modules {
            if symbols.known.iter().any(|known| known.path == module.path) {
                continue;
            }
            let Ok(file) = object::File::parse(module.bytes.as_slice()) else { continue };
            let section = |id: SectionId| -> Result<Reader<'b>, addr2line::gimli::Error> {
                let data = file.section_by_name(id.name()).and_then(|section| section.data().ok());
                Ok(EndianSlice::new(data.unwrap_or_default(), LittleEndian))
            };
            let lines = Dwarf::load(section).and_then(Context::from_dwarf).ok();
            symbols.known.push(Known { path: &module.path, lines, names: file.symbol_map() });
        }
        symbols
    }

    /// Where an address is: file, line and function; only the function (no file, line 0) for a binary
    /// without debug information; `None` for library code that was compiled into it.
    pub(super) fn place(&self, module: &Module, address: u64, root: &Path) -> Option<Place> {
        let known = self.known.iter().find(|known| known.path == module.path)?;
        let mut described = false;
        let mut frames = known.lines.as_ref().and_then(|context| context.find_frames(address).skip_all_loads().ok());
        // Functions put into others come first.
        while let Some(Ok(Some(frame))) = frames.as_mut().map(|frames| frames.next()) {
            let Some((file, line)) = frame.location.and_then(|at| at.file.zip(at.line)) else { continue };
            described = true;
            let function = frame.function.and_then(|f| f.demangle().ok().map(Cow::into_owned)).unwrap_or_default();
            if let Ok(file) = Path::new(file).strip_prefix(root) {
                let file = file.to_string_lossy().into_owned();
                return Some(Place { file, line, function: bare_name(&function) });
            }
        }
        let name = known.names.containing(address).filter(|_| !described)?.name();
        let function = bare_name(&demangle_auto(Cow::Borrowed(name), None));
        // The machinery before `main` is nobody's code.
        (!function.starts_with('_')).then(|| Place { file: String::new(), line: 0, function })
    }
}
