//! The files that an index is made from, and whether they are still the same.

use std::{
    fs,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use sha2::{Digest as _, Sha256};

use crate::cli::files;

/// A file that was changed less than this before it was read may be changed again without looking newer.
const UNSETTLED: Duration = Duration::from_secs(2);

/// The files that an index is made from.
pub(super) struct Inputs<'f> {
    corpus: Option<&'f PathBuf>,
    checks: Option<&'f PathBuf>,
    /// A number that changes with the names, sizes and dates of the files; `None` when one was changed so shortly before
    /// that it may be changed again without looking newer, so that its content has to be compared.
    pub(super) marks: Option<u64>,
}

impl<'f> Inputs<'f> {
    /// Those in these folders, `None` for what is built in.
    pub(super) fn of(corpus: Option<&'f PathBuf>, checks: Option<&'f PathBuf>) -> Self {
        let now = SystemTime::now();
        let mut inputs = Self { corpus, checks, marks: None };
        let marks = inputs.each(|path, meta| {
            let settled =
                meta.modified().is_ok_and(|at| now.duration_since(at).is_ok_and(|age| age > UNSETTLED));
            settled.then(|| mark(&path, meta))
        });
        inputs.marks = marks.into_iter().try_fold(0u64, |sum, mark| Some(sum.wrapping_add(mark?)));
        inputs
    }

    /// What `each` makes of every file, in no order.
    fn each<T: Send>(&self, each: impl Fn(PathBuf, &fs::Metadata) -> T + Sync) -> Vec<T> {
        let found = |folder: Option<&PathBuf>, extensions: &[&str]| {
            folder.map(|folder| files::found(folder, extensions, &each)).unwrap_or_default()
        };
        let mut all = found(self.corpus, &["md", "toml"]);
        all.extend(found(self.checks, &["toml"]));
        all
    }

    /// What is in the files, in one number; `None` when one cannot be read.
    pub(super) fn content(&self) -> Option<[u8; 32]> {
        let mut paths = self.each(|path, _| path);
        paths.sort_unstable();
        let mut hash = Sha256::new();
        for path in &paths {
            let bytes = fs::read(path).ok()?;
            for part in [path.as_os_str().as_encoded_bytes(), &bytes] {
                hash.update(part.len().to_le_bytes());
                hash.update(part);
            }
        }
        Some(hash.finalize().into())
    }
}

/// A number for a file as it is; those of several files are added up, in whatever order they are met.
pub(super) fn mark(path: &Path, meta: &fs::Metadata) -> u64 {
    let mut hash = DefaultHasher::new();
    path.as_os_str().as_encoded_bytes().hash(&mut hash);
    (meta.len(), meta.modified().ok()).hash(&mut hash);
    hash.finish()
}
