//! Where labs are found: those that come with the program, and a teacher's own folder.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};

use super::Role;
use super::diagnostic::LabError;
use super::habit::Ways;
use super::model::{Lab, LabStep, ScriptFile};
use super::reader::read_lab;
use super::scenarios::{Parts, read_script};
use crate::catalogue::Catalogue;

static SHIPPED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../exercises");
static EXPERIMENTS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/experiments");

/// All labs at hand, and the texts of their findings.
#[derive(Debug)]
pub struct Library {
    /// In order of id.
    pub labs: Vec<Lab>,
    /// Texts of findings: the program's own and those the labs bring.
    pub catalogue: Catalogue,
}

/// Why the labs cannot be read.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
pub enum LibraryError {
    /// A file of a lab is wrong.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Lab(#[from] Box<LabError>),
    /// A folder or file cannot be read.
    #[error("{path}: {source}")]
    #[diagnostic(help("`--labs` takes a folder that holds one folder a lab, each with its lab.kdl"))]
    Unreadable {
        /// What.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A catalogue of a lab is wrong.
    #[error("{path}: {message}")]
    #[diagnostic(help(
        "catalogues are Fluent files: `server-no-reply = Title` and indented `.why = …`, `.hint = …`, `.lesson = …`"
    ))]
    Catalogue {
        /// Which file.
        path: String,
        /// What is wrong.
        message: String,
    },
    /// Nothing there.
    #[error("{path}: no lab here")]
    #[diagnostic(help("a lab is a folder with a file `lab.kdl`"))]
    Empty {
        /// Where.
        path: PathBuf,
    },
}

/// The files of a lab, by path relative to its folder.
type Files = BTreeMap<String, String>;

impl Library {
    /// The labs that come with the program, their scripts not read yet: see [`Library::open`].
    pub fn shipped() -> Result<Library, LibraryError> {
        let mut labs = Vec::new();
        for dir in SHIPPED.dirs() {
            let mut files = Files::new();
            collect_embedded(dir, dir.path(), &mut files);
            labs.push((format!("exercises/{}", dir.path().display()), files));
        }
        Self::read(labs)
    }

    /// The one lab of the experiments that `explain` plays with programs of their own.
    pub fn experiments() -> Result<Library, LibraryError> {
        let mut files = Files::new();
        collect_embedded(&EXPERIMENTS, EXPERIMENTS.path(), &mut files);
        Self::read(vec![("grader/experiments".into(), files)])
    }

    /// The labs of a folder, whole.
    pub fn from_folder(folder: &Path) -> Result<Library, LibraryError> {
        let mut labs = Vec::new();
        let mut folders = Vec::new();
        for entry in std::fs::read_dir(folder).map_err(unreadable(folder))? {
            let path = entry.map_err(unreadable(folder))?.path();
            if path.join("lab.kdl").is_file() {
                folders.push(path);
            }
        }
        folders.sort();
        for path in &folders {
            labs.push((path.display().to_string(), read_files(path)?));
        }
        if labs.is_empty() {
            return Err(LibraryError::Empty { path: folder.into() });
        }
        Self::read(labs)?.whole()
    }

    /// One lab alone, from its own folder, whole.
    pub fn of_lab(folder: &Path) -> Result<Library, LibraryError> {
        if !folder.join("lab.kdl").is_file() {
            return Err(LibraryError::Empty { path: folder.into() });
        }
        Self::read(vec![(folder.display().to_string(), read_files(folder)?)])?.whole()
    }

    fn read(sources: Vec<(String, Files)>) -> Result<Library, LibraryError> {
        let mut catalogue = Catalogue::shipped();
        let mut labs = Vec::new();
        for (folder, files) in &sources {
            for (name, text) in files.iter().filter(|(name, _)| name.ends_with(".ftl")) {
                catalogue
                    .add(name, text)
                    .map_err(|message| LibraryError::Catalogue { path: format!("{folder}/{name}"), message })?;
            }
            let Some(text) = files.get("lab.kdl") else { continue };
            let mut lab = read_lab(&format!("{folder}/lab.kdl"), text)?;
            for step in &mut lab.steps {
                let name = format!("{}/scenarios.kdl", step.id);
                step.script = files.get(&name).map(|text| ScriptFile::new(format!("{folder}/{name}"), text));
            }
            labs.push(lab);
        }
        labs.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(Library { labs, catalogue })
    }

    /// A lab with its habits and scenarios, or with those of one step only.
    ///
    /// # Errors
    /// A script is wrong; cannot be for the labs of a library made by [`Library::whole`].
    pub fn open(&self, lab: &Lab, only: Option<&str>) -> Result<Lab, LibraryError> {
        let mut opened = lab.clone();
        for step in opened.steps.iter_mut().filter(|step| only.is_none_or(|id| step.id == id)) {
            self.read_step(lab, step, false)?;
        }
        Ok(opened)
    }

    /// The same labs, every script read in every way it can be spoken: what is wrong in a way that is
    /// rarely taken is told at once.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn whole(mut self) -> Result<Library, LibraryError> {
        for at in 0..self.labs.len() {
            let mut lab = self.labs[at].clone();
            let outline = lab.clone();
            for step in &mut lab.steps {
                self.read_step(&outline, step, true)?;
            }
            self.labs[at] = lab;
        }
        Ok(self)
    }

    fn read_step(&self, lab: &Lab, step: &mut LabStep, every_way: bool) -> Result<(), LibraryError> {
        let Some(file) = &step.script else { return Ok(()) };
        let known = |code: &str| self.catalogue.knows(code);
        let script = read_script(file, lab, &Ways::new(), Parts::All, &known)?;
        for habit in script.habits.iter().filter(|_| every_way) {
            for way in &habit.ways {
                let ways = Ways::from([(habit.id.clone(), way.id.clone())]);
                read_script(file, lab, &ways, Parts::All, &known)?;
            }
        }
        (step.habits, step.scenarios) = (script.habits, script.scenarios);
        Ok(())
    }

    /// A lab by id.
    pub fn lab(&self, id: &str) -> Option<&Lab> {
        self.labs.iter().find(|lab| lab.id == id)
    }
}

/// The Python programs of an experiment, one a role.
pub fn demonstration(step: &str) -> impl Iterator<Item = (Role, &'static [u8])> {
    [Role::Server, Role::Client].into_iter().filter_map(move |role| {
        let file = EXPERIMENTS.get_file(format!("{step}/{}.py", role.name()))?;
        Some((role, file.contents()))
    })
}

fn unreadable(path: &Path) -> impl FnOnce(std::io::Error) -> LibraryError + use<> {
    let path = path.to_path_buf();
    move |source| LibraryError::Unreadable { path, source }
}

/// The files of a lab's folder that say what is played and how findings are worded.
fn read_files(folder: &Path) -> Result<Files, LibraryError> {
    let mut files = Files::new();
    for entry in walkdir::WalkDir::new(folder).max_depth(3).into_iter().flatten() {
        let is_ours = entry.path().extension().is_some_and(|e| e == "kdl" || e == "ftl");
        if entry.file_type().is_file() && is_ours {
            let text = std::fs::read_to_string(entry.path()).map_err(unreadable(entry.path()))?;
            let relative = entry.path().strip_prefix(folder).unwrap_or(entry.path());
            files.insert(relative.to_string_lossy().into_owned(), text);
        }
    }
    Ok(files)
}

fn collect_embedded(dir: &Dir<'_>, root: &Path, files: &mut Files) {
    for file in dir.files() {
        let relative = file.path().strip_prefix(root).unwrap_or(file.path());
        if let Some(text) = file.contents_utf8()
            && relative.extension().is_some_and(|e| e == "kdl" || e == "ftl")
        {
            files.insert(relative.to_string_lossy().into_owned(), text.to_owned());
        }
    }
    dir.dirs().for_each(|sub| collect_embedded(sub, root, files));
}
