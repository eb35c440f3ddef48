//! The rules that are part of the binary.

use include_dir::{Dir, DirEntry, include_dir};

use crate::text::SourceFile;

static CHECKS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/checks");

/// The files of checks/ as they were when the program was built.
pub fn embedded() -> Vec<SourceFile> {
    let mut files = Vec::new();
    let mut open: Vec<&DirEntry<'_>> = CHECKS.entries().iter().collect();
    while let Some(entry) = open.pop() {
        match entry {
            DirEntry::Dir(dir) => open.extend(dir.entries()),
            DirEntry::File(file) => {
                if let Some(text) =
                    file.contents_utf8().filter(|_| file.path().extension().is_some_and(|e| e == "toml"))
                {
                    files.push(SourceFile::new(format!("checks/{}", file.path().display()), text));
                }
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}
