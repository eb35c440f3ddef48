//! `import`: raw material to corpus files, with an account of every character.

use std::{
    panic::{self, AssertUnwindSafe},
    path::{Path, PathBuf},
    time::Duration,
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rayon::prelude::*;

use super::{
    args::{ImportArgs, Sources},
    exit::Exit,
    files,
    load::Loaded,
    output,
};
use crate::{
    import::{self, Account, Form, Ids, Imported, Kind, Made, Raw, State},
    read::{Format, Unreadable},
};

/// A run shorter than this shows no progress.
const PATIENCE: Duration = Duration::from_millis(500);

pub(super) fn run(args: &ImportArgs) -> Exit {
    let sources = Sources { corpus: args.corpus.clone(), config: args.config.clone(), ..Sources::default() };
    let Some(loaded) = Loaded::new(&sources, Path::new(".")) else { return Exit::Failed };
    if args.into.exists() && !args.into.is_dir() {
        output::err(&format!("guiju：{} 不是目录。请在 --into 后面写目录。\n", args.into.display()));
        return Exit::Failed;
    }
    if let Some(report) = args.report.as_deref().filter(|report| is_taken(report, args)) {
        output::err(&format!(
            "guiju：报告不能写进 {}：它是原始材料，或者是规章目录里的规章。请给报告换一个文件名。\n",
            report.display()
        ));
        return Exit::Failed;
    }
    // An account that cannot be written is known before anything is.
    let folder =
        args.report.as_deref().and_then(Path::parent).filter(|folder| !folder.as_os_str().is_empty());
    if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
        output::err(&format!(
            "guiju：报告写不进 {}：没有这个目录。请先建目录，或者换一个位置。\n",
            folder.display()
        ));
        return Exit::Failed;
    }
    let raws: Vec<Result<Raw, Unreadable>> = with_progress(&args.files, "读取", |path| raw(path));
    let texts: Vec<(&PathBuf, &Raw)> =
        args.files.iter().zip(&raws).filter_map(|(path, raw)| Some((path, raw.as_ref().ok()?))).collect();
    let mut unreadable: Vec<(String, String)> = args
        .files
        .iter()
        .zip(&raws)
        .filter_map(|(path, raw)| Some((path.display().to_string(), raw.as_ref().err()?.reason.clone())))
        .collect();
    let mut imports = with_progress(&texts, "整理", |(path, raw)| {
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        shielded(|| Ok(import::import_raw(raw, &stem)))
    });
    import::doubt_same_titles(imports.iter_mut().filter_map(|imported| imported.as_mut().ok()));
    let mut ids = Ids::new(loaded.corpus.regulations());
    let mut done: Vec<(String, &Raw, Imported<'_>, Vec<Made>)> = Vec::new();
    for ((path, raw), imported) in texts.into_iter().zip(imports) {
        let name = path.display().to_string();
        match imported {
            Ok(imported) => {
                let made = make(args, &imported, &mut ids);
                done.push((name, raw, imported, made));
            }
            Err(error) => unreadable.push((name, error.reason)),
        }
    }
    let accounts: Vec<Account<'_>> = done
        .iter()
        .map(|(path, raw, imported, made)| Account { path, origin: raw.origin, imported, made })
        .collect();
    tell(args, &accounts, &unreadable, loaded.exit)
}

fn raw(path: &Path) -> Result<Raw, Unreadable> {
    let form = path
        .extension()
        .and_then(|extension| Form::of_extension(&extension.to_string_lossy()))
        .unwrap_or(Form::Document(Format::Plain));
    let bytes = files::bytes(path)?;
    shielded(|| import::raw(&bytes, form))
}

/// Runs `work`; a panic in it, ours or a format library's, costs this one file and not the others.
fn shielded<T>(work: impl FnOnce() -> Result<T, Unreadable>) -> Result<T, Unreadable> {
    panic::catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        Err(Unreadable::new("程序处理这个文件时出错。请转成文本（.txt）再导入，并把这个文件发给维护者"))
    })
}

/// Does `work` for each of `items` on every core, with a bar on a terminal when it takes long.
fn with_progress<I: Sync, T: Send>(items: &[I], verb: &'static str, work: impl Fn(&I) -> T + Sync) -> Vec<T> {
    let bar = ProgressBar::with_draw_target(Some(items.len() as u64), ProgressDrawTarget::hidden());
    if let Ok(style) = ProgressStyle::with_template("{prefix} {bar:30} {pos}/{len} 个文件 {msg}") {
        bar.set_style(style.progress_chars("━╸─"));
    }
    bar.set_prefix(verb);
    // What a panicking library would print is English and says nothing to the user.
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let results = items
        .par_iter()
        .map(|item| {
            let result = work(item);
            if bar.elapsed() > PATIENCE && bar.is_hidden() {
                bar.set_draw_target(ProgressDrawTarget::stderr());
            }
            bar.inc(1);
            result
        })
        .collect();
    panic::set_hook(hook);
    bar.finish_and_clear();
    results
}

/// Writes the corpus files of one text, each whole or not at all.
fn make(args: &ImportArgs, imported: &Imported<'_>, ids: &mut Ids) -> Vec<Made> {
    let one = |found: &import::Found| {
        let (id, name) = match &found.own_id {
            Some(own) => {
                let free = ids.unique(own.clone());
                if free != *own {
                    let reason = format!("编号 {own} 在这次导入里已有一份，请改掉其中一份的 id");
                    return Made { name: format!("{own}.md"), state: State::Refused(reason) };
                }
                (own.clone(), format!("{own}.md"))
            }
            None => {
                let id = ids.id(&found.title);
                (id.clone(), format!("{id}.md"))
            }
        };
        let state = write(args, &args.into.join(&name), &found.file(imported, &id));
        Made { name, state }
    };
    imported.found.iter().map(one).collect()
}

fn write(args: &ImportArgs, path: &Path, text: &str) -> State {
    // What a link points to may lie anywhere, and is not what was asked to be overwritten.
    if path.is_symlink() {
        let reason = "这个文件名是指向别处的链接，不写入它所指的文件；请先删去这个链接";
        return State::Refused(reason.to_owned());
    }
    if path.exists() {
        if std::fs::read(path).is_ok_and(|bytes| bytes == text.as_bytes()) {
            return State::Same;
        }
        if !args.force {
            return State::Refused("已有同名文件，内容不同；要覆盖请加 --force".to_owned());
        }
    }
    if args.dry_run {
        return State::Planned;
    }
    let made = std::fs::create_dir_all(&args.into).map_err(|error| files::reason(&error));
    match made.and_then(|()| files::write(path, text)) {
        Ok(()) => State::Written,
        Err(reason) => State::Refused(reason),
    }
}

/// Whether `report` is one of the files that are read, or would lie among the regulations as one of them.
fn is_taken(report: &Path, args: &ImportArgs) -> bool {
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    let folder = report.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let is_regulation = report.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("md"))
        && real(folder) == real(&args.into);
    is_regulation || args.files.iter().any(|file| real(file) == real(report))
}

/// Prints the summary, writes the report, and gives the exit code.
fn tell(args: &ImportArgs, accounts: &[Account<'_>], unreadable: &[(String, String)], loaded: Exit) -> Exit {
    let mut out: String = accounts.iter().map(|account| import::summary(account) + "\n").collect();
    out.push_str(&total(args, accounts, unreadable));
    let mut exit = loaded.max(output::out(&out));
    for (path, reason) in unreadable {
        output::err(&format!("未能导入 {path}：{reason}。\n"));
    }
    if let Some(report) = &args.report {
        let json = report.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
        let text = if json { import::json(accounts, unreadable) } else { written(accounts, unreadable) };
        if let Err(reason) = files::write(report, &text) {
            output::err(&format!("guiju：报告写不进 {}：{reason}\n", report.display()));
            exit = Exit::Failed;
        }
    }
    let refused = |account: &Account<'_>| {
        account.made.is_empty() || account.made.iter().any(|made| matches!(made.state, State::Refused(_)))
    };
    if !unreadable.is_empty() || accounts.iter().any(refused) { Exit::Failed } else { exit }
}

fn written(accounts: &[Account<'_>], unreadable: &[(String, String)]) -> String {
    let mut out =
        String::from("guiju 导入报告\n位置写作 行:列，一列是一个字；⏎ 是换行，␣ 是空格，□ 是全角空格。\n\n");
    for account in accounts {
        out.push_str(&import::human(account));
        out.push('\n');
    }
    for (path, reason) in unreadable {
        out.push_str(&format!("未能导入 {path}：{reason}。\n"));
    }
    out
}

fn total(args: &ImportArgs, accounts: &[Account<'_>], unreadable: &[(String, String)]) -> String {
    let regulations: usize = accounts.iter().map(|account| account.imported.found.len()).sum();
    let articles: usize =
        accounts.iter().flat_map(|account| &account.imported.found).map(|found| found.articles).sum();
    let of_structure: usize =
        accounts.iter().flat_map(|account| &account.imported.found).map(|found| found.doubts.len()).sum();
    let of_characters = accounts
        .iter()
        .flat_map(|account| account.imported.ledger.entries())
        .filter(|entry| entry.reason.kind() == Kind::Doubt)
        .count();
    let doubts = of_structure + of_characters;
    let count = |wanted: &dyn Fn(&State) -> bool| {
        accounts.iter().flat_map(|account| account.made).filter(|made| wanted(&made.state)).count()
    };
    let verb = if args.dry_run { "将写入" } else { "写入" };
    let made = count(&|state| matches!(state, State::Written | State::Planned));
    let mut parts = vec![format!("{verb} {made} 个文件")];
    for (words, n) in [
        ("已有相同的", count(&|state| *state == State::Same)),
        ("没有写入", count(&|state| matches!(state, State::Refused(_)))),
    ] {
        if n > 0 {
            parts.push(format!("{words} {n} 个"));
        }
    }
    if !unreadable.is_empty() {
        parts.push(format!("未能导入 {} 个文件", unreadable.len()));
    }
    let hint = if args.report.is_none() && doubts > 0 { "；用 --report 看每一处" } else { "" };
    format!("共找到 {regulations} 部规章 {articles} 条，疑点 {doubts} 处{hint}；{}。\n", parts.join("，"))
}
