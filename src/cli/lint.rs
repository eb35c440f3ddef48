//! `lint`: checks files and folders.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use rayon::prelude::*;

use super::{
    args::{Choice, FailOn, LintArgs},
    config::Config,
    exit::Exit,
    files, fix, format,
    load::Loaded,
    output, watch,
};
use crate::{
    check::{Conflict, Selection, Stated, across, applicable, check, facts, left_out},
    doc::{Document, Kind, Origin},
    finding::Level,
    law::Date,
    read::{Contents, Format, List, Unreadable, contents},
    report::{self, Checked, Described, Fixes, Located, Locator, Region, Report, Unread},
    rules::{Fact, Profile, Rule, RuleSet},
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
    let lint = Lint { choice: &args.choice, config: &loaded.config, rules: &rules, as_of: loaded.as_of };
    let inputs = || inputs(args, paths, &loaded.config);
    let report = |inputs: Vec<Input>, fixed: usize| {
        let mut report = lint.report(inputs);
        report.summary.fixed = fixed;
        let written = format::write(&report, &args.output);
        written.max(verdict(&report, args.output.fail_on))
    };
    let run = || {
        let inputs = inputs();
        if args.diff {
            return fix::diff(&lint, inputs, args.fix.unwrap_or(Fixes::Safe));
        }
        let (inputs, fixed, done) = match args.fix {
            Some(fixes) => fix::fix(&lint, inputs, fixes),
            None => (inputs, 0, Exit::Clean),
        };
        done.max(report(inputs, fixed))
    };
    let run = || {
        if args.watch { run().max(watch::watch(paths, inputs, |changed| report(changed, 0))) } else { run() }
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
    let found = files::documents(&paths, config).into_iter().map(|found| match found {
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
}

/// What became of one file: what was found in it, and what it says that others must not contradict.
pub(super) type Outcome<'r> = Result<Outcoming<'r>, Unread>;

/// The same of a file that could be read.
pub(super) type Outcoming<'r> = (Checked, Vec<Located>, Vec<Stated<'r, Box<Region>>>);

impl<'r> Lint<'r> {
    pub(super) fn report(&self, inputs: Vec<Input>) -> Report {
        let selection = self.selection();
        let outcomes: Vec<Outcome<'r>> = if inputs.len() == 1 {
            inputs.into_iter().map(|input| self.document(input, &selection)).collect()
        } else {
            inputs.into_par_iter().map(|input| self.document(input, &selection)).collect()
        };
        let (mut documents, mut findings, mut unreadable) = (Vec::new(), Vec::new(), Vec::new());
        let said = outcomes.iter().flatten().map(|(_, _, said)| said.len()).sum();
        let mut stated = Vec::with_capacity(said);
        for outcome in outcomes {
            match outcome {
                Ok((document, found, said)) => {
                    documents.push(document);
                    findings.extend(found);
                    stated.extend(said);
                }
                Err(unread) => unreadable.push(unread),
            }
        }
        findings.extend(across(stated).into_iter().map(located));
        let rules = self.rules.rules.iter().map(|rule| described(rule, &selection)).collect();
        Report { rules, as_of: Some(self.as_of), ..Report::new(documents, findings, unreadable) }
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
        let bytes = match bytes {
            Bytes::Here(bytes) => bytes,
            Bytes::At(path) => files::bytes(&path),
        };
        let contents = bytes.and_then(|bytes| contents(&bytes, format, &self.rules.fields.table, kind));
        match contents {
            Ok(Contents::Document(document)) => Ok(self.checked(&document, name, selection)),
            Ok(Contents::List(list)) => Ok(self.list(&list, name, selection)),
            Err(unreadable) => Err(Unread { path: name, reason: unreadable.reason }),
        }
    }

    fn checked(&self, document: &Document, path: Arc<str>, selection: &Selection) -> Outcoming<'r> {
        let findings = check(document, self.rules, selection, self.as_of);
        let rules = applicable(document, self.rules, selection, self.as_of);
        let facts = facts(document, self.rules, selection, self.as_of);
        let located = report::locate_all(document, &path, findings);
        let encoding = match &document.origin {
            Origin::Text { encoding, .. } => Some(*encoding),
            Origin::Word | Origin::Row { .. } => None,
        };
        let stated = if facts.is_empty() { Vec::new() } else { stated(document, &path, facts) };
        let notes = left_out(document, self.rules, selection, self.as_of);
        (Checked { path, kind: document.kind, encoding, rules, notes }, located, stated)
    }

    /// A list is one file, and each of its items a document.
    fn list(&self, list: &List, path: Arc<str>, selection: &Selection) -> Outcoming<'r> {
        let items = list.items().par_iter().filter_map(|item| list.document(item));
        let outcomes: Vec<Outcoming<'r>> =
            items.map(|document| self.checked(&document, path.clone(), selection)).collect();
        let mut file = Checked {
            path,
            kind: Some(Kind::List),
            encoding: list.encoding(),
            rules: 0,
            notes: list.notes().to_vec(),
        };
        let (mut located, mut stated) = (Vec::new(), Vec::new());
        for (item, found, said) in outcomes {
            file.rules = file.rules.max(item.rules);
            located.extend(found);
            stated.extend(said);
        }
        (file, located, stated)
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

/// Facts placed in their file, so that the document can be dropped.
fn stated<'r>(
    document: &Document,
    path: &Arc<str>,
    facts: Vec<(&'r Rule, Fact)>,
) -> Vec<Stated<'r, Box<Region>>> {
    let locator = Locator::new(document, path);
    let place = |(rule, fact): (&'r Rule, Fact)| Stated {
        rule,
        document: path.clone(),
        place: Box::new(locator.region(&fact.label)),
        topic: fact.topic,
        value: fact.value,
    };
    facts.into_iter().map(place).collect()
}

fn located(conflict: Conflict<'_, Box<Region>>) -> Located {
    let Conflict { rule, message, primary, related, fingerprint } = conflict;
    Located {
        rule: rule.code.clone(),
        title: rule.title.clone(),
        level: rule.level,
        message,
        advice: rule.advice.clone(),
        why: rule.why.clone(),
        basis: rule.basis.clone(),
        field: None,
        edit: None,
        fingerprint,
        primary: *primary,
        related: related.into_iter().map(|place| *place).collect(),
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
            && rules
                .rules
                .iter()
                .any(|rule| rule.code.get(..code.len()).is_some_and(|head| head.eq_ignore_ascii_case(code)))
    };
    let unknown = choice.select.iter().chain(&choice.ignore).find(|code| !known(code))?;
    output::err(&format!("guiju：没有编号为 {unknown} 的规则。用 guiju rule list 看全部规则。\n"));
    Some(Exit::Failed)
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
