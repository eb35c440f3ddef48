//! Where the files of an index are: a folder that the caller names, or nowhere but in this process.

use std::{
    fs,
    path::{Path, PathBuf},
};

use tantivy::{
    Directory,
    directory::{MmapDirectory, OwnedBytes, RamDirectory},
};

use super::SearchError;

/// Where the files of an index are written.
#[derive(Debug, Clone)]
pub(super) enum Files {
    /// Nowhere but in this process.
    Memory,
    /// In a folder.
    Folder(PathBuf),
}

impl Files {
    /// The folder of the shard `number`, made when it is not there.
    pub(super) fn shard(&self, number: usize) -> Result<Box<dyn Directory>, SearchError> {
        match self {
            Files::Memory => Ok(Box::new(RamDirectory::create())),
            Files::Folder(folder) => {
                fs::create_dir_all(folder.join(number.to_string()))?;
                shard(folder, number)
            }
        }
    }

    /// Writes the file `name`; what is only in memory needs none.
    pub(super) fn write(&self, name: &str, bytes: &[u8]) -> Result<(), SearchError> {
        match self {
            Files::Memory => Ok(()),
            Files::Folder(folder) => Ok(fs::write(folder.join(name), bytes)?),
        }
    }
}

/// The shard `number` in `folder`, its files mapped into memory when they are read.
pub(super) fn shard(folder: &Path, number: usize) -> Result<Box<dyn Directory>, SearchError> {
    let directory = MmapDirectory::open(folder.join(number.to_string())).map_err(|_| SearchError::Damaged)?;
    Ok(Box::new(directory))
}

/// The files `names` in `folder`, mapped into memory: reading half a megabyte takes longer than most of a search.
pub(super) fn mapped<const COUNT: usize>(
    folder: &Path,
    names: [&str; COUNT],
) -> Result<[OwnedBytes; COUNT], SearchError> {
    let directory = MmapDirectory::open(folder).map_err(|_| SearchError::Damaged)?;
    let mut files = names.map(|_| OwnedBytes::empty());
    for (file, name) in files.iter_mut().zip(names) {
        let handle = directory.open_read(Path::new(name)).map_err(|_| SearchError::Damaged)?;
        *file = handle.read_bytes().map_err(|_| SearchError::Damaged)?;
    }
    Ok(files)
}
