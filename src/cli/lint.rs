//! `lint`: checks files and folders.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use rayon::prelude::*;

use super::{
    args::{FailOn, LintArgs, ReportFormat},
    exit::Exit,
    files,
    load::Loaded,
    output,
};
use crate::{
    check::{Selection, applicable, check},
    doc::Kind,
    finding::Level,
    read::{Format, Unreadable, read},
    report::{self, Checked, Located, Report, Unread},
    rules::{Profile, RuleSet},
};

pub(super) fn run(args: &LintArgs) -> Exit {
    let here = [PathBuf::from(".")];
    let paths: &[PathBuf] = if args.paths.is_empty() { &here } else { &args.paths };
    let start = paths
        .first()
        .map_or(Path::new("."), |path| if path.is_dir() { path } else { path.parent().unwrap_or(path) });
    let Some(mut loaded) = Loaded::new(&args.sources, start) else { return Exit::Failed };
    let rules = loaded.rules(&args.sources);
    if let Some(exit) = unknown_codes(args, &rules) {
        return exit;
    }
    let selection = Selection {
        profiles: profiles(args, &loaded),
        select: args.select.clone(),
        ignore: args.ignore.clone(),
    };
    let lint = Lint { args, loaded: &loaded, rules: &rules, selection: &selection };
    let report = match args.jobs.map(|jobs| rayon::ThreadPoolBuilder::new().num_threads(jobs).build()) {
        Some(Ok(pool)) => pool.install(|| lint.report(paths)),
        _ => lint.report(paths),
    };
    let written = write(&report, args);
    loaded.exit.max(written).max(verdict(&report, args.fail_on))
}

struct Lint<'r> {
    args: &'r LintArgs,
    loaded: &'r Loaded,
    rules: &'r RuleSet,
    selection: &'r Selection,
}

/// What became of one file.
type Outcome = Result<(Checked, Vec<Located>), Unread>;

impl Lint<'_> {
    fn report(&self, paths: &[PathBuf]) -> Report {
        let (stdin, paths): (Vec<PathBuf>, Vec<PathBuf>) =
            paths.iter().cloned().partition(|path| path.as_os_str() == "-");
        let mut outcomes: Vec<Outcome> = stdin.first().map(|_| self.stdin()).into_iter().collect();
        let found = files::documents(&paths, &self.loaded.config);
        outcomes.par_extend(found.into_par_iter().map(|found| match found {
            Ok(path) => self.file(&path),
            Err((path, reason)) => Err(Unread { path: name(&path), reason }),
        }));
        let (mut documents, mut findings, mut unreadable) = (Vec::new(), Vec::new(), Vec::new());
        for outcome in outcomes {
            match outcome {
                Ok((document, found)) => {
                    documents.push(document);
                    findings.extend(found);
                }
                Err(unread) => unreadable.push(unread),
            }
        }
        Report::new(documents, findings, unreadable)
    }

    fn stdin(&self) -> Outcome {
        let path = self.args.stdin_filename.clone().unwrap_or_else(|| PathBuf::from("标准输入.md"));
        self.document(&path, files::stdin())
    }

    fn file(&self, path: &Path) -> Outcome {
        self.document(path, files::bytes(path))
    }

    fn document(&self, path: &Path, bytes: Result<Vec<u8>, Unreadable>) -> Outcome {
        let name = name(path);
        let kind: Option<Kind> = self.args.kind.or_else(|| self.loaded.config.kind(path));
        let format = files::format(path).unwrap_or(Format::Plain);
        let document = bytes.and_then(|bytes| read(&bytes, format, &self.rules.fields.table, kind));
        let document =
            document.map_err(|unreadable| Unread { path: name.clone(), reason: unreadable.reason })?;
        let findings = check(&document, self.rules, self.selection, self.loaded.as_of);
        let applicable = applicable(&document, self.rules, self.selection, self.loaded.as_of);
        let located = report::locate_all(&document, &name, findings);
        let encoding = match &document.origin {
            crate::doc::Origin::Text { encoding, .. } => Some(*encoding),
            crate::doc::Origin::Word => None,
        };
        Ok((Checked { path: name, kind: document.kind, encoding, rules: applicable }, located))
    }
}

/// A path as reports name it: with `/` on every system.
fn name(path: &Path) -> Arc<str> {
    let path = path.to_string_lossy();
    let path = path.strip_prefix("./").unwrap_or(&path);
    if cfg!(windows) { path.replace('\\', "/").into() } else { path.into() }
}

fn profiles(args: &LintArgs, loaded: &Loaded) -> Vec<Profile> {
    if !args.profile.is_empty() {
        return args.profile.clone();
    }
    loaded.config.profiles.clone().unwrap_or_else(|| Profile::DEFAULT.to_vec())
}

/// A code that names no rule is a slip that would silently check nothing.
fn unknown_codes(args: &LintArgs, rules: &RuleSet) -> Option<Exit> {
    let known = |code: &str| {
        !code.is_empty()
            && rules
                .rules
                .iter()
                .any(|rule| rule.code.get(..code.len()).is_some_and(|head| head.eq_ignore_ascii_case(code)))
    };
    let unknown = args.select.iter().chain(&args.ignore).find(|code| !known(code))?;
    output::err(&format!("guiju：没有编号为 {unknown} 的规则。用 guiju rule list 看全部规则。\n"));
    Some(Exit::Failed)
}

fn write(report: &Report, args: &LintArgs) -> Exit {
    let style = output::stdout_style();
    let text = match args.format {
        ReportFormat::Human => report::human(
            report,
            if args.output.is_some() { report::Style { color: false, ..style } } else { style },
        ),
        ReportFormat::Json => report::json(report),
    };
    let Some(path) = &args.output else { return output::out(&text) };
    match files::write(path, &text) {
        Ok(()) => Exit::Clean,
        Err(reason) => {
            output::err(&format!("guiju：报告写不进 {}：{reason}\n", path.display()));
            Exit::Failed
        }
    }
}

/// Nothing checked is no success.
fn verdict(report: &Report, fail_on: FailOn) -> Exit {
    let summary = &report.summary;
    if summary.unreadable + summary.unknown > 0 || summary.documents == summary.unruled {
        return Exit::Failed;
    }
    let failing = |level: &Level| fail_on.0.is_some_and(|least| *level >= least) && summary.count(*level) > 0;
    if Level::ALL.iter().any(failing) { Exit::Findings } else { Exit::Clean }
}
