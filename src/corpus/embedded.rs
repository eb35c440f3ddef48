//! The corpus that is part of the binary.

use include_dir::{Dir, include_dir};

use crate::text::SourceFile;

static CORPUS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/corpus");

/// The files of corpus/ as they were when the program was built.
pub fn embedded() -> Vec<SourceFile> {
    let ours = |extension: &std::ffi::OsStr| extension == "md" || extension == "toml";
    let files = CORPUS.files().filter(|file| file.path().extension().is_some_and(ours));
    files
        .filter_map(|file| {
            Some(SourceFile::new(format!("corpus/{}", file.path().display()), file.contents_utf8()?))
        })
        .collect()
}
