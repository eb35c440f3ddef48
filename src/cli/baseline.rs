//! The baseline: findings that were there before anybody checked. It can only become shorter.

use std::{
    collections::{HashMap, HashSet},
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use super::{files, ignore::located};
use crate::{
    check::{HouseRule, STALE, Selection},
    report::{Located, Report, region_of},
    text::{SourceFile, Span},
};

/// The number of the format.
const VERSION: u32 = 1;

#[derive(Debug, Serialize, Deserialize)]
struct Written {
    guiju_baseline: u32,
    findings: Vec<Entry>,
}

/// A finding that is let pass until it is gone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Entry {
    /// The document, from the folder of the baseline on, with `/`.
    path: String,
    rule: String,
    /// What was found, for people.
    words: String,
    /// What it is known by: rule, section and words, never a line.
    fingerprint: String,
}

/// A baseline as it lies in a file.
pub(super) struct Baseline {
    path: PathBuf,
    file: SourceFile,
    entries: Vec<Entry>,
    /// Path and fingerprint of each.
    held: HashSet<(String, String)>,
}

impl Baseline {
    /// Reads the baseline at `path`.
    ///
    /// # Errors
    /// In words, when it cannot be read or is no baseline.
    pub(super) fn load(path: &Path) -> Result<Self, String> {
        let shown = path.display();
        let text = files::text(path).map_err(|reason| format!("基线 {shown} 读不了：{reason}"))?;
        let unreadable = || {
            format!(
                "{shown} 不是完整的基线文件，没有动它。请从版本库取回，或删去后用 --write-baseline 重新生成"
            )
        };
        let written: Written = serde_json::from_str(&text).map_err(|_| unreadable())?;
        if written.guiju_baseline != VERSION {
            return Err(format!(
                "基线 {shown} 是另一种版本（{}）的，没有动它。请用写它的那一版 guiju，或删去后重新生成",
                written.guiju_baseline
            ));
        }
        let file = SourceFile::new(shown.to_string(), text);
        let held =
            written.findings.iter().map(|entry| (entry.path.clone(), entry.fingerprint.clone())).collect();
        Ok(Self { path: path.to_owned(), file, entries: written.findings, held })
    }

    /// Whether it holds `finding`.
    pub(super) fn holds(&self, finding: &Located) -> bool {
        self.held.contains(&self.key(finding))
    }

    fn key(&self, finding: &Located) -> (String, String) {
        (self.inner(&finding.primary.path), finding.fingerprint.to_string())
    }

    /// Takes out of `report` the findings that the baseline holds, adds the entries that are found no longer, and counts what
    /// was taken. An entry for a document that was not checked, or a rule that was off, may still be true.
    pub(super) fn sift(&self, report: &mut Report, selection: &Selection) -> usize {
        let (mut seen, mut taken) = (HashSet::new(), 0);
        report.findings.retain(|finding| {
            let key = self.key(finding);
            let is_held = self.held.contains(&key);
            if is_held {
                seen.insert(key);
                taken += usize::from(selection.admits(&finding.rule));
            }
            !is_held
        });
        if selection.admits(STALE.code) {
            let gone = self.entries.iter().filter(|entry| {
                !seen.contains(&(entry.path.clone(), entry.fingerprint.clone()))
                    && self.is_decided(entry, report, selection)
            });
            let stale: Vec<Located> = gone.map(|entry| self.stale(entry)).collect();
            report.findings.extend(stale);
        }
        taken
    }

    /// Whether this run could have found `entry`, were it still true.
    fn is_decided(&self, entry: &Entry, report: &Report, selection: &Selection) -> bool {
        let is_checked = report.documents.iter().any(|document| self.inner(&document.path) == entry.path);
        let is_gone = !folder(&self.path).join(&entry.path).exists();
        (is_checked || is_gone) && selection.judges(&entry.rule)
    }

    fn stale(&self, entry: &Entry) -> Located {
        let line = serde_json::to_string(entry).unwrap_or_default();
        let start = self.file.text.find(&line).unwrap_or_default();
        let line =
            self.file.text.get(..start).map_or(0, |before| before.rfind('\n').map_or(0, |feed| feed + 1));
        let end =
            self.file.text.get(start..).and_then(|rest| rest.find('\n')).map_or(start, |feed| start + feed);
        let words = Span::new(line, end).trim(&self.file.text);
        let Entry { path, rule, words: found, .. } = entry;
        located(STALE, format!("{path} 里 {rule}“{found}”已不存在"), region_of(&self.file, words))
    }

    fn inner(&self, path: &str) -> String {
        inner(&self.path, path)
    }
}

/// Writes the baseline at `path`: all findings of `report` when there is none yet, else the entries of the old one that are still
/// true. What it says then, in words.
///
/// # Errors
/// In words, when it cannot be read or written.
pub(super) fn write(path: &Path, report: &Report, selection: &Selection) -> Result<String, String> {
    let current: HashMap<(String, String), Entry> = report
        .findings
        .iter()
        // What is wrong with silences is to be mended, not to be let pass.
        .filter(|finding| HouseRule::of_code(&finding.rule).is_none())
        .map(|finding| {
            let entry = Entry {
                path: inner(path, &finding.primary.path),
                rule: finding.rule.to_string(),
                words: finding.field.as_deref().unwrap_or(&finding.primary.text).to_owned(),
                fingerprint: finding.fingerprint.to_string(),
            };
            ((entry.path.clone(), entry.fingerprint.clone()), entry)
        })
        .collect();
    let (mut entries, before) = if path.exists() {
        let old = Baseline::load(path)?;
        let still = |entry: &Entry| {
            current.contains_key(&(entry.path.clone(), entry.fingerprint.clone()))
                || !old.is_decided(entry, report, selection)
        };
        (
            old.entries.iter().filter(|entry| still(entry)).cloned().collect::<Vec<_>>(),
            Some(old.entries.len()),
        )
    } else {
        (current.into_values().filter(|entry| selection.admits(&entry.rule)).collect(), None)
    };
    entries.sort_unstable();
    let count = entries.len();
    let lines: Vec<String> =
        entries.iter().map(|entry| serde_json::to_string(entry).unwrap_or_default()).collect();
    let body = if lines.is_empty() { String::new() } else { format!("\n{}\n", lines.join(",\n")) };
    let text = format!("{{\"guiju_baseline\":{VERSION},\"findings\":[{body}]}}\n");
    files::write(path, text).map_err(|reason| format!("基线写不进 {}：{reason}", path.display()))?;
    Ok(match before {
        None => format!("基线写进 {}：{count} 处。", path.display()),
        Some(before) => {
            format!("基线 {}：原有 {before} 处，还剩 {count} 处。新的问题不进基线。", path.display())
        }
    })
}

fn folder(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    absolute.parent().map(Path::to_owned).unwrap_or_default()
}

/// The path of a document as the baseline at `baseline` writes it.
fn inner(baseline: &Path, path: &str) -> String {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| PathBuf::from(path));
    let folder = folder(baseline);
    let shared = folder.components().zip(absolute.components()).take_while(|(a, b)| a == b).count();
    let up = folder.components().skip(shared).map(|_| "..".into());
    let down = absolute.components().skip(shared).map(|part| part.as_os_str().to_string_lossy());
    up.chain(down).collect::<Vec<_>>().join("/")
}
