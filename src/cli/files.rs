//! Files: which ones a path names, and their bytes. Every failure is said in Chinese, with what to do.

use std::{
    collections::{HashMap, HashSet},
    fs::{self, File},
    io::{self, Read as _, Write as _},
    path::{Path, PathBuf},
};

use ignore::WalkBuilder;
use rayon::prelude::*;

use super::config::Config;
use crate::{
    read::{Format, LARGEST_FILE, Unreadable},
    text::SourceFile,
};

/// A file to read, or why a path names none.
pub(super) type Found = Result<PathBuf, (PathBuf, String)>;

/// The documents that `paths` name: files as they are, folders with all documents below them that neither .gitignore nor the
/// configuration leaves out, in order, each once.
pub(super) fn documents(paths: &[PathBuf], config: &Config) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for path in paths {
        if !path.is_dir() {
            found.push(if path.exists() {
                Ok(path.clone())
            } else {
                Err((path.clone(), "找不到这个文件或目录。请检查路径有没有写错".to_owned()))
            });
            continue;
        }
        let before = found.len();
        for entry in WalkBuilder::new(path).sort_by_file_path(Path::cmp).require_git(false).build() {
            match entry {
                Ok(entry) if is_document(&entry) => {
                    let file = entry.into_path();
                    if !config.excludes(&file) && !is_office_lock(&file) {
                        found.push(Ok(file));
                    }
                }
                Ok(_) => {}
                Err(error) => found.push(Err((
                    path.clone(),
                    format!("目录里有一处读不了：{}。请检查权限", io_reason(&error)),
                ))),
            }
        }
        if found.len() == before {
            let reason = "目录里没有可检查的文件（.md、.html、.txt、.docx、.xlsx、.csv）。请检查路径，或看 guiju.toml 的 exclude";
            found.push(Err((path.clone(), reason.to_owned())));
        }
    }
    once(found)
}

/// Every file once, however many paths lead to it: by its own name rather than by that of a link, and by the first of several.
/// What is wrong with a path is told once, too.
fn once(found: Vec<Found>) -> Vec<Found> {
    let real = |found: &Found| match found {
        Ok(path) => ((fs::canonicalize(path).unwrap_or_else(|_| path.clone()), None), path.is_symlink()),
        Err((path, reason)) => ((path.clone(), Some(reason.clone())), false),
    };
    let real: Vec<_> = found.par_iter().map(real).collect();
    let mut best = HashMap::new();
    for (i, (file, is_link)) in real.iter().enumerate() {
        let best = best.entry(file).or_insert((is_link, i));
        *best = (*best).min((is_link, i));
    }
    let best: HashSet<usize> = best.into_values().map(|(_, i)| i).collect();
    found.into_iter().enumerate().filter(|(i, _)| best.contains(i)).map(|(_, found)| found).collect()
}

/// Whether an entry of a folder is a document by its name; a link counts as what it leads to, and one that leads nowhere is
/// left to be reported.
fn is_document(entry: &ignore::DirEntry) -> bool {
    let kind = entry.file_type();
    let dangling = || !entry.path().exists();
    let file = kind
        .is_some_and(|kind| kind.is_file() || kind.is_symlink() && (entry.path().is_file() || dangling()));
    file && format(entry.path()).is_some()
}

/// The files that Word and WPS keep beside an open document.
fn is_office_lock(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(['~', '.']))
}

/// The format that a file's name tells.
pub(super) fn format(path: &Path) -> Option<Format> {
    path.extension().and_then(|extension| Format::of_extension(&extension.to_string_lossy()))
}

/// The bytes of a document, within the limit that `read` sets.
pub(super) fn bytes(path: &Path) -> Result<Vec<u8>, Unreadable> {
    let failed = |error: &io::Error| Unreadable::new(reason(error));
    // Looked at before it is opened: opening a pipe waits for ever.
    let meta = fs::metadata(path).map_err(|error| failed(&error))?;
    if meta.is_dir() {
        return Err(Unreadable::new("这是目录，不是文件。请写文件名"));
    }
    if !meta.is_file() {
        return Err(Unreadable::new("不是普通文件（可能是设备或管道）。请换成文件"));
    }
    if meta.len() > LARGEST_FILE as u64 {
        return Err(Unreadable::too_large(meta.len()));
    }
    let file = File::open(path).map_err(|error| failed(&error))?;
    let mut bytes = Vec::with_capacity(usize::try_from(meta.len()).unwrap_or_default());
    file.take(LARGEST_FILE as u64 + 1).read_to_end(&mut bytes).map_err(|error| failed(&error))?;
    Ok(bytes)
}

/// All of standard input, within the limit that `read` sets.
pub(super) fn stdin() -> Result<Vec<u8>, Unreadable> {
    let mut bytes = Vec::new();
    let read = io::stdin().take(LARGEST_FILE as u64 + 1).read_to_end(&mut bytes);
    read.map_err(|error| Unreadable::new(reason(&error)))?;
    Ok(bytes)
}

/// The text of a file that a user wrote for guiju.
pub(super) fn text(path: &Path) -> Result<String, String> {
    let bytes = bytes(path).map_err(|unreadable| unreadable.reason)?;
    String::from_utf8(bytes).map_err(|_| "不是 UTF-8 文本。请另存为 UTF-8".to_owned())
}

/// What `each` makes of the files below `folder` with one of `extensions`, but for hidden ones and those in hidden folders;
/// of a file that is named itself in the place of a folder. In no order.
pub(super) fn found<T: Send>(
    folder: &Path,
    extensions: &[&str],
    each: impl Fn(PathBuf, &fs::Metadata) -> T + Sync,
) -> Vec<T> {
    let is_wanted = |path: &Path| {
        path.extension().is_some_and(|own| extensions.iter().any(|extension| own == *extension))
    };
    if let Ok(meta) = fs::metadata(folder)
        && meta.is_file()
    {
        return if is_wanted(folder) { vec![each(folder.to_owned(), &meta)] } else { Vec::new() };
    }
    let mut entries = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            if entry.file_name().as_encoded_bytes().starts_with(b".") {
                continue;
            }
            let Ok(kind) = entry.file_type() else { continue };
            if kind.is_dir() {
                folders.push(entry.path());
            } else if is_wanted(Path::new(&entry.file_name())) {
                entries.push((entry, kind.is_symlink()));
            }
        }
    }
    // Thousands of files are asked for their size and date: most of what starting a search costs.
    let one = |(entry, is_link): (fs::DirEntry, bool)| {
        let path = entry.path();
        // A link counts as the file that it leads to.
        let meta = if is_link { fs::metadata(&path) } else { entry.metadata() };
        meta.ok().filter(fs::Metadata::is_file).map(|meta| each(path, &meta))
    };
    entries.into_par_iter().with_min_len(MANY).filter_map(one).collect()
}

/// Fewer files than this are not worth another thread.
const MANY: usize = 256;

/// The files below `folder` with one of `extensions`, in order, and those that could not be read.
pub(super) fn sources(folder: &Path, extensions: &[&str]) -> (Vec<SourceFile>, Vec<(PathBuf, String)>) {
    let mut files = Vec::new();
    let mut failures = Vec::new();
    if !folder.exists() {
        failures.push((
            folder.to_owned(),
            "找不到这个目录。请检查命令、--corpus、--checks 或 guiju.toml 里的路径".to_owned(),
        ));
    }
    let mut paths: Vec<PathBuf> = found(folder, extensions, |path, _| path);
    paths.sort();
    for path in paths {
        match text(&path) {
            Ok(text) => files.push(SourceFile::new(path.display().to_string(), text)),
            Err(reason) => failures.push((path, reason)),
        }
    }
    (files, failures)
}

/// The material below `folder` that `import` can make regulations of, in order: documents in other formats than a corpus has.
pub(super) fn importable(folder: &Path) -> Vec<PathBuf> {
    let found =
        WalkBuilder::new(folder).standard_filters(false).hidden(true).sort_by_file_path(Path::cmp).build();
    let paths = found.flatten().map(ignore::DirEntry::into_path).filter(|path| path.is_file());
    let is =
        |path: &PathBuf, extension| path.extension().is_some_and(|own| own.eq_ignore_ascii_case(extension));
    let raw = |path: &PathBuf| {
        (is(path, "pdf") || format(path).is_some() && !is(path, "md")) && !is_office_lock(path)
    };
    paths.filter(raw).collect()
}

/// Writes `content` to `path`, whole or not at all.
pub(super) fn write(path: &Path, content: impl AsRef<[u8]>) -> Result<(), String> {
    let content = content.as_ref();
    // What a link leads to is written, not the link; and what is no file (a pipe, a device) is written into.
    let target = fs::canonicalize(path);
    let path = target.as_deref().unwrap_or(path);
    match fs::symlink_metadata(path) {
        Ok(there) if there.is_symlink() => {
            return Err("这是一个链接，指向的文件不存在。请先删除链接，或者换一个位置".to_owned());
        }
        Ok(there) if !there.is_file() && !there.is_dir() => {
            let opened = fs::OpenOptions::new().write(true).open(path);
            return opened.and_then(|mut stream| stream.write_all(content)).map_err(|error| reason(&error));
        }
        _ => {}
    }
    let there = fs::metadata(path).ok().map(|meta| meta.permissions());
    if there.as_ref().is_some_and(fs::Permissions::readonly) {
        return Err("文件是只读的。请先取消只读，或者换一个位置".to_owned());
    }
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let beside = folder.join(format!(".{name}.{}.tmp", std::process::id()));
    let written = File::create(&beside).and_then(|mut file| {
        file.write_all(content)
            .and_then(|()| file.sync_all())
            .and_then(|()| there.map_or(Ok(()), |rights| file.set_permissions(rights)))
    });
    written.and_then(|()| fs::rename(&beside, path)).map_err(|error| {
        let _ = fs::remove_file(&beside);
        reason(&error)
    })
}

/// What the operating system said, in Chinese.
pub(super) fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "找不到这个文件。请检查路径有没有写错".to_owned(),
        io::ErrorKind::PermissionDenied => "没有权限读写。请检查文件权限，或是否被别的程序占用".to_owned(),
        io::ErrorKind::IsADirectory => "这是目录，不是文件".to_owned(),
        io::ErrorKind::StorageFull => "磁盘已满。请清理后再试".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "磁盘是只读的。请换一个位置".to_owned(),
        _ => format!("系统报告：{error}"),
    }
}

fn io_reason(error: &ignore::Error) -> String {
    error.io_error().map_or_else(|| error.to_string(), reason)
}
