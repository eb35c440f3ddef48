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
                    files.push(SourceFile::built_in(format!("checks/{}", file.path().display()), text));
                }
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        corpus::{self, Corpus},
        law::Date,
        rules::RuleSet,
    };

    #[test]
    fn built_in_rules_are_as_sound_as_a_strangers_must_be() {
        let (corpus, _) = Corpus::load(&corpus::embedded());
        let files = embedded().into_iter().map(|file| SourceFile { is_built_in: false, ..file });
        let (rules, mistakes) =
            RuleSet::load(&files.collect::<Vec<_>>(), &corpus, Date::constant(2026, 1, 1));
        assert_eq!(mistakes, []);
        assert!(rules.rules.len() > 100);
    }
}
