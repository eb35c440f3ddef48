//! What the language server asks of files, rules and the clock: a configuration for every document, loaded once and again when a
//! file changed.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use super::{
    args::{LspArgs, Sources},
    config::{self, Config},
    corpus,
    lint::{Bytes, Input, Lint},
    load::{Loaded, Trouble},
    rule,
};
use crate::{
    corpus::is_regulation,
    finding::Citation,
    lsp::{Desk, Examined, Opened, Shelf},
    report::Report,
    rules::RuleSet,
    text::{Mistake, SourceFile},
};

/// The files of this machine.
#[derive(Debug)]
pub(super) struct FileDesk {
    args: LspArgs,
    /// By the file of their configuration.
    settings: Mutex<HashMap<Option<PathBuf>, Arc<Setting>>>,
}

/// What holds for the documents below one configuration.
#[derive(Debug)]
struct Setting {
    loaded: Loaded,
    rules: Arc<RuleSet>,
    trouble: Trouble,
}

impl FileDesk {
    /// A desk for those options.
    pub(super) fn new(mut args: LspArgs) -> Self {
        // Messages name files by the paths that editors know them by.
        let absolute = |path: &mut PathBuf| {
            if let Ok(whole) = std::path::absolute(&*path) {
                *path = whole;
            }
        };
        let Sources { corpus, checks, config, .. } = &mut args.sources;
        [corpus, checks, config].into_iter().flatten().for_each(absolute);
        Self { args, settings: Mutex::default() }
    }

    fn settings(&self) -> MutexGuard<'_, HashMap<Option<PathBuf>, Arc<Setting>>> {
        // A setting is put there whole: a thread that died has left nothing half done.
        self.settings.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What holds for the file at `path`. A configuration that cannot be read is one that was not written, and is told of.
    fn setting(&self, path: Option<&Path>) -> Arc<Setting> {
        let start = path.and_then(Path::parent).unwrap_or(Path::new("."));
        let file = self.args.sources.config.clone().or_else(|| Config::nearest(start));
        let mut settings = self.settings();
        let today = self.args.sources.as_of();
        match settings.get(&file) {
            Some(setting) if setting.loaded.as_of == today => setting.clone(),
            _ => {
                let setting = Arc::new(self.load(file.as_deref()));
                settings.insert(file, setting.clone());
                setting
            }
        }
    }

    fn load(&self, file: Option<&Path>) -> Setting {
        let config = file.map_or(Ok(Config::default()), Config::load);
        let (config, mistake) = match config {
            Ok(config) => (config, None),
            Err(mistake) => (Config::default(), Some(*mistake)),
        };
        let sources = &self.args.sources;
        let (loaded, mut trouble) = Loaded::read(sources, config, None);
        let (rules, of_rules) = loaded.compiled(sources, &loaded.corpus);
        trouble.mistakes.extend(mistake.into_iter().chain(of_rules.mistakes));
        trouble.unread.extend(of_rules.unread);
        Setting { loaded, rules: Arc::new(rules), trouble }
    }

    fn lint<'l>(&'l self, loaded: &'l Loaded, rules: &'l RuleSet) -> Lint<'l> {
        let Loaded { config, as_of, .. } = loaded;
        Lint { choice: &self.args.choice, config, rules, as_of: *as_of, is_whole: false, patience: None }
    }

    fn corpus_folder<'f>(&'f self, setting: &'f Setting) -> Option<&'f PathBuf> {
        self.args.sources.corpus.as_ref().or(setting.loaded.config.corpus.as_ref())
    }

    fn checks_folder<'f>(&'f self, setting: &'f Setting) -> Option<&'f PathBuf> {
        self.args.sources.checks.as_ref().or(setting.loaded.config.checks.as_ref())
    }

    /// What is found in a file of the corpus, whose other files are as they are on the disk.
    fn of_corpus(&self, draft: &SourceFile, setting: &Setting) -> Examined {
        let sources = &self.args.sources;
        let (loaded, trouble) = Loaded::read(sources, setting.loaded.config.clone(), Some(draft));
        let mistakes = of_file(trouble.mistakes, draft);
        if !is_regulation(&draft.path) {
            return Examined { mistakes, ..Examined::default() };
        }
        let (rules, _) = loaded.compiled(sources, &loaded.corpus);
        let mut report = self.lint(&loaded, &rules).report(vec![corpus::input(draft)]);
        report.findings.iter_mut().for_each(|finding| finding.edit = None);
        Examined { report, mistakes, ..Examined::default() }
    }

    /// What is wrong with the file of a rule, its examples among it.
    fn of_rule(&self, draft: &SourceFile, setting: &Setting) -> Examined {
        let (set, trouble) = setting.loaded.compiled_in(&self.args.sources, vec![draft.clone()]);
        let mut mistakes = of_file(trouble.mistakes, draft);
        for rule in &set.rules {
            mistakes.extend(rule::failures(rule, &set.fields, setting.loaded.as_of));
        }
        Examined { mistakes, ..Examined::default() }
    }

    fn of_document(&self, opened: &Opened<'_>, setting: &Setting) -> Examined {
        let config = &setting.loaded.config;
        let Some(format) = opened.format.filter(|_| !opened.path.is_some_and(|path| config.excludes(path)))
        else {
            return Examined::default();
        };
        let input = Input {
            name: opened.name.clone(),
            path: None,
            format,
            kind: opened.path.and_then(|path| config.kind(path)),
            bytes: Bytes::Here(Ok(opened.text.as_bytes().to_vec())),
        };
        let report: Report = self.lint(&setting.loaded, &setting.rules).report(vec![input]);
        Examined { report, can_silence: true, ..Examined::default() }
    }
}

impl Desk for FileDesk {
    fn examine(&self, opened: &Opened<'_>) -> Examined {
        let setting = self.setting(opened.path);
        let Some(path) = opened.path else { return self.of_document(opened, &setting) };
        let draft = || SourceFile::new(path.display().to_string(), opened.text);
        let has_extension = |wanted| path.extension().is_some_and(|extension| extension == wanted);
        let is_below = |folder: Option<&PathBuf>| folder.is_some_and(|folder| path.starts_with(folder));
        if path.file_name().is_some_and(|name| name == config::NAME) {
            let root = path.parent().map(Path::to_owned).unwrap_or_default();
            let mistake = Config::read(&draft(), root).err().map(|mistake| *mistake);
            return Examined { mistakes: mistake.into_iter().collect(), ..Examined::default() };
        }
        let is_toml = has_extension("toml");
        if (is_toml || has_extension("md")) && is_below(self.corpus_folder(&setting)) {
            return self.of_corpus(&draft(), &setting);
        }
        let checks = self.checks_folder(&setting);
        let is_rule = match checks {
            Some(_) => is_below(checks),
            None => path.ancestors().skip(1).any(|folder| folder.ends_with("checks")),
        };
        if is_toml && is_rule {
            return self.of_rule(&draft(), &setting);
        }
        self.of_document(opened, &setting)
    }

    fn shelf(&self, path: Option<&Path>) -> Shelf {
        let setting = self.setting(path);
        let is_toml = path.is_some_and(|path| path.extension().is_some_and(|extension| extension == "toml"));
        let Loaded { corpus, as_of, .. } = &setting.loaded;
        Shelf { rules: setting.rules.clone(), corpus: corpus.clone(), as_of: *as_of, is_toml }
    }

    fn place_of(&self, citation: &Citation, path: Option<&Path>) -> Option<(PathBuf, String, usize)> {
        let setting = self.setting(path);
        let Loaded { corpus, regulations, as_of, .. } = &setting.loaded;
        let as_of = citation.edition.unwrap_or(*as_of);
        let (regulation, provision) = corpus.provision(&citation.regulation, &citation.at, as_of)?;
        let file = regulations.iter().find(|file| !file.is_built_in && *file.text == *regulation.text())?;
        Some((PathBuf::from(&file.path), file.text.to_string(), provision.span.start()))
    }

    fn changed(&self, path: &Path) -> bool {
        let mut settings = self.settings();
        let is_source = settings.values().any(|setting| {
            let folders = [self.corpus_folder(setting), self.checks_folder(setting)];
            folders.into_iter().flatten().any(|folder| path.starts_with(folder))
        });
        let is_config = path.file_name().is_some_and(|name| name == config::NAME)
            || self.args.sources.config.as_deref() == Some(path);
        if is_source || is_config {
            settings.clear();
        }
        is_source || is_config
    }

    fn troubles(&self) -> (Vec<Mistake>, Vec<String>) {
        let (mut mistakes, mut others) = (Vec::new(), Vec::new());
        for setting in self.settings().values() {
            let Trouble { mistakes: all, unread } = &setting.trouble;
            let (built_in, own): (Vec<&Mistake>, Vec<&Mistake>) =
                all.iter().partition(|mistake| mistake.file.is_built_in);
            mistakes.extend(own.into_iter().cloned());
            others
                .extend(unread.iter().map(|(path, reason)| format!("未能读取 {}：{reason}", path.display())));
            if let Some(first) = built_in.first() {
                others.push(format!(
                    "{} 条内置规则没有用上，例如 {}：{}。用 guiju rule list 看详情",
                    built_in.len(),
                    first.file.path,
                    first.message
                ));
            }
        }
        (mistakes, others)
    }
}

/// Those of `mistakes` that are in `file`.
fn of_file(mistakes: Vec<Mistake>, file: &SourceFile) -> Vec<Mistake> {
    mistakes.into_iter().filter(|mistake| mistake.file.path == file.path).collect()
}
