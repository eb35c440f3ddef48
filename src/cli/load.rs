//! Loading: the configuration, the corpus and the rules that a run works with.

use std::path::{Path, PathBuf};

use super::{args::Sources, config::Config, exit::Exit, files, output};
use crate::{
    corpus::{self, Corpus},
    law::Date,
    rules::{self, RuleSet},
    text::{Mistake, SourceFile},
};

/// What a run works with. Whatever could be loaded is there; `exit` says whether anything could not.
#[derive(Debug)]
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

/// What was wrong with what was loaded.
#[derive(Debug, Default)]
pub(super) struct Trouble {
    pub(super) mistakes: Vec<Mistake>,
    /// Files and folders that could not be read, and why.
    pub(super) unread: Vec<(PathBuf, String)>,
}

impl Trouble {
    /// Shows all of it, and gives the exit code for it.
    fn show(&self) -> Exit {
        show_unread(&self.unread).max(output::mistakes(&self.mistakes))
    }
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
        let (mut loaded, trouble) = Self::read(sources, config, None);
        loaded.exit = trouble.show();
        Some(loaded)
    }

    /// The corpus that `config` names, and what was wrong with it. The text of `draft` stands for that of the file of its path.
    pub(super) fn read(sources: &Sources, config: Config, draft: Option<&SourceFile>) -> (Self, Trouble) {
        let folder = sources.corpus.as_ref().or(config.corpus.as_ref());
        let (mut regulations, unread) = found(folder, &["md", "toml"], corpus::embedded);
        if let Some(draft) = draft {
            regulations.retain(|file| file.path != draft.path);
            regulations.push(draft.clone());
        }
        let (corpus, mut mistakes) = Corpus::load(&regulations);
        // The built-in register was read when the program was tested; somebody's own is read now.
        if folder.is_some() {
            mistakes.extend(corpus.register_mistake().cloned());
        }
        let as_of = sources.as_of();
        (
            Self { config, corpus, regulations, checks: Vec::new(), as_of, exit: Exit::Clean },
            Trouble { mistakes, unread },
        )
    }

    /// The rules, compiled against the corpus.
    pub(super) fn rules(&mut self, sources: &Sources) -> RuleSet {
        self.rules_on(sources, &self.corpus.clone())
    }

    /// The rules for documents that cite the regulations `cited`.
    pub(super) fn rules_on(&mut self, sources: &Sources, cited: &Corpus) -> RuleSet {
        let (rules, trouble) = self.compiled(sources, cited);
        self.exit = self.exit.max(trouble.show());
        self.checks = self.rule_files(sources).0;
        rules
    }

    /// The same, and what was wrong with them.
    pub(super) fn compiled(&self, sources: &Sources, cited: &Corpus) -> (RuleSet, Trouble) {
        let (files, unread) = self.rule_files(sources);
        let (rules, mistakes) = RuleSet::load_for(&files, &self.corpus, cited, self.as_of);
        (rules, Trouble { mistakes, unread })
    }

    /// The rules that are named beside the articles they rest on. On somebody's own corpus most built-in rules rest on
    /// nothing; they are not named then, and that is no mistake of whoever only looks something up.
    pub(super) fn rules_resting(&mut self, sources: &Sources) -> RuleSet {
        let (files, unread) = self.rule_files(sources);
        let (rules, mut mistakes) = RuleSet::load(&files, &self.corpus, self.as_of);
        if sources.corpus.is_some() || self.config.corpus.is_some() {
            mistakes.retain(|mistake| !mistake.file.is_built_in);
        }
        self.exit = self.exit.max(Trouble { mistakes, unread }.show());
        rules
    }

    /// The rules that `files` hold, as they are written there, beside the table of fields of all the others.
    pub(super) fn rules_in(&mut self, sources: &Sources, files: Vec<SourceFile>) -> RuleSet {
        let (rules, trouble) = self.compiled_in(sources, files);
        self.exit = self.exit.max(trouble.show());
        rules
    }

    /// The same, and what was wrong with them.
    pub(super) fn compiled_in(&self, sources: &Sources, files: Vec<SourceFile>) -> (RuleSet, Trouble) {
        let (others, unread) = self.rule_files(sources);
        let table = others.into_iter().filter(|file| file.path.ends_with("fields.toml"));
        // The table itself may be among those files.
        let files: Vec<SourceFile> = files.into_iter().chain(table).collect();
        let (rules, mistakes) = RuleSet::load(&files, &self.corpus, self.as_of);
        (rules, Trouble { mistakes, unread })
    }

    fn rule_files(&self, sources: &Sources) -> (Vec<SourceFile>, Vec<(PathBuf, String)>) {
        let folder = sources.checks.as_ref().or(self.config.checks.as_ref());
        let (mut files, unread) = found(folder, &["toml"], rules::embedded);
        // A folder without a table of fields holds rules that are to be added to the built-in ones.
        if !files.iter().any(|file| file.path.ends_with("fields.toml")) {
            files.extend(rules::embedded());
        }
        (files, unread)
    }
}

/// The files of a folder, or the built-in ones. Those that cannot be read are named on standard error.
pub(super) fn from(
    folder: Option<&PathBuf>,
    extensions: &[&str],
    built_in: impl Fn() -> Vec<SourceFile>,
) -> (Vec<SourceFile>, Exit) {
    let (files, unread) = found(folder, extensions, built_in);
    (files, show_unread(&unread))
}

fn found(
    folder: Option<&PathBuf>,
    extensions: &[&str],
    built_in: impl Fn() -> Vec<SourceFile>,
) -> (Vec<SourceFile>, Vec<(PathBuf, String)>) {
    match folder {
        Some(folder) => files::sources(folder, extensions),
        None => (built_in(), Vec::new()),
    }
}

fn show_unread(unread: &[(PathBuf, String)]) -> Exit {
    for (path, reason) in unread {
        output::err(&format!("未能读取 {}：{reason}。\n", path.display()));
    }
    if unread.is_empty() { Exit::Clean } else { Exit::Failed }
}
