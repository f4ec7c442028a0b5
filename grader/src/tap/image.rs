//! What is mapped in a process: its binaries, read once, and where they lie.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use addr2line::gimli::BaseAddresses;
use nix::fcntl::{OFlag, OpenHow, ResolveFlag, open, openat2};
use nix::sys::stat::Mode;
use object::{Object, ObjectSection, ObjectSegment};

use super::threads::alive;

/// Most bytes read of one binary.
const MOST: u64 = 64 << 20;

/// A binary.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Module {
    /// Where it lies for the process.
    pub(super) path: PathBuf,
    pub(super) bytes: Vec<u8>,
    /// It is the submission's.
    pub(super) own: bool,
}

impl Module {
    /// The table that tells how to get from a frame to its caller, and what its addresses count from.
    pub(super) fn unwind_table(&self) -> Option<(&[u8], BaseAddresses)> {
        let file = object::File::parse(self.bytes.as_slice()).ok()?;
        let address = |name| file.section_by_name(name).map_or(0, |section| section.address());
        let bases = BaseAddresses::default()
            .set_eh_frame(address(".eh_frame"))
            .set_eh_frame_hdr(address(".eh_frame_hdr"))
            .set_text(address(".text"))
            .set_got(address(".got"));
        Some((file.section_by_name(".eh_frame")?.data().ok()?, bases))
    }

    /// The address, as the file counts, of what lies at this offset of it.
    fn address_of(&self, offset: u64) -> Option<u64> {
        let file = object::File::parse(self.bytes.as_slice()).ok()?;
        file.segments().find_map(|segment| {
            let (start, size) = segment.file_range();
            // Mappings begin at whole pages.
            let page = start & !0xfff;
            (page..start.checked_add(size)?)
                .contains(&offset)
                .then(|| segment.address().wrapping_add(offset).wrapping_sub(start))
        })
    }
}

#[derive(Debug)]
struct Mapping {
    at: Range<u64>,
    offset: u64,
    path: PathBuf,
}

/// The code mapped in a process.
#[derive(Debug)]
pub(super) struct Image {
    /// A thread that lives.
    pid: i32,
    root: PathBuf,
    mappings: Vec<Mapping>,
    modules: BTreeMap<PathBuf, Option<Rc<Module>>>,
}

impl Image {
    /// What is mapped now. `root`: where the submission's files lie for the process.
    pub(super) fn of(pid: i32, root: &Path) -> Image {
        let pid = alive(pid);
        let text = fs::read_to_string(format!("/proc/{pid}/maps")).unwrap_or_default();
        let mappings = text.lines().filter_map(mapping).collect();
        Image { pid, root: root.into(), mappings, modules: BTreeMap::new() }
    }

    /// Whether some of it is the submission's.
    pub(super) fn has_own_code(&self) -> bool {
        self.mappings.iter().any(|m| m.path.starts_with(&self.root))
    }

    /// The binary at an address, and what to take off the address to get the file's own.
    pub(super) fn module(&mut self, at: u64) -> Option<(Rc<Module>, u64)> {
        let mapping = self.mappings.iter().find(|m| m.at.contains(&at))?;
        let (pid, own) = (self.pid, mapping.path.starts_with(&self.root));
        let read = || {
            let bytes = read(pid, &mapping.path)?;
            Some(Rc::new(Module { path: mapping.path.clone(), bytes, own }))
        };
        let module = self.modules.entry(mapping.path.clone()).or_insert_with(read).clone()?;
        let address = module.address_of(mapping.offset)?;
        Some((module, mapping.at.start.wrapping_sub(address)))
    }
}

/// `55d0…-55d1… r-xp 00001000 00:2a 17   /tp/server`: only what can be executed and is a file.
fn mapping(line: &str) -> Option<Mapping> {
    let mut parts = line.split_ascii_whitespace();
    let (start, end) = parts.next()?.split_once('-')?;
    let hex = |text| u64::from_str_radix(text, 16).ok();
    parts.next().filter(|allowed| allowed.contains('x'))?;
    let offset = hex(parts.next()?)?;
    let path = &line[line.find('/')?..];
    Some(Mapping { at: hex(start)?..hex(end)?, offset, path: path.into() })
}

/// A file as the process sees it, if it is a plain one.
fn read(pid: i32, path: &Path) -> Option<Vec<u8>> {
    let flags = OFlag::O_PATH | OFlag::O_DIRECTORY | OFlag::O_CLOEXEC;
    let root = open(format!("/proc/{pid}/root").as_str(), flags, Mode::empty()).ok()?;
    // A program may put anything in its binary's place: links do not lead out, pipes are not waited for.
    let how = OpenHow::new()
        .flags(OFlag::O_RDONLY | OFlag::O_NONBLOCK | OFlag::O_CLOEXEC)
        .resolve(ResolveFlag::RESOLVE_IN_ROOT | ResolveFlag::RESOLVE_NO_MAGICLINKS);
    let file = File::from(openat2(&root, path, how).ok()?);
    if !file.metadata().ok()?.is_file() {
        return None;
    }
    let mut bytes = Vec::new();
    file.take(MOST).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_code_that_lies_in_a_file_counts() {
        let line = "55d00000-55d01000 r-xp 00001000 00:2a 17                 /tp/mon serveur";
        let found = mapping(line).unwrap();
        assert_eq!((found.at, found.offset), (0x55d0_0000..0x55d0_1000, 0x1000));
        assert_eq!(found.path, Path::new("/tp/mon serveur"));
        assert!(mapping("55d00000-55d01000 rw-p 00001000 00:2a 17 /tp/server").is_none());
        assert!(mapping("7ffd0000-7ffd1000 r-xp 00000000 00:00 0 [vdso]").is_none());
        assert!(mapping("").is_none() && mapping("x-y r-xp").is_none());
    }
}
