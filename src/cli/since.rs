//! `--new-since`: only what stands on lines that changed since a revision of git.

use std::{
    collections::{HashMap, HashSet},
    ops::RangeInclusive,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    check::HouseRule,
    report::{Located, Region},
};

/// What changed since a revision.
pub(super) struct Changes {
    /// The changed lines of each file; `None` for all of them.
    files: HashMap<PathBuf, Option<Vec<RangeInclusive<usize>>>>,
    /// The files that git knows; whatever else is checked is new.
    known: HashSet<PathBuf>,
}

impl Changes {
    /// What changed in the repository of `folder` since `revision`, what is not yet committed included.
    ///
    /// # Errors
    /// In words, when git is not there, does not know the revision, or the folder is in no repository.
    pub(super) fn since(revision: &str, folder: &Path) -> Result<Self, String> {
        if revision.is_empty() || revision.starts_with('-') {
            return Err(format!("“{revision}”不是 git 的版本。写成 origin/main 或提交号"));
        }
        let git = |arguments: &[&str]| run(folder, arguments);
        let root = git(&["rev-parse", "--show-toplevel"]).map_err(|said| {
            let folder = folder.display();
            // Another user owns it, as where a pipeline runs in a container.
            if said.contains("safe.directory") {
                return format!(
                    "{folder} 属于另一个用户，git 不肯读，用不了 --new-since。信得过的，先运行 git config --global --add safe.directory '*'"
                );
            }
            format!("{folder} 不在 git 版本库里，用不了 --new-since")
        })?;
        let root = PathBuf::from(root.trim_end_matches(['\n', '\r']));
        let commit = format!("{revision}^{{commit}}");
        git(&["rev-parse", "--verify", "--quiet", "--end-of-options", &commit])
            .map_err(|_| format!("git 不认识版本“{revision}”。检查拼写；流水线里先 git fetch 取到它"))?;
        let diff = run(
            &root,
            &[
                "diff",
                "--unified=0",
                "--inter-hunk-context=0",
                "--no-color",
                "--no-ext-diff",
                "--no-textconv",
                // Old lines stay old in a file that has another name now, or lies elsewhere.
                "--find-renames",
                "--src-prefix=a/",
                "--dst-prefix=b/",
                revision,
                "--",
            ],
        )?;
        let known = run(&root, &["ls-files", "-z"])?;
        let known = known.split('\0').filter(|path| !path.is_empty()).map(|path| root.join(path)).collect();
        let mut files = parsed(&diff, &root);
        for (path, lines) in &mut files {
            // What git takes for one line are several of ours: each of them may be the changed one.
            if std::fs::read(path).is_ok_and(|bytes| has_lone_returns(&bytes)) {
                *lines = None;
            }
        }
        Ok(Self { files, known })
    }

    /// Whether `finding` stands on a changed line, or is about something that is missing from a changed file.
    pub(super) fn touch(&self, finding: &Located) -> bool {
        let places = std::iter::once(&finding.primary).chain(&finding.related);
        // A silence stands beside the words that it is about.
        let whole = finding.field.is_some() || HouseRule::of_code(&finding.rule).is_some();
        places.into_iter().any(|place| self.has(place, whole))
    }

    fn has(&self, place: &Region, whole: bool) -> bool {
        let path = std::fs::canonicalize(&*place.path).unwrap_or_else(|_| PathBuf::from(&*place.path));
        match self.files.get(&path) {
            None => !self.known.contains(&path),
            Some(None) => true,
            // Places in packages have no lines of git's.
            Some(Some(_)) if whole || place.anchor.is_some() => true,
            Some(Some(lines)) => {
                lines.iter().any(|lines| *lines.start() <= place.end.line && place.start.line <= *lines.end())
            }
        }
    }
}

/// Whether a line ends in `\r` alone, which git does not count as an end.
fn has_lone_returns(bytes: &[u8]) -> bool {
    bytes.windows(2).any(|pair| matches!(pair, [b'\r', next] if *next != b'\n'))
}

fn run(folder: &Path, arguments: &[&str]) -> Result<String, String> {
    let output = Command::new("git")
        .args(["-c", "core.quotePath=false"])
        .args(arguments)
        .current_dir(folder)
        .output()
        .map_err(|_| "找不到 git，用不了 --new-since".to_owned())?;
    if !output.status.success() {
        return Err(format!("git 出错：{}", String::from_utf8_lossy(&output.stderr).trim()));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The lines that a diff without context adds or changes, by file. Where lines were only taken away, the lines around the gap.
fn parsed(diff: &str, root: &Path) -> HashMap<PathBuf, Option<Vec<RangeInclusive<usize>>>> {
    let mut files: HashMap<PathBuf, Option<Vec<RangeInclusive<usize>>>> = HashMap::new();
    let mut file: Option<PathBuf> = None;
    // Lines of the files themselves begin with + or -, and may look like anything behind that.
    let mut left = 0usize;
    for line in diff.lines() {
        if left > 0 && line.starts_with(['+', '-']) {
            left -= 1;
            continue;
        }
        if let Some(path) = line.strip_prefix("+++ ") {
            let path = path.trim_end_matches('\t');
            file = path.strip_prefix("b/").map(|path| root.join(path));
        } else if let Some(hunk) = line.strip_prefix("@@ -") {
            let Some((removed, added)) = counts(hunk) else { continue };
            left = removed.1 + added.1;
            let lines = match added {
                (start, 0) => start..=start + 1,
                (start, count) => start..=start + count - 1,
            };
            if let Some(file) = &file {
                files
                    .entry(file.clone())
                    .or_insert_with(|| Some(Vec::new()))
                    .get_or_insert_default()
                    .push(lines);
            }
        } else if let Some(names) = line.strip_prefix("Binary files ") {
            let path = names.strip_suffix(" differ").and_then(|names| names.rsplit_once(" and b/"));
            files.extend(path.map(|(_, path)| (root.join(path), None)));
        }
    }
    files
}

/// Start and count of the old and of the new lines in `12,3 +14,2 @@ …`.
fn counts(hunk: &str) -> Option<((usize, usize), (usize, usize))> {
    let (old, rest) = hunk.split_once(" +")?;
    let (new, _) = rest.split_once(" @@")?;
    let range = |range: &str| {
        let (start, count) = range.split_once(',').unwrap_or((range, "1"));
        Some((start.parse().ok()?, count.parse().ok()?))
    };
    Some((range(old)?, range(new)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changed_lines_are_read_from_a_diff() {
        let diff = "diff --git a/指南/甲.md b/指南/甲.md\n--- a/指南/甲.md\n+++ b/指南/甲.md\n@@ -3 +3,2 @@ 标题\n-旧\n+++ b/新\n+二\n@@ -9,2 +10,0 @@\n-去\n--- 掉\ndiff --git a/a.docx b/a.docx\nBinary files a/a.docx and b/a.docx differ\n";
        let files = parsed(diff, Path::new("/库"));
        assert_eq!(files.len(), 2);
        assert_eq!(files[Path::new("/库/指南/甲.md")], Some(vec![3..=4, 10..=11]));
        assert_eq!(files[Path::new("/库/a.docx")], None);
    }
}
