//! `lint --annotate`: copies of Word documents with the findings in them.

use std::{
    collections::{BTreeSet, HashMap},
    fmt::Write as _,
    fs, io,
    path::{Component, Path, PathBuf},
};

use rayon::prelude::*;

use super::{exit::Exit, files, lint::Input, output};
use crate::{
    annotate::{Annotated, Stamp, StandsBeside, annotate, is_annotated},
    doc::{FieldTable, Kind},
    finding::Fingerprint,
    read::{Format, read},
    report::{Located, Report},
};

/// How many of the files that get no copy are named.
const NAMED: usize = 5;

/// A file that was checked.
pub(super) struct Source {
    name: String,
    /// `None` for standard input.
    path: Option<PathBuf>,
    kind: Option<Kind>,
    format: Format,
}

/// The files of `inputs`, which are checked before their copies are written.
pub(super) fn sources(inputs: &[Input]) -> Vec<Source> {
    let source = |input: &Input| Source {
        name: input.name.to_string(),
        path: input.path.clone(),
        kind: input.kind,
        format: input.format,
    };
    inputs.iter().map(source).collect()
}

/// Whether `path` is a copy in `folder` that was found while walking through `named`.
pub(super) fn is_copy(path: &Path, folder: &Path, named: &[PathBuf]) -> bool {
    let folder = plain(folder);
    plain(path).starts_with(&folder) && !named.iter().any(|named| plain(named).starts_with(&folder))
}

/// Writes into `folder` a copy of each Word document in `sources` in which `report` has something to say, below it as the
/// documents lie below all of `named`, and says on standard error what was written.
pub(super) fn run(
    folder: &Path,
    named: &[PathBuf],
    sources: &[Source],
    report: &Report,
    table: &FieldTable,
) -> Exit {
    let mut findings: HashMap<&str, Vec<&Located>> = HashMap::new();
    for finding in &report.findings {
        let places = std::iter::once(&finding.primary).chain(&finding.related);
        for path in places.map(|place| &*place.path).collect::<BTreeSet<_>>() {
            findings.entry(path).or_default().push(finding);
        }
    }
    let copies = Copies { folder, base: base(named), table, findings, originals: originals(sources) };
    let unread: BTreeSet<&str> = report.unreadable.iter().map(|unread| &*unread.path).collect();
    let (words, others): (Vec<&Source>, Vec<&Source>) = sources
        .iter()
        .filter(|source| !unread.contains(&*source.name))
        .partition(|source| source.format == Format::Docx);
    let written: Vec<Result<String, String>> =
        words.into_par_iter().map(|source| copies.write(source)).collect();
    let (mut account, mut exit) = (String::new(), Exit::Clean);
    for line in written {
        if line.is_err() {
            exit = Exit::Failed;
        }
        account.push_str(&line.unwrap_or_else(|reason| reason));
    }
    account.push_str(&left_alone(&others));
    output::err(&account);
    exit
}

/// What is said of files that are no Word documents.
fn left_alone(others: &[&Source]) -> String {
    if others.is_empty() {
        return String::new();
    }
    let names: Vec<&str> = others.iter().take(NAMED).map(|source| source.name.as_str()).collect();
    let more = if others.len() > NAMED { format!(" 等 {} 个文件", others.len()) } else { String::new() };
    format!("只给 .docx 加批注，没有动 {}{more}\n", names.join("、"))
}

struct Copies<'a> {
    folder: &'a Path,
    base: PathBuf,
    table: &'a FieldTable,
    /// The findings that have a place in each file.
    findings: HashMap<&'a str, Vec<&'a Located>>,
    /// Where the files that were checked really lie.
    originals: BTreeSet<PathBuf>,
}

impl Copies<'_> {
    /// Writes the copy of one document: what was written, or why nothing was.
    fn write(&self, source: &Source) -> Result<String, String> {
        let name = &source.name;
        self.copy(source).map_err(|reason| format!("guiju：{name} 没有写副本：{reason}\n"))
    }

    fn copy(&self, source: &Source) -> Result<String, String> {
        let Source { name, path, kind, format } = source;
        let path = path.as_ref().ok_or("从标准输入来的没有地方写。请写文件名")?;
        let whole = plain(path);
        let below = whole
            .strip_prefix(&self.base)
            .unwrap_or_else(|_| Path::new(whole.file_name().unwrap_or_default()));
        let target = self.folder.join(below);
        let stamp = Stamp {
            source: Fingerprint::of([&*whole.to_string_lossy()]),
            now: jiff::Zoned::now().datetime(),
        };
        let earlier = self.earlier(&target, stamp.source)?;
        let findings = self.findings.get(&**name).map_or(&[][..], Vec::as_slice);
        if findings.is_empty() {
            return without(name, &target, earlier);
        }
        let bytes = files::bytes(path).map_err(|unreadable| unreadable.reason)?;
        let document = read(&bytes, *format, self.table, *kind).map_err(|unreadable| unreadable.reason)?;
        let annotated =
            annotate(&bytes, &document, name, findings, stamp).map_err(|unreadable| unreadable.reason)?;
        if annotated.comments == 0 {
            return without(name, &target, earlier);
        }
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent).map_err(|error| not_made(&error))?;
        }
        files::write(&target, &annotated.package)
            .map_err(|reason| format!("{} 写不进去：{reason}", target.display()))?;
        Ok(account(&target, &annotated))
    }

    /// Whether an earlier copy stands at `target`, which may be replaced.
    fn earlier(&self, target: &Path, source: Fingerprint) -> Result<bool, String> {
        if !target.exists() {
            return Ok(false);
        }
        let shown = target.display();
        if fs::canonicalize(target).is_ok_and(|real| self.originals.contains(&real)) {
            return Err(format!("副本 {shown} 会盖住正在检查的文件。请换一个目录"));
        }
        let bytes =
            files::bytes(target).map_err(|unreadable| format!("{shown} 已在那里：{}", unreadable.reason))?;
        if is_annotated(&bytes, source) {
            return Ok(true);
        }
        Err(format!(
            "{shown} 已在那里，不是上次给这份文件写的副本，或后来有人改过，没有覆盖。请把它移走，或换一个目录"
        ))
    }
}

/// Nothing is to be said in a document: an earlier copy would say what is no longer so.
fn without(name: &str, target: &Path, earlier: bool) -> Result<String, String> {
    if !earlier {
        return Ok(format!("没有要批注的，没有写副本：{name}\n"));
    }
    let shown = target.display();
    fs::remove_file(target)
        .map_err(|error| format!("删不掉上次的副本 {shown}：{}", files::reason(&error)))?;
    Ok(format!("没有要批注的，删去了上次的副本 {shown}：{name}\n"))
}

fn account(target: &Path, annotated: &Annotated) -> String {
    let Annotated { comments, changes, beside, .. } = annotated;
    let changes = if *changes == 0 { String::new() } else { format!("，修订 {changes} 处") };
    let mut account = format!("写了 {}：批注 {comments} 条{changes}\n", target.display());
    for StandsBeside { rule, anchor, why } in beside {
        let anchor = anchor.as_ref().map_or(String::new(), |anchor| format!(" {anchor}"));
        let _ = writeln!(account, "  {rule}{anchor}：{why}");
    }
    account
}

/// Why a folder could not be made.
fn not_made(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::AlreadyExists | io::ErrorKind::NotADirectory => {
            "--annotate 后面写的不是目录".to_owned()
        }
        _ => format!("建不了放副本的目录：{}", files::reason(error)),
    }
}

fn originals(sources: &[Source]) -> BTreeSet<PathBuf> {
    sources.iter().filter_map(|source| fs::canonicalize(source.path.as_ref()?).ok()).collect()
}

/// The folder in which all that was named lies: folders themselves, files by the folders that they are in.
fn base(named: &[PathBuf]) -> PathBuf {
    let folders = named.iter().filter(|path| path.as_os_str() != "-").map(|path| {
        let whole = plain(path);
        if path.is_dir() { whole } else { whole.parent().map(Path::to_owned).unwrap_or_default() }
    });
    let common = |a: PathBuf, b: PathBuf| -> PathBuf {
        a.components().zip(b.components()).take_while(|(a, b)| a == b).map(|(a, _)| a).collect()
    };
    folders.reduce(common).unwrap_or_default()
}

/// The path from the root, without detours.
fn plain(path: &Path) -> PathBuf {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut plain = PathBuf::new();
    for part in whole.components() {
        match part {
            Component::ParentDir => drop(plain.pop()),
            Component::CurDir => {}
            part => plain.push(part),
        }
    }
    plain
}
