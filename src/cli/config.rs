//! guiju.toml: which corpus and which checks, which files, which kinds of documents.

use std::path::{Path, PathBuf};

use globset::{Glob, GlobMatcher};
use serde::Deserialize;
use toml::Spanned;

use super::{
    files,
    ignore::{Ignores, WrittenIgnore},
};
use crate::{
    doc::Kind,
    rules::Profile,
    text::{Mistake, SourceFile, Span},
};

/// The name of the file.
pub(super) const NAME: &str = "guiju.toml";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    corpus: Option<PathBuf>,
    checks: Option<PathBuf>,
    profiles: Option<Vec<Spanned<String>>>,
    #[serde(default)]
    exclude: Vec<Spanned<String>>,
    #[serde(default)]
    kind: Vec<WrittenKind>,
    #[serde(default)]
    ignore: Vec<WrittenIgnore>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenKind {
    path: Spanned<String>,
    kind: Spanned<String>,
}

/// A configuration as it is meant. Without a file, everything is as built in.
#[derive(Debug, Clone, Default)]
pub(super) struct Config {
    /// The folder of the file; paths in it start there.
    root: PathBuf,
    /// The folder of regulations.
    pub(super) corpus: Option<PathBuf>,
    /// The folder of rules.
    pub(super) checks: Option<PathBuf>,
    /// The profiles that are on.
    pub(super) profiles: Option<Vec<Profile>>,
    exclude: Vec<GlobMatcher>,
    kinds: Vec<(GlobMatcher, Kind)>,
    /// What is let pass.
    pub(super) ignores: Ignores,
}

impl Config {
    /// The configuration in `explicit`, else in the nearest guiju.toml at or above `start`, else none.
    pub(super) fn find(explicit: Option<&Path>, start: &Path) -> Result<Self, Box<Mistake>> {
        match explicit.map(Path::to_owned).or_else(|| Self::nearest(start)) {
            Some(path) => Self::load(&path),
            None => Ok(Self::default()),
        }
    }

    /// The nearest guiju.toml at or above `start`.
    pub(super) fn nearest(start: &Path) -> Option<PathBuf> {
        let start = std::path::absolute(start).unwrap_or_else(|_| start.to_owned());
        start.ancestors().map(|folder| folder.join(NAME)).find(|path| path.is_file())
    }

    /// The configuration in the file at `path`.
    pub(super) fn load(path: &Path) -> Result<Self, Box<Mistake>> {
        let name = path.display().to_string();
        let text = files::text(path).map_err(|reason| {
            let file = SourceFile::new(name.clone(), "");
            Box::new(file.mistake(
                Span::empty(0),
                format!("配置文件读不了：{reason}"),
                "检查这个文件的路径和编码，应为 UTF-8。",
            ))
        })?;
        let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let root = absolute.parent().map(Path::to_owned).unwrap_or_default();
        Self::read(&SourceFile::new(name, text), root)
    }

    /// The configuration that `file` holds; paths in it start at `root`.
    pub(super) fn read(file: &SourceFile, root: PathBuf) -> Result<Self, Box<Mistake>> {
        let written: Written = file.toml(Span::new(0, file.text.len()))?;
        let mistake = |at: &Spanned<String>, message: String, advice: String| {
            Box::new(file.mistake(Span::new(at.span().start, at.span().end), message, advice))
        };
        let glob = |pattern: &Spanned<String>| {
            Glob::new(pattern.get_ref()).map(|glob| glob.compile_matcher()).map_err(|_| {
                mistake(pattern, "路径写法不对".to_owned(), "写成 通知/** 或 *.html，用 / 分隔。".to_owned())
            })
        };
        let profile = |word: &Spanned<String>| {
            Profile::from_word(word.get_ref()).ok_or_else(|| {
                let known = Profile::ALL.map(Profile::word).join("、");
                mistake(word, format!("不认识的规则集 {}", word.get_ref()), format!("可用的有：{known}。"))
            })
        };
        let kind = |written: &WrittenKind| {
            let kind: Kind = written.kind.get_ref().parse().map_err(|error: crate::doc::NotAKind| {
                mistake(&written.kind, "不认识的文种".to_owned(), format!("{error}。"))
            })?;
            Ok((glob(&written.path)?, kind))
        };
        let ignores = Ignores::read(&written.ignore, file, glob)?;
        Ok(Self {
            ignores,
            corpus: written.corpus.map(|folder| root.join(folder)),
            checks: written.checks.map(|folder| root.join(folder)),
            profiles: written.profiles.map(|words| words.iter().map(profile).collect()).transpose()?,
            exclude: written.exclude.iter().map(glob).collect::<Result<_, _>>()?,
            kinds: written.kind.iter().map(kind).collect::<Result<_, Box<Mistake>>>()?,
            root,
        })
    }

    /// The path that patterns see: from the folder of the file on, with `/`.
    pub(super) fn inner(&self, path: &Path) -> String {
        let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let inner = absolute.strip_prefix(&self.root).unwrap_or(path);
        inner.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
    }

    /// Whether the folder of the file is `folder`, or lies in it.
    pub(super) fn lies_in(&self, folder: &Path) -> bool {
        let real = |path: &Path| path.canonicalize().ok();
        let root = real(&self.root).filter(|_| self.root.is_absolute());
        root.zip(real(folder)).is_some_and(|(root, folder)| root.starts_with(folder))
    }

    /// Whether a file is left out.
    pub(super) fn excludes(&self, path: &Path) -> bool {
        !self.exclude.is_empty() && {
            let inner = self.inner(path);
            self.exclude.iter().any(|glob| glob.is_match(&inner))
        }
    }

    /// What kind of document a file is said to be; the last pattern that fits counts.
    pub(super) fn kind(&self, path: &Path) -> Option<Kind> {
        if self.kinds.is_empty() {
            return None;
        }
        let inner = self.inner(path);
        self.kinds.iter().rev().find(|(glob, _)| glob.is_match(&inner)).map(|&(_, kind)| kind)
    }
}
