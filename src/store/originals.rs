//! The folder of originals, looked at file by file.

use std::path::PathBuf;

use super::{Store, StoreError, file};
use crate::intake::DocumentId;

/// How an original is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Original {
    /// Its bytes are those that were put in.
    Sound,
    /// It is not there.
    Missing,
    /// Its bytes are others.
    Damaged,
}

/// A file among the originals that belongs to no document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stray {
    /// It was never finished.
    Unfinished(PathBuf),
    /// It is whole, or of another name than originals have.
    Orphan(PathBuf),
}

impl Store {
    /// Compares an original with its hash.
    ///
    /// # Errors
    /// When it is there and cannot be read.
    pub fn check_original(&self, id: &str) -> Result<Original, StoreError> {
        let path = self.original(id);
        match std::fs::read(&path) {
            Ok(bytes) if DocumentId::of(&bytes).as_str() == id => Ok(Original::Sound),
            Ok(_) => Ok(Original::Damaged),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Original::Missing),
            Err(error) => Err(StoreError::File { path, error }),
        }
    }

    /// The files in the folder of originals that belong to no document, by name.
    ///
    /// # Errors
    /// When a folder or the database cannot be read.
    pub fn strays(&self) -> Result<Vec<Stray>, StoreError> {
        let mut strays = Vec::new();
        for folder in entries(&self.originals)? {
            let files = if folder.is_dir() { entries(&folder)? } else { vec![folder] };
            for path in files {
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                if name.starts_with(file::TEMPORARY) {
                    strays.push(Stray::Unfinished(path));
                } else if path != self.original(&name) || !self.contains(&format!("sha256:{name}"))? {
                    strays.push(Stray::Orphan(path));
                }
            }
        }
        Ok(strays)
    }
}

/// What is in a folder, by name; nothing where there is none.
pub(super) fn entries(folder: &std::path::Path) -> Result<Vec<PathBuf>, StoreError> {
    let failed = |error| StoreError::File { path: folder.to_owned(), error };
    let listed = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        other => other.map_err(failed)?,
    };
    let mut paths = listed.map(|entry| entry.map(|entry| entry.path())).collect::<Result<Vec<_>, _>>().map_err(failed)?;
    paths.sort();
    Ok(paths)
}
