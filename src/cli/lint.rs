//! `lint`: checks files and folders.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use rayon::prelude::*;

use super::{
    annotate,
    args::{Choice, FailOn, LintArgs},
    config::Config,
    exit::Exit,
    files, fix, format,
    held::Held,
    ignore::Looked,
    load::Loaded,
    output,
    results::Results,
    together::{Placed, contradictions, placed},
    watch,
};
use crate::{
    check::{HOUSE, Judged, Patience, Selection, applicable, judge, left_out, said, starts_with},
    doc::{Document, Kind, Origin},
    finding::Level,
    law::Date,
    read::{Contents, Format, List, Unreadable, contents},
    report::{self, Checked, Described, Fixes, Located, Report, Unread},
    rules::{Profile, Rule, RuleSet},
};

pub(super) fn run(args: &LintArgs) -> Exit {
    let here = [PathBuf::from(".")];
    let paths: &[PathBuf] = if args.paths.is_empty() { &here } else { &args.paths };
    let start = paths
        .first()
        .map_or(Path::new("."), |path| if path.is_dir() { path } else { path.parent().unwrap_or(path) });
    let Some(mut loaded) = Loaded::new(&args.sources, start) else { return Exit::Failed };
    let rules = loaded.rules(&args.sources);
    if let Some(exit) = unknown_codes(&args.choice, &rules) {
        return exit;
    }
    let lint = Lint {
        choice: &args.choice,
        config: &loaded.config,
        rules: &rules,
        as_of: loaded.as_of,
        is_whole: paths.iter().any(|path| loaded.config.lies_in(path)),
        patience: None,
    };
    let inputs = || inputs(args, paths, &loaded.config);
    let report = |lint: &Lint<'_>, held: &Held<'_>, inputs: Vec<Input>, fixed: usize| {
        let sources = args.annotate.as_ref().map(|_| annotate::sources(&inputs)).unwrap_or_default();
        let results = if args.no_cache || args.fix.is_some() {
            None
        } else {
            Results::open(&loaded, &lint.selection())
        };
        let mut report = match &results {
            Some(results) => results.report(lint, inputs),
            None => lint.report_by(inputs, |input, selection| lint.document(input, selection)),
        };
        report.summary.fixed = fixed;
        if let Err(message) = held.sift(&mut report, &lint.selection()) {
            return failed(&message);
        }
        let mut written = format::write(&report, &args.output);
        if let Some(folder) = &args.annotate {
            written = written.max(annotate::run(folder, paths, &sources, &report, &rules.fields.table));
        }
        written.max(verdict(&report, args.output.fail_on))
    };
    let once = |held: &Held<'_>| {
        let inputs = inputs();
        if inputs.is_empty() {
            output::err("点名的文件都在 guiju.toml 的 exclude 里，没有要检查的。\n");
            return Exit::Clean;
        }
        if let Some(name) = args.output.output.as_ref().and_then(|output| covered(output, &inputs)) {
            return failed(&format!("报告会盖住要检查的 {name}。请换一个 --output"));
        }
        let selection = lint.selection();
        let is_reported = |finding: &Located| {
            selection.admits(&finding.rule) && !lint.lets_pass(finding) && !held.holds(finding)
        };
        if args.diff {
            return fix::diff(&lint, inputs, args.fix.unwrap_or(Fixes::Safe), &is_reported);
        }
        let (inputs, fixed, done) = match args.fix {
            Some(fixes) => fix::fix(&lint, inputs, fixes, &is_reported),
            None => (inputs, 0, Exit::Clean),
        };
        done.max(report(&lint, held, inputs, fixed))
    };
    let run = || {
        let held = match Held::new(args, start) {
            Ok(held) => held,
            Err(message) => return failed(&message),
        };
        let exit = once(&held);
        if !args.watch {
            return exit;
        }
        let lint = Lint { is_whole: false, ..lint };
        // Lines come to differ from a revision while files are watched.
        let again = |changed: Vec<Input>| match Held::new(args, start) {
            Ok(held) => report(&lint, &held, changed, 0),
            Err(message) => failed(&message),
        };
        exit.max(watch::watch(paths, inputs, again))
    };
    let exit = match args.jobs.map(|jobs| rayon::ThreadPoolBuilder::new().num_threads(jobs).build()) {
        Some(Ok(pool)) => pool.install(run),
        _ => run(),
    };
    loaded.exit.max(exit)
}

/// A file to check: how reports name it, what it is said to be, and its bytes or why there are none.
#[derive(Clone)]
pub(super) struct Input {
    pub(super) name: Arc<str>,
    /// Where it lies; `None` for standard input.
    pub(super) path: Option<PathBuf>,
    pub(super) format: Format,
    pub(super) kind: Option<Kind>,
    pub(super) bytes: Bytes,
}

/// Where the bytes of an input come from.
#[derive(Clone)]
pub(super) enum Bytes {
    /// They are here.
    Here(Result<Vec<u8>, Unreadable>),
    /// They are read when it is the file's turn, so that only few are held at once.
    At(PathBuf),
}

impl Bytes {
    /// The bytes, read now if they were not before.
    pub(super) fn read(self) -> Result<Vec<u8>, Unreadable> {
        match self {
            Bytes::Here(bytes) => bytes,
            Bytes::At(path) => files::bytes(&path),
        }
    }
}

fn inputs(args: &LintArgs, paths: &[PathBuf], config: &Config) -> Vec<Input> {
    let (stdin, paths): (Vec<PathBuf>, Vec<PathBuf>) =
        paths.iter().cloned().partition(|path| path.as_os_str() == "-");
    let input = |path: &Path, bytes| Input {
        name: name(path),
        path: None,
        format: files::format(path).unwrap_or(Format::Plain),
        kind: args.kind.or_else(|| config.kind(path)),
        bytes,
    };
    let from_stdin = stdin.first().map(|_| {
        let path = args.stdin_filename.clone().unwrap_or_else(|| PathBuf::from("标准输入.md"));
        input(&path, Bytes::Here(files::stdin()))
    });
    let is_copy =
        |path: &Path| args.annotate.as_ref().is_some_and(|into| annotate::is_copy(path, into, &paths));
    let is_out = |path: &Path| args.force_exclude && path.is_file() && config.excludes(path);
    let named: Vec<PathBuf> = paths.iter().filter(|path| !is_out(path)).cloned().collect();
    let found = files::documents(&named, config).into_iter();
    let found =
        found.filter(|found| !found.as_ref().is_ok_and(|path| is_copy(path))).map(|found| match found {
            Ok(path) => Input { path: Some(path.clone()), ..input(&path, Bytes::At(path.clone())) },
            Err((path, reason)) => input(&path, Bytes::Here(Err(Unreadable::new(reason)))),
        });
    from_stdin.into_iter().chain(found).collect()
}

/// Checks documents with the rules that were chosen.
pub(super) struct Lint<'r> {
    pub(super) choice: &'r Choice,
    pub(super) config: &'r Config,
    pub(super) rules: &'r RuleSet,
    pub(super) as_of: Date,
    /// Whether all files below the configuration are checked: what it says of others is of none.
    pub(super) is_whole: bool,
    /// That of whoever waits for it, where it can end.
    pub(super) patience: Option<&'r Patience>,
}

/// What became of one file: what was found in it, and what it says that others must not contradict.
pub(super) type Outcome<'r> = Result<Outcoming<'r>, Unread>;

/// The same of a file that could be read.
pub(super) struct Outcoming<'r> {
    pub(super) file: Checked,
    pub(super) found: Vec<Located>,
    pub(super) said: Vec<Placed<'r>>,
    /// What it says, too, and somebody has silenced.
    pub(super) silenced: Vec<Placed<'r>>,
}

impl<'r> Lint<'r> {
    /// All that is wanted of what is found in `inputs`.
    pub(super) fn report(&self, inputs: Vec<Input>) -> Report {
        let mut report = self.report_by(inputs, |input, selection| self.document(input, selection));
        let selection = self.selection();
        report.findings.retain(|finding| selection.admits(&finding.rule));
        report.count();
        report
    }

    /// The report on what `check` finds in each of `inputs`, with what is only there to judge silences and the baseline.
    pub(super) fn report_by(
        &self,
        inputs: Vec<Input>,
        check: impl Fn(Input, &Selection) -> Outcome<'r> + Sync,
    ) -> Report {
        let selection = self.selection();
        let outcomes: Vec<Outcome<'r>> = if inputs.len() == 1 {
            inputs.into_iter().map(|input| check(input, &selection)).collect()
        } else {
            inputs.into_par_iter().map(|input| check(input, &selection)).collect()
        };
        let (mut documents, mut findings, mut unreadable) = (Vec::new(), Vec::new(), Vec::new());
        let said = outcomes.iter().flatten().map(|outcome| outcome.said.len()).sum();
        let (mut stated, mut silenced) = (Vec::with_capacity(said), Vec::new());
        for outcome in outcomes {
            match outcome {
                Ok(outcome) => {
                    documents.push(outcome.file);
                    findings.extend(outcome.found);
                    stated.extend(outcome.said);
                    let is_wanted = |said: &Placed<'_>| selection.admits(&said.rule.code);
                    silenced.extend(outcome.silenced.into_iter().filter(is_wanted));
                }
                Err(unread) => unreadable.push(unread),
            }
        }
        let looked = Looked {
            paths: documents.iter().map(|document: &Checked| document.path.clone()).collect(),
            unread: unreadable.iter().map(|unread: &Unread| unread.path.clone()).collect(),
            is_whole: self.is_whole,
            stated: stated.iter().map(|said| (said.rule.code.clone(), said.document.clone())).collect(),
        };
        let (conflicts, silenced) = contradictions(stated, silenced);
        findings.extend(conflicts);
        let inner = |path: &Path| self.config.inner(path);
        let ignored =
            self.config.ignores.sift(&mut findings, &looked, inner, self.rules, &selection, self.as_of);
        let rules = self.rules.rules.iter().map(|rule| described(rule, &selection)).collect();
        let mut report = Report::new(documents, findings, unreadable);
        report.summary.suppressed += ignored + silenced;
        Report { rules, as_of: Some(self.as_of), ..report }
    }

    /// Which rules are on.
    pub(super) fn selection(&self) -> Selection {
        Selection {
            profiles: self.profiles(),
            select: self.choice.select.clone(),
            ignore: self.choice.ignore.clone(),
        }
    }

    pub(super) fn document(&self, input: Input, selection: &Selection) -> Outcome<'r> {
        let Input { name, format, kind, bytes, .. } = input;
        if let Some(patience) = self.patience {
            patience.turn_to(&name);
        }
        let contents =
            bytes.read().and_then(|bytes| contents(&bytes, format, &self.rules.fields.table, kind));
        match contents {
            Ok(Contents::Document(document)) => Ok(self.checked(&document, name, selection)),
            Ok(Contents::List(list)) => Ok(self.list(&list, name, selection)),
            Err(unreadable) => Err(Unread { path: name, reason: unreadable.reason }),
        }
    }

    fn checked(&self, document: &Document, path: Arc<str>, selection: &Selection) -> Outcoming<'r> {
        let Judged { findings, silenced } = judge(document, self.rules, selection, self.as_of, self.patience);
        let rules = applicable(document, self.rules, selection, self.as_of);
        let located = report::locate_all(document, &path, findings);
        let encoding = match &document.origin {
            Origin::Text { encoding, .. } => Some(*encoding),
            Origin::Word | Origin::Row { .. } => None,
        };
        let (open, hushed) = said(document, self.rules, selection, self.as_of, self.patience);
        let mut notes = document.unread.clone();
        notes.extend(left_out(document, self.rules, selection, self.as_of));
        Outcoming {
            found: located,
            said: placed(document, &path, open),
            silenced: placed(document, &path, hushed),
            file: Checked { path, kind: document.kind, encoding, rules, silenced, notes },
        }
    }

    /// A list is one file, and each of its items a document.
    fn list(&self, list: &List, path: Arc<str>, selection: &Selection) -> Outcoming<'r> {
        let is_wanted = |_: &_| !self.patience.is_some_and(Patience::is_out);
        let items = list.items().par_iter().filter(is_wanted).filter_map(|item| list.document(item));
        let outcomes: Vec<Outcoming<'r>> =
            items.map(|document| self.checked(&document, path.clone(), selection)).collect();
        let mut file = Checked {
            path,
            kind: Some(Kind::List),
            encoding: list.encoding(),
            rules: 0,
            silenced: 0,
            notes: list.notes().to_vec(),
        };
        let (mut found, mut said, mut silenced) = (Vec::new(), Vec::new(), Vec::new());
        for item in outcomes {
            file.rules = file.rules.max(item.file.rules);
            file.silenced += item.file.silenced;
            found.extend(item.found);
            said.extend(item.said);
            silenced.extend(item.silenced);
        }
        Outcoming { file, found, said, silenced }
    }

    /// Whether guiju.toml lets `finding` pass.
    fn lets_pass(&self, finding: &Located) -> bool {
        self.config.ignores.cover(finding, self.rules, |path| self.config.inner(path), self.as_of)
    }

    fn profiles(&self) -> Vec<Profile> {
        if !self.choice.profile.is_empty() {
            return self.choice.profile.clone();
        }
        self.config.profiles.clone().unwrap_or_else(|| Profile::DEFAULT.to_vec())
    }
}

/// A rule as reports describe it.
fn described(rule: &Rule, selection: &Selection) -> Described {
    Described {
        code: rule.code.clone(),
        title: rule.title.clone(),
        level: rule.level,
        why: rule.why.clone(),
        advice: rule.advice.clone(),
        basis: rule.basis.clone(),
        indicator: rule.indicator,
        is_on: selection.has(rule),
    }
}

/// A path as reports name it: with `/` on every system.
fn name(path: &Path) -> Arc<str> {
    let path = path.to_string_lossy();
    let path = path.strip_prefix("./").unwrap_or(&path);
    if cfg!(windows) { path.replace('\\', "/").into() } else { path.into() }
}

/// A code that names no rule is a slip that would silently check nothing.
pub(super) fn unknown_codes(choice: &Choice, rules: &RuleSet) -> Option<Exit> {
    let known = |code: &str| {
        !code.is_empty()
            && (rules.rules.iter().any(|rule| starts_with(&rule.code, code))
                || HOUSE.iter().any(|rule| starts_with(rule.code, code)))
    };
    let unknown = choice.select.iter().chain(&choice.ignore).find(|code| !known(code))?;
    output::err(&format!("guiju：没有编号为 {unknown} 的规则。用 guiju rule list 看全部规则。\n"));
    Some(Exit::Failed)
}

/// Which of the files to check lies where the report is to be written.
fn covered(output: &Path, inputs: &[Input]) -> Option<Arc<str>> {
    let output = std::fs::canonicalize(output).ok()?;
    let same = |input: &&Input| {
        input
            .path
            .as_ref()
            .and_then(|path| std::fs::canonicalize(path).ok())
            .is_some_and(|path| path == output)
    };
    inputs.iter().find(same).map(|input| input.name.clone())
}

fn failed(message: &str) -> Exit {
    output::err(&format!("guiju：{message}\n"));
    Exit::Failed
}

/// Nothing checked is no success.
pub(super) fn verdict(report: &Report, fail_on: FailOn) -> Exit {
    let summary = &report.summary;
    if summary.unreadable + summary.unknown > 0 || summary.documents == summary.unruled {
        return Exit::Failed;
    }
    let failing = |level: &Level| fail_on.0.is_some_and(|least| *level >= least) && summary.count(*level) > 0;
    if Level::ALL.iter().any(failing) { Exit::Findings } else { Exit::Clean }
}
