//! Loading: the configuration, the corpus and the rules that a run works with.

use std::path::{Path, PathBuf};

use super::{args::Sources, config::Config, exit::Exit, files, output};
use crate::{
    corpus::{self, Corpus},
    law::Date,
    rules::{self, RuleSet},
    text::SourceFile,
};

/// What a run works with. Whatever could be loaded is there; `exit` says whether anything could not.
pub(super) struct Loaded {
    pub(super) config: Config,
    pub(super) corpus: Corpus,
    /// The files that the corpus was read from.
    pub(super) regulations: Vec<SourceFile>,
    /// The files that the rules were compiled from; none before.
    pub(super) checks: Vec<SourceFile>,
    pub(super) as_of: Date,
    pub(super) exit: Exit,
}

impl Loaded {
    /// The configuration nearest to `start`, and the corpus. Mistakes in either are shown; `None` when the configuration
    /// itself cannot be read.
    pub(super) fn new(sources: &Sources, start: &Path) -> Option<Self> {
        let config = match Config::find(sources.config.as_deref(), start) {
            Ok(config) => config,
            Err(mistake) => {
                output::mistakes(&[*mistake]);
                return None;
            }
        };
        let as_of = sources.as_of();
        let (files, unread) =
            from(sources.corpus.as_ref().or(config.corpus.as_ref()), &["md", "toml"], corpus::embedded);
        let (corpus, mut mistakes) = Corpus::load(&files);
        // The built-in register was read when the program was tested; somebody's own is read now.
        if sources.corpus.is_some() || config.corpus.is_some() {
            mistakes.extend(corpus.register_mistake().cloned());
        }
        let exit = unread.max(output::mistakes(&mistakes));
        Some(Self { config, corpus, regulations: files, checks: Vec::new(), as_of, exit })
    }

    /// The rules, compiled against the corpus.
    pub(super) fn rules(&mut self, sources: &Sources) -> RuleSet {
        self.rules_on(sources, &self.corpus.clone())
    }

    /// The rules for documents that cite the regulations `cited`.
    pub(super) fn rules_on(&mut self, sources: &Sources, cited: &Corpus) -> RuleSet {
        let (files, unread) = self.rule_files(sources);
        let (rules, mistakes) = RuleSet::load_for(&files, &self.corpus, cited, self.as_of);
        self.exit = self.exit.max(unread).max(output::mistakes(&mistakes));
        self.checks = files;
        rules
    }

    /// The rules that are named beside the articles they rest on. On somebody's own corpus most built-in rules rest on
    /// nothing; they are not named then, and that is no mistake of whoever only looks something up.
    pub(super) fn rules_resting(&mut self, sources: &Sources) -> RuleSet {
        let (files, unread) = self.rule_files(sources);
        let (rules, mut mistakes) = RuleSet::load(&files, &self.corpus, self.as_of);
        if sources.corpus.is_some() || self.config.corpus.is_some() {
            mistakes.retain(|mistake| !mistake.file.is_built_in);
        }
        self.exit = self.exit.max(unread).max(output::mistakes(&mistakes));
        rules
    }

    /// The rules that `files` hold, as they are written there, beside the table of fields of all the others.
    pub(super) fn rules_in(&mut self, sources: &Sources, files: Vec<SourceFile>) -> RuleSet {
        let (others, unread) = self.rule_files(sources);
        let table = others.into_iter().filter(|file| file.path.ends_with("fields.toml"));
        let files: Vec<SourceFile> = table.chain(files).collect();
        let (rules, mistakes) = RuleSet::load(&files, &self.corpus, self.as_of);
        self.exit = self.exit.max(unread).max(output::mistakes(&mistakes));
        rules
    }

    fn rule_files(&self, sources: &Sources) -> (Vec<SourceFile>, Exit) {
        let folder = sources.checks.as_ref().or(self.config.checks.as_ref());
        let (mut files, unread) = from(folder, &["toml"], rules::embedded);
        // A folder without a table of fields holds rules that are to be added to the built-in ones.
        if !files.iter().any(|file| file.path.ends_with("fields.toml")) {
            files.extend(rules::embedded());
        }
        (files, unread)
    }
}

/// The files of a folder, or the built-in ones. Those that cannot be read are named.
pub(super) fn from(
    folder: Option<&PathBuf>,
    extensions: &[&str],
    built_in: impl Fn() -> Vec<SourceFile>,
) -> (Vec<SourceFile>, Exit) {
    let Some(folder) = folder else { return (built_in(), Exit::Clean) };
    let (files, failures) = files::sources(folder, extensions);
    for (path, reason) in &failures {
        output::err(&format!("未能读取 {}：{reason}。\n", path.display()));
    }
    (files, if failures.is_empty() { Exit::Clean } else { Exit::Failed })
}
