//! `lint --watch`: checks files again whenever they change.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::mpsc::{Receiver, channel},
    time::Duration,
};

use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::{exit::Exit, files, lint::Input, output};

/// For how long no file must have changed: programs write one in several goes.
const QUIET: Duration = Duration::from_millis(200);

/// Waits for changes below `paths`, and has those of the `inputs` checked that changed, until somebody stops the program.
pub(super) fn watch(
    paths: &[PathBuf],
    inputs: impl Fn() -> Vec<Input>,
    check: impl Fn(Vec<Input>) -> Exit,
) -> Exit {
    let (send, changes) = channel();
    let changed = move |event: notify::Result<Event>| {
        // Reading a file is no change, or the check itself would be one.
        let Some(event) = event.ok().filter(|event| !event.kind.is_access()) else { return };
        let documents = event.paths.into_iter().filter(|path| files::format(path).is_some());
        documents.for_each(|path| drop(send.send(path)));
    };
    let _watcher = match watcher(paths, changed) {
        Ok(watcher) => watcher,
        Err(error) => {
            output::err(&format!(
                "guiju：不能等文件改动：{}。请去掉 --watch，改后再运行一次。\n",
                reason(&error)
            ));
            return Exit::Failed;
        }
    };
    output::err("等着文件改动，改了就再查；按 Ctrl-C 停止。\n");
    while let Some(changed) = next(&changes) {
        let is_changed =
            |input: &Input| input.path.as_deref().is_some_and(|path| changed.contains(&whole(path)));
        let wanted: Vec<Input> = inputs().into_iter().filter(is_changed).collect();
        let gone = changed.iter().filter(|path| !path.exists()).count();
        if wanted.is_empty() && gone == 0 {
            continue;
        }
        let time = jiff::Zoned::now().strftime("%H:%M:%S").to_string();
        let gone = if gone > 0 { format!("，{gone} 个文件已删除或改名") } else { String::new() };
        output::err(&format!("\n{time}　{} 个文件有改动{gone}\n", wanted.len()));
        if !wanted.is_empty() {
            check(wanted);
        }
    }
    Exit::Failed
}

/// The files that changed, when nothing has changed any more for a moment; `None` when nobody watches any more.
fn next(changes: &Receiver<PathBuf>) -> Option<BTreeSet<PathBuf>> {
    let mut changed = BTreeSet::from([whole(&changes.recv().ok()?)]);
    while let Ok(path) = changes.recv_timeout(QUIET) {
        changed.insert(whole(&path));
    }
    Some(changed)
}

fn watcher(
    paths: &[PathBuf],
    changed: impl FnMut(notify::Result<Event>) + Send + 'static,
) -> notify::Result<RecommendedWatcher> {
    let mut watcher = notify::recommended_watcher(changed)?;
    // A file is watched by its folder: most programs write another file and give it the name of the old one.
    let folder = |path: &PathBuf| {
        let (path, is_folder) = (whole(path), path.is_dir());
        let folder = if is_folder { Some(path.as_path()) } else { path.parent() };
        (folder.map(Path::to_owned).unwrap_or_default(), is_folder)
    };
    let folders: BTreeSet<(PathBuf, bool)> =
        paths.iter().map(folder).filter(|(folder, _)| folder.is_dir()).collect();
    if folders.is_empty() {
        return Err(notify::Error::path_not_found());
    }
    for (folder, is_recursive) in folders {
        let mode = if is_recursive { RecursiveMode::Recursive } else { RecursiveMode::NonRecursive };
        watcher.watch(&folder, mode)?;
    }
    Ok(watcher)
}

/// One way of writing a path, for comparing.
fn whole(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

fn reason(error: &notify::Error) -> String {
    match &error.kind {
        notify::ErrorKind::Io(error) => files::reason(error),
        notify::ErrorKind::PathNotFound => "路径都不存在".to_owned(),
        notify::ErrorKind::MaxFilesWatch => "目录太多，超过系统能同时留意的个数".to_owned(),
        _ => format!("系统报告：{error}"),
    }
}
