//! Reads archives into a collector: zip, tar, tar.gz. Nothing is written to a disk.
//!
//! It must not know whose they are.

use std::io::{self, Read, Seek, SeekFrom};

use super::collector::{Collector, Entry};

/// Most entries of an archive that are looked at.
const MAX_ENTRIES: usize = 20_000;
/// Most bytes that an archive is unpacked to, what is passed over included.
const MAX_UNPACKED: u64 = 512 << 20;

/// The kinds of archives that students hand in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArchiveKind {
    /// `.zip`
    Zip,
    /// `.tar`
    Tar,
    /// `.tar.gz`, `.tgz`
    TarGz,
    /// An archive that cannot be read here, such as `.rar`.
    Unknown,
}

/// Endings of names, and what they mean.
const ENDINGS: [(&str, ArchiveKind); 10] = [
    (".zip", ArchiveKind::Zip),
    (".tar.gz", ArchiveKind::TarGz),
    (".tgz", ArchiveKind::TarGz),
    (".tar", ArchiveKind::Tar),
    (".rar", ArchiveKind::Unknown),
    (".7z", ArchiveKind::Unknown),
    (".tar.xz", ArchiveKind::Unknown),
    (".tar.bz2", ArchiveKind::Unknown),
    (".tar.zst", ArchiveKind::Unknown),
    (".zipx", ArchiveKind::Unknown),
];

impl ArchiveKind {
    /// The kind that a file's name says, and the name without its ending.
    pub fn of_name(name: &str) -> Option<(ArchiveKind, &str)> {
        let lower = name.to_ascii_lowercase();
        let (ending, kind) = ENDINGS.iter().find(|(ending, _)| lower.ends_with(ending))?;
        let stem = name.get(..name.len() - ending.len())?;
        (!stem.is_empty() && !stem.ends_with('/')).then_some((*kind, stem))
    }
}

/// A source of bytes that can be read from any place.
pub(super) trait Seekable: Read + Seek {}
impl<T: Read + Seek> Seekable for T {}

/// Why an archive, or the rest of it, cannot be read: the code of the student's finding.
pub(super) type Fault = &'static str;
/// It is damaged, encrypted or not what its name says.
const DAMAGED: Fault = "submission.archive-damaged";
/// It is of a kind that is not read.
const UNKNOWN: Fault = "submission.archive-unknown";
/// It is too large.
const TOO_LARGE: Fault = "submission.too-large";

/// Reads all entries for which `name` gives a path.
pub(super) fn read(
    kind: ArchiveKind,
    from: &mut dyn Seekable,
    into: &mut Collector,
    name: &dyn Fn(&str) -> Option<String>,
) -> Result<(), Fault> {
    match kind {
        ArchiveKind::Zip => guard(from).and_then(|()| read_zip(from, into, name)),
        ArchiveKind::Tar => read_tar(from, into, name),
        ArchiveKind::TarGz => read_tar(flate2::read::MultiGzDecoder::new(from), into, name),
        ArchiveKind::Unknown => Err(UNKNOWN),
    }
}

/// The names of a zip's entries, in its order.
pub(super) fn zip_names(mut from: &mut dyn Seekable) -> Result<Vec<String>, Fault> {
    let zip = zip::ZipArchive::new(&mut from).map_err(|_| DAMAGED)?;
    Ok(zip.file_names_raw().map(decoded).collect())
}

/// Reads a zip that need not be guarded against: the teacher's own.
pub(super) fn read_zip(
    mut from: &mut dyn Seekable,
    into: &mut Collector,
    name: &dyn Fn(&str) -> Option<String>,
) -> Result<(), Fault> {
    let mut zip = zip::ZipArchive::new(&mut from).map_err(|_| DAMAGED)?;
    let environments = environments(zip.file_names_raw().map(decoded));
    let (mut unpacked, mut broken) = (0, false);
    for i in 0..zip.len() {
        let Ok(raw) = zip.by_index_raw(i) else { return Err(DAMAGED) };
        let stated = decoded(raw.name_raw());
        let (folder, link) = (raw.is_dir(), raw.is_symlink());
        drop(raw);
        let Some(path) = name(&stated).filter(|_| !folder && !within(&stated, &environments)) else { continue };
        if link {
            into.refuse(&path, "hostile.link-refused");
            continue;
        }
        let Ok(mut entry) = zip.by_index(i) else {
            broken = true;
            continue;
        };
        unpacked += entry.size();
        if unpacked > MAX_UNPACKED {
            return Err(TOO_LARGE);
        }
        let executable = entry.unix_mode().is_some_and(|mode| mode & 0o100 != 0);
        let meta = Entry { path: &path, executable, size: entry.size() };
        broken |= into.add(meta, &mut entry).is_err();
    }
    if broken { Err(DAMAGED) } else { Ok(()) }
}

/// A zip's list of entries is read at once: refuses one that would be too long.
fn guard(from: &mut dyn Seekable) -> Result<(), Fault> {
    let mut look = || -> io::Result<bool> {
        let end = from.seek(SeekFrom::End(0))?;
        // The end record, behind which stands a comment of at most 64 KiB.
        let start = end.saturating_sub(22 + 65_535);
        from.seek(SeekFrom::Start(start))?;
        let mut tail = Vec::new();
        from.take(22 + 65_535).read_to_end(&mut tail)?;
        from.seek(SeekFrom::Start(0))?;
        let records = tail.windows(22).filter(|window| window.starts_with(b"PK\x05\x06"));
        Ok(records.into_iter().all(|r| usize::from(u16::from_le_bytes([r[10], r[11]])) <= MAX_ENTRIES))
    };
    match look() {
        Ok(true) => Ok(()),
        Ok(false) => Err(TOO_LARGE),
        Err(_) => Err(DAMAGED),
    }
}

fn read_tar(from: impl Read, into: &mut Collector, name: &dyn Fn(&str) -> Option<String>) -> Result<(), Fault> {
    let mut limited = from.take(MAX_UNPACKED);
    let mut tar = tar::Archive::new(&mut limited);
    let mut outcome = Ok(());
    let mut found = false;
    for (count, entry) in tar.entries().map_err(|_| DAMAGED)?.enumerate() {
        let Ok(mut entry) = entry else {
            outcome = Err(DAMAGED);
            break;
        };
        if count >= MAX_ENTRIES {
            return Err(TOO_LARGE);
        }
        found = true;
        let stated = decoded(&entry.path_bytes());
        let kind = entry.header().entry_type();
        let Some(path) = name(&stated).filter(|_| !kind.is_dir()) else { continue };
        if kind.is_symlink() || kind.is_hard_link() {
            into.refuse(&path, "hostile.link-refused");
        } else if kind.is_file() || kind.is_contiguous() {
            let executable = entry.header().mode().is_ok_and(|mode| mode & 0o100 != 0);
            let meta = Entry { path: &path, executable, size: entry.size() };
            if into.add(meta, &mut entry).is_err() {
                outcome = Err(DAMAGED);
                break;
            }
        }
    }
    match outcome {
        _ if limited.limit() == 0 => Err(TOO_LARGE),
        // Not even an empty archive: something else under its name.
        Ok(()) if !found => Err(DAMAGED),
        outcome => outcome,
    }
}

/// A name as it was meant: UTF-8 where it is, else the code page that Windows and old tools use.
fn decoded(raw: &[u8]) -> String {
    /// The upper half of code page 850, from 0x80 on.
    const UPPER: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";
    match std::str::from_utf8(raw) {
        Ok(text) => text.to_owned(),
        Err(_) => {
            let upper: Vec<char> = UPPER.chars().collect();
            let letter = |b: &u8| match b {
                0..0x80 => char::from(*b),
                _ => upper.get(usize::from(*b) - 0x80).copied().unwrap_or('\u{fffd}'),
            };
            raw.iter().map(letter).collect()
        }
    }
}

/// Folders of Python's virtual environments, by the file that each of them has.
fn environments(names: impl Iterator<Item = String>) -> Vec<String> {
    names
        .filter_map(|n| n.replace('\\', "/").strip_suffix("pyvenv.cfg").map(str::to_owned))
        .filter(|n| !n.is_empty())
        .collect()
}

fn within(path: &str, folders: &[String]) -> bool {
    let path = path.replace('\\', "/");
    folders.iter().any(|folder| path.starts_with(folder.as_str()))
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use super::*;
    use crate::submission::Snapshot;

    fn zip_of(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn unpack(kind: ArchiveKind, bytes: &[u8]) -> (Snapshot, Result<(), Fault>) {
        let mut collector = Collector::default();
        let result = read(kind, &mut Cursor::new(bytes), &mut collector, &|name| Some(name.to_owned()));
        (collector.finish(), result)
    }

    fn paths(snapshot: &Snapshot) -> Vec<&str> {
        snapshot.files.iter().map(|f| f.path.as_str()).collect()
    }

    #[test]
    fn a_zip_gives_its_files_and_neither_environments_nor_escapes() {
        let bytes = zip_of(&[
            ("TP/serveur.py", b"a"),
            ("../evil.py", b"b"),
            ("TP/mon env/pyvenv.cfg", b""),
            ("TP/mon env/bin/python.py", b"c"),
            ("__MACOSX/._x", b"d"),
        ]);
        let (snapshot, result) = unpack(ArchiveKind::Zip, &bytes);
        assert_eq!(result, Ok(()));
        assert_eq!(paths(&snapshot), ["TP/serveur.py"]);
        assert_eq!(snapshot.refused[0].code, "hostile.path-refused");
    }

    #[test]
    fn links_are_refused_in_zip_and_tar() {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        zip.add_symlink("x.py", "/etc/passwd", zip::write::SimpleFileOptions::default()).unwrap();
        let (snapshot, _) = unpack(ArchiveKind::Zip, &zip.finish().unwrap().into_inner());
        assert_eq!((snapshot.files.len(), snapshot.refused[0].code), (0, "hostile.link-refused"));
        let mut tar = tar::Builder::new(Vec::new());
        let mut header = tar::Header::new_gnu();
        header.set_entry_type(tar::EntryType::Symlink);
        header.set_size(0);
        tar.append_link(&mut header, "y.py", "/etc/shadow").unwrap();
        let (snapshot, result) = unpack(ArchiveKind::Tar, &tar.into_inner().unwrap());
        assert_eq!((result, snapshot.refused[0].path.as_str()), (Ok(()), "y.py"));
    }

    #[test]
    fn what_is_readable_of_a_damaged_archive_is_taken() {
        let mut tar = tar::Builder::new(Vec::new());
        for name in ["a.py", "b.py"] {
            let mut header = tar::Header::new_gnu();
            header.set_size(3);
            header.set_mode(0o755);
            tar.append_data(&mut header, name, &b"abc"[..]).unwrap();
        }
        let whole = tar.into_inner().unwrap();
        let (snapshot, result) = unpack(ArchiveKind::Tar, &whole);
        assert_eq!((paths(&snapshot), result), (vec!["a.py", "b.py"], Ok(())));
        assert!(snapshot.files[0].executable);
        let (snapshot, result) = unpack(ArchiveKind::Tar, &whole[..1500]);
        assert_eq!((paths(&snapshot), result), (vec!["a.py"], Err(DAMAGED)));
        for kind in [ArchiveKind::Zip, ArchiveKind::Tar, ArchiveKind::TarGz] {
            for junk in [&b""[..], b"PK\x03\x04", &[0xff; 2000]] {
                assert_eq!(unpack(kind, junk).1, Err(DAMAGED), "{kind:?} {junk:?}");
            }
        }
        assert_eq!(unpack(ArchiveKind::Unknown, b"Rar!").1, Err(UNKNOWN));
    }

    #[test]
    fn a_bomb_is_not_unpacked() {
        let zeros = vec![0; 30 << 20];
        let (snapshot, result) = unpack(ArchiveKind::Zip, &zip_of(&[("bomb.py", &zeros), ("ok.py", b"x")]));
        assert_eq!((paths(&snapshot), result), (vec!["ok.py"], Ok(())));
        assert_eq!(snapshot.refused[0].code, "submission.too-large");
    }

    #[test]
    fn names_are_read_as_windows_wrote_them() {
        assert_eq!(decoded(b"\x82tape.py"), "étape.py");
        assert_eq!(decoded("étape.py".as_bytes()), "étape.py");
        assert_eq!(ArchiveKind::of_name("Rendu.TAR.GZ"), Some((ArchiveKind::TarGz, "Rendu")));
        assert_eq!(ArchiveKind::of_name(".zip"), None);
    }
}
