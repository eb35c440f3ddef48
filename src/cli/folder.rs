//! A folder of files that is written whole or not at all.

use std::{
    fs::{self, File},
    io::{self, BufWriter, Write as _},
    path::{Component, Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use super::files;

/// What is in the folder, in the file of that name: whoever loads the files checks them against it.
pub(super) const MANIFEST: &str = "manifest.json";

/// The account of an export.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Manifest {
    /// The name of the format.
    pub(super) format: String,
    pub(super) regulations: usize,
    pub(super) editions: usize,
    pub(super) articles: usize,
    pub(super) files: Vec<Entry>,
}

/// One file of an export.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Entry {
    /// Below the folder, with `/` between folders.
    pub(super) name: String,
    /// How many articles it holds; `None` for what holds none.
    pub(super) articles: Option<usize>,
    pub(super) bytes: u64,
}

/// A folder while it is being written: everything lies in another one beside its place until [`Folder::finish`].
pub(super) struct Folder {
    target: PathBuf,
    staging: PathBuf,
    files: Vec<Entry>,
}

/// A file of it while it is being written.
pub(super) struct Growing {
    name: String,
    file: BufWriter<File>,
    pub(super) articles: usize,
    pub(super) bytes: u64,
}

impl Growing {
    /// Adds `text`, with one more article in it.
    pub(super) fn add(&mut self, text: &str) -> io::Result<()> {
        self.articles += 1;
        self.write(text)
    }

    /// Adds `text`, which is part of no article.
    pub(super) fn write(&mut self, text: &str) -> io::Result<()> {
        self.bytes += text.len() as u64;
        self.file.write_all(text.as_bytes())
    }
}

impl Folder {
    /// Begins the folder `target`; one with something in it only by `force`.
    ///
    /// # Errors
    /// Why that cannot be, in Chinese.
    pub(super) fn begin(target: &Path, force: bool) -> Result<Self, String> {
        let name = target.file_name().map_or("export".into(), |name| name.to_string_lossy().into_owned());
        let staged = format!(".{name}.{}.tmp", std::process::id());
        let staging = match fs::read_dir(target) {
            // Inside an existing folder: beside it may be another disk, or not writable.
            Ok(inside) => {
                // What an export that was broken off has left is nobody's.
                let is_left = |name: &str| name.starts_with('.') && name.ends_with(".tmp");
                let mut names = inside.flatten().map(|entry| entry.file_name());
                if names.any(|name| !is_left(&name.to_string_lossy())) && !force {
                    return Err("目录里已经有东西。请换一个目录；要覆盖请加 --force".to_owned());
                }
                target.join(staged)
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => target.with_file_name(staged),
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
                return Err("不是目录。请在 --into 后面写目录".to_owned());
            }
            Err(error) => return Err(files::reason(&error)),
        };
        fs::create_dir_all(&staging).map_err(|error| files::reason(&error))?;
        Ok(Self { target: target.to_owned(), staging, files: Vec::new() })
    }

    /// Begins the file `name` in it.
    pub(super) fn file(&self, name: &str) -> io::Result<Growing> {
        let path = self.staging.join(name);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let file = BufWriter::with_capacity(1 << 16, File::create(path)?);
        Ok(Growing { name: name.to_owned(), file, articles: 0, bytes: 0 })
    }

    /// Ends a file: all of it is on the disk.
    pub(super) fn close(&mut self, file: Growing) -> io::Result<()> {
        let Growing { name, file, articles, bytes } = file;
        file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
        self.files.push(Entry { name, articles: Some(articles), bytes });
        Ok(())
    }

    /// Writes the whole file `name`, which holds no articles.
    pub(super) fn whole(&mut self, name: &str, text: &str) -> io::Result<()> {
        let mut file = self.file(name)?;
        file.write(text)?;
        self.close(file)?;
        if let Some(entry) = self.files.last_mut() {
            entry.articles = None;
        }
        Ok(())
    }

    /// Puts everything in its place, with `manifest` completed by the files. Files of an earlier export that this one no
    /// longer has go away: whoever loads all of a folder would load them too.
    pub(super) fn finish(mut self, mut manifest: Manifest) -> io::Result<Manifest> {
        manifest.files = std::mem::take(&mut self.files);
        let page = serde_json::to_string_pretty(&manifest).unwrap_or_default() + "\n";
        self.whole(MANIFEST, &page)?;
        if self.staging.parent() != Some(&*self.target) {
            fs::rename(&self.staging, &self.target)?;
            return Ok(manifest);
        }
        let before = fs::read_to_string(self.target.join(MANIFEST)).ok();
        let before: Option<Manifest> = before.and_then(|text| serde_json::from_str(&text).ok());
        let names: Vec<&str> =
            manifest.files.iter().map(|entry| entry.name.as_str()).chain([MANIFEST]).collect();
        for &name in &names {
            let path = self.target.join(name);
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder)?;
            }
            fs::rename(self.staging.join(name), path)?;
        }
        for old in before.iter().flat_map(|before| &before.files) {
            let inside = Path::new(&old.name).components().all(|part| matches!(part, Component::Normal(_)));
            if inside && !names.contains(&old.name.as_str()) {
                remove(&self.target, &old.name);
            }
        }
        drop(names);
        Ok(manifest)
    }
}

/// Removes the file `name` of `folder`, and the folder it lay in when nothing else is there.
fn remove(folder: &Path, name: &str) {
    let path = folder.join(name);
    let _ = fs::remove_file(&path);
    if let Some(own) = path.parent().filter(|own| *own != folder) {
        let _ = fs::remove_dir(own);
    }
}

impl Drop for Folder {
    /// Nothing stays of what was not finished.
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.staging);
    }
}
