//! Finding the tools that commands name: which executable `python3` really is, and which folders
//! must be visible for it to work.

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;

use serde::{Deserialize, Serialize};

use super::root::is_system;

/// A tool as programs will run it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Tool {
    path: PathBuf,
    visible: Vec<PathBuf>,
}

/// Remembers what was found, so that each tool is asked once a run.
#[derive(Debug, Default)]
pub struct Toolbox {
    known: Mutex<BTreeMap<String, Option<Tool>>>,
    hidden: Vec<PathBuf>,
}

/// What of the machine's files a world sees, besides the system's.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    /// Folders to be seen, read-only.
    pub visible: Vec<PathBuf>,
    /// Folders not to be seen, wherever they are.
    pub hidden: Vec<PathBuf>,
}

impl Toolbox {
    /// One whose worlds see nothing of these folders, even where they lie below a tool's.
    pub fn hiding(folders: &[&Path]) -> Toolbox {
        let hidden = folders.iter().filter_map(|folder| folder.canonicalize().ok()).collect();
        Toolbox { known: Mutex::default(), hidden }
    }

    /// The absolute path of a command, or `None` when the machine has none of that name.
    pub fn path(&self, name: &str) -> Option<PathBuf> {
        self.tool(name).map(|t| t.path)
    }

    /// What a world must see for the commands asked for so far.
    pub fn view(&self) -> View {
        View { visible: self.visible(), hidden: self.hidden.clone() }
    }

    fn visible(&self) -> Vec<PathBuf> {
        let known = self.known.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut folders: Vec<PathBuf> = known.values().flatten().flat_map(|t| t.visible.clone()).collect();
        folders.sort();
        folders.dedup();
        // A folder below another is visible with it.
        let all = folders.clone();
        folders.retain(|f| !all.iter().any(|other| other != f && f.starts_with(other)));
        folders
    }

    /// The `PATH` of programs: where the tools are, then the system's own.
    pub fn search_path(&self) -> String {
        let known = self.known.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut parts: Vec<String> = Vec::new();
        for folder in known.values().flatten().filter_map(|t| t.path.parent()) {
            let text = folder.display().to_string();
            if !is_system(folder) && !parts.contains(&text) {
                parts.push(text);
            }
        }
        parts.extend(["/usr/local/bin", "/usr/bin", "/bin", "/usr/local/sbin", "/usr/sbin", "/sbin"].map(String::from));
        parts.join(":")
    }

    fn tool(&self, name: &str) -> Option<Tool> {
        let mut known = self.known.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        known.entry(name.to_owned()).or_insert_with(|| resolve(name)).clone()
    }
}

fn resolve(name: &str) -> Option<Tool> {
    let home = std::env::var_os("HOME").map(PathBuf::from);
    let tool = locate(name)?;
    Some(Tool { visible: tool.visible.into_iter().flat_map(|f| narrowed(f, home.as_deref())).collect(), ..tool })
}

/// A folder that a tool needs; never a whole home, or what homes lie in.
fn narrowed(folder: PathBuf, home: Option<&Path>) -> Vec<PathBuf> {
    match home {
        Some(home) if home.is_absolute() && home.starts_with(&folder) => {
            ["bin", "lib", "lib64"].map(|name| folder.join(name)).into_iter().filter(|f| f.is_dir()).collect()
        }
        _ => vec![folder],
    }
}

fn locate(name: &str) -> Option<Tool> {
    let found = find_in_path(name)?;
    let file = Path::new(name).file_name()?.to_string_lossy().into_owned();
    if file.starts_with("python") {
        return python(&found);
    }
    if matches!(file.as_str(), "rustc" | "cargo") {
        return rust(&found, &file);
    }
    Some(Tool { visible: around(&found), path: found })
}

/// The first executable of that name on the grader's own `PATH`.
pub fn find_in_path(name: &str) -> Option<PathBuf> {
    let executable = |p: &Path| p.metadata().is_ok_and(|m| m.is_file() && m.permissions().mode() & 0o111 != 0);
    if name.contains('/') {
        let path = PathBuf::from(name);
        return (path.is_absolute() && executable(&path)).then_some(path);
    }
    std::env::split_paths(&std::env::var_os("PATH")?)
        .map(|folder| folder.join(name))
        .find(|p| p.is_absolute() && executable(p))
}

/// What a tool's own folder must show: nothing for the system's, else the folder above `bin`.
fn around(path: &Path) -> Vec<PathBuf> {
    let real = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    [path.to_path_buf(), real]
        .iter()
        .filter(|p| !is_system(p))
        .filter_map(|p| {
            let folder = p.parent()?;
            let above = if folder.ends_with("bin") { folder.parent()? } else { folder };
            (above.parent().is_some()).then(|| above.to_path_buf())
        })
        .collect()
}

/// Version managers put a script in the path; the interpreter itself says where it is.
fn python(found: &Path) -> Option<Tool> {
    let question =
        "import sys; print(sys.executable); print(sys.prefix); print(sys.base_prefix); print(sys.base_exec_prefix)";
    let lines = ask(found, &["-I", "-c", question])?;
    let path = PathBuf::from(lines.first()?);
    let mut visible: Vec<PathBuf> = lines[1..].iter().map(PathBuf::from).collect();
    if !is_system(&path) && !visible.iter().any(|v| path.starts_with(v)) {
        visible.extend(around(&path));
    }
    visible.retain(|p| p.parent().is_some());
    Some(Tool { path, visible })
}

fn rust(found: &Path, name: &str) -> Option<Tool> {
    let rustc = found.with_file_name("rustc");
    let sysroot = PathBuf::from(ask(&rustc, &["--print", "sysroot"])?.first()?);
    let path = sysroot.join("bin").join(name);
    Some(Tool { visible: if is_system(&sysroot) { vec![] } else { vec![sysroot] }, path })
}

fn ask(program: &Path, arguments: &[&str]) -> Option<Vec<String>> {
    let output = Command::new(program).args(arguments).stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    if !output.status.success() {
        return None;
    }
    Some(String::from_utf8(output.stdout).ok()?.lines().map(str::to_owned).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_tool_makes_a_whole_home_visible() {
        let dir = tempfile::tempdir().unwrap();
        let home = dir.path().join("zoe");
        std::fs::create_dir_all(home.join("bin")).unwrap();
        std::fs::create_dir_all(home.join("secrets")).unwrap();
        assert_eq!(narrowed(home.clone(), Some(&home)), [home.join("bin")]);
        assert_eq!(narrowed(dir.path().into(), Some(&home)), Vec::<PathBuf>::new());
        let deeper = home.join("python/3.12");
        for home in [Some(home.as_path()), None] {
            assert_eq!(narrowed(deeper.clone(), home), std::slice::from_ref(&deeper));
        }
    }
}
