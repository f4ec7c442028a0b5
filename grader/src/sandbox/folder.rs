//! The folder a program works in, seen from outside: a directory handed over by the process that
//! made it, as a descriptor, so that it can be read while the program runs and after it has ended.

use std::cell::OnceCell;
use std::fs::{self, File};
use std::io::{IoSlice, IoSliceMut, Read};
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, FromRawFd, OwnedFd, RawFd};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use nix::cmsg_space;
use nix::errno::Errno;
use nix::fcntl::{OFlag, OpenHow, ResolveFlag, open, openat2};
use nix::sys::socket::{
    AddressFamily, ControlMessage, ControlMessageOwned, MsgFlags, SockFlag, SockType, recvmsg, sendmsg, socketpair,
};
use nix::sys::stat::Mode;

use super::error::{Context, SandboxError};
use super::root;
use crate::submission::{Snapshot, SnapshotFile};

/// Most bytes read of one file.
const MOST: u64 = 4 << 20;

/// A program's scratch copy of the submission.
#[derive(Debug)]
pub struct Folder {
    top: OnceCell<OwnedFd>,
    /// Where the descriptor of the top arrives; none once it is known.
    sender: Option<OwnedFd>,
    /// The program's working directory, relative to the top.
    below: PathBuf,
}

impl Folder {
    /// A folder another process makes, and the end that process hands it over through.
    pub(super) fn promised(below: &str) -> Result<(Folder, OwnedFd), SandboxError> {
        let (ours, theirs) = socketpair(AddressFamily::Unix, SockType::Stream, None, SockFlag::SOCK_CLOEXEC)
            .during("create a socket pair")?;
        Ok((Folder { top: OnceCell::new(), sender: Some(ours), below: below.into() }, theirs))
    }

    /// A folder at a path of the calling process.
    pub(super) fn at(path: &Path, below: &str) -> Result<Folder, SandboxError> {
        let top = open_directory(path).during("open the scratch folder")?;
        Ok(Folder { top: OnceCell::from(top), sender: None, below: below.into() })
    }

    /// A file of the program's working directory, its first 4 MiB; `None` when there is none of that
    /// name. What is there and no readable plain file counts as empty: a program may put anything
    /// in its place, so links and pipes are neither followed nor waited for.
    ///
    /// # Errors
    /// The folder was never made (the program could not be started), or cannot be read for a reason
    /// that does not lie in it.
    pub fn read_file(&self, path: &str) -> Result<Option<Vec<u8>>, SandboxError> {
        let how = OpenHow::new()
            .flags(OFlag::O_RDONLY | OFlag::O_NONBLOCK | OFlag::O_NOFOLLOW | OFlag::O_CLOEXEC)
            .resolve(ResolveFlag::RESOLVE_BENEATH | ResolveFlag::RESOLVE_NO_SYMLINKS);
        let file = match openat2(self.top()?, &self.below.join(path), how) {
            Ok(file) => File::from(file),
            Err(Errno::ENOENT | Errno::ENOTDIR) => return Ok(None),
            Err(Errno::ELOOP | Errno::EACCES | Errno::EPERM | Errno::ENXIO) => return Ok(Some(Vec::new())),
            Err(errno) => return Err(errno).during("open a file of the program"),
        };
        let mut bytes = Vec::new();
        if file.metadata().during("look at a file of the program")?.is_file() {
            file.take(MOST).read_to_end(&mut bytes).during("read a file of the program")?;
        }
        Ok(Some(bytes))
    }

    /// All plain files, at most `limit` bytes of them.
    ///
    /// # Errors
    /// There is more (`EFBIG`), or it cannot be read.
    pub(super) fn collect(&self, limit: u64) -> Result<Snapshot, SandboxError> {
        let place = PathBuf::from(format!("/proc/self/fd/{}", self.top()?.as_raw_fd()));
        let mut snapshot = Snapshot::default();
        let mut total = 0;
        for entry in walkdir::WalkDir::new(&place).into_iter().flatten().filter(|e| e.file_type().is_file()) {
            let meta = entry.metadata().map_err(|_| SandboxError { action: "collect".into(), errno: Errno::EIO })?;
            total += meta.len();
            if total > limit {
                return Err(SandboxError { action: "collect what was built".into(), errno: Errno::EFBIG });
            }
            let bytes = match fs::read(entry.path()) {
                Ok(bytes) => bytes,
                Err(error) if root::is_missing(&error) => continue,
                Err(error) => return Err(error).during("collect what was built"),
            };
            let path = entry.path().strip_prefix(&place).unwrap_or(entry.path()).to_string_lossy().into_owned();
            let executable = meta.permissions().mode() & 0o100 != 0;
            snapshot.files.push(SnapshotFile { path, bytes, executable });
        }
        snapshot.files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(snapshot)
    }

    fn top(&self) -> Result<BorrowedFd<'_>, SandboxError> {
        if let Some(top) = self.top.get() {
            return Ok(top.as_fd());
        }
        let sender = self.sender.as_ref().ok_or(SandboxError { action: "folder".into(), errno: Errno::EBADF })?;
        let top = receive(sender.as_fd()).during("receive the program's folder")?;
        Ok(self.top.get_or_init(|| top).as_fd())
    }
}

/// Hands over the folder at `path`.
pub(super) fn hand_over(path: &Path, through: BorrowedFd<'_>) -> nix::Result<()> {
    let top = open_directory(path)?;
    let descriptors = [top.as_raw_fd()];
    let message = [ControlMessage::ScmRights(&descriptors)];
    sendmsg::<()>(through.as_raw_fd(), &[IoSlice::new(b"f")], &message, MsgFlags::MSG_NOSIGNAL, None)?;
    Ok(())
}

fn open_directory(path: &Path) -> nix::Result<OwnedFd> {
    open(path, OFlag::O_PATH | OFlag::O_DIRECTORY | OFlag::O_CLOEXEC, Mode::empty())
}

#[expect(unsafe_code, reason = "a descriptor received belongs to nobody yet")]
fn receive(from: BorrowedFd<'_>) -> nix::Result<OwnedFd> {
    let mut byte = [0; 1];
    let mut parts = [IoSliceMut::new(&mut byte)];
    let mut space = cmsg_space!(RawFd);
    let message = recvmsg::<()>(from.as_raw_fd(), &mut parts, Some(&mut space), MsgFlags::MSG_CMSG_CLOEXEC)?;
    let descriptors = message.cmsgs()?.find_map(|part| match part {
        ControlMessageOwned::ScmRights(descriptors) => descriptors.first().copied(),
        _ => None,
    });
    // SAFETY: the kernel made this descriptor for us just now.
    descriptors.map(|raw| unsafe { OwnedFd::from_raw_fd(raw) }).ok_or(Errno::ECONNRESET)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> (tempfile::TempDir, Folder) {
        let scratch = tempfile::tempdir().unwrap();
        fs::create_dir(scratch.path().join("etape")).unwrap();
        fs::write(scratch.path().join("etape/list.txt"), "un\n").unwrap();
        let (folder, theirs) = Folder::promised("etape").unwrap();
        hand_over(scratch.path(), theirs.as_fd()).unwrap();
        (scratch, folder)
    }

    #[test]
    fn a_file_is_read_in_the_working_directory() {
        let (_scratch, folder) = folder();
        assert_eq!(folder.read_file("list.txt").unwrap().as_deref(), Some(&b"un\n"[..]));
        assert_eq!(folder.read_file("other.txt").unwrap(), None);
        assert_eq!(folder.read_file("list.txt/deeper").unwrap(), None);
    }

    #[test]
    fn links_and_folders_are_there_but_not_followed() {
        let (scratch, folder) = folder();
        std::os::unix::fs::symlink("/etc/passwd", scratch.path().join("etape/link")).unwrap();
        std::os::unix::fs::symlink("/etc", scratch.path().join("etape/etc")).unwrap();
        fs::create_dir(scratch.path().join("etape/sub")).unwrap();
        assert_eq!(folder.read_file("link").unwrap(), Some(Vec::new()));
        assert_eq!(folder.read_file("etc/passwd").unwrap(), Some(Vec::new()));
        assert_eq!(folder.read_file("sub").unwrap(), Some(Vec::new()));
    }

    #[test]
    fn a_folder_never_handed_over_is_an_error() {
        let (folder, theirs) = Folder::promised("").unwrap();
        drop(theirs);
        assert!(folder.read_file("list.txt").is_err());
    }

    #[test]
    fn what_is_left_is_collected_up_to_a_limit() {
        let (_scratch, folder) = folder();
        let all = folder.collect(100).unwrap();
        assert_eq!(all.files.iter().map(|f| f.path.as_str()).collect::<Vec<_>>(), ["etape/list.txt"]);
        assert_eq!(folder.collect(2).unwrap_err().errno, Errno::EFBIG);
    }
}
