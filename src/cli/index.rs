//! The index that searches use: kept in the user's cache folder, opened as it is while nothing has changed, and made anew,
//! beside the old one, when something has.
//!
//! `CACHE/index/KEY/` belongs to one corpus and one set of rules. `current` names the folder of the index in it; a new
//! one is written into a folder of its own and named there when it is whole, so a reader never meets half an index, and
//! a writer that is killed leaves the old one as it was. `lock` is held by the one who writes.

mod inputs;

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    time::{Instant, SystemTime, UNIX_EPOCH},
};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use inputs::{Inputs, mark};

use super::{args::Sources, cache, config::Config, exit::Exit, files, load::Loaded, output};
use crate::{
    corpus,
    search::{Index, Material, Resting, SearchError, Synonyms},
};

/// What a search works with.
pub(super) struct Opened {
    pub(super) index: Index,
    /// Whether all regulations and rules could be read.
    pub(super) exit: Exit,
}

/// Opens the index of the corpus and the rules that `sources` name; makes it when it has to be made. `None`, and a word
/// about why, when there is nothing to search.
pub(super) fn open(sources: &Sources) -> Option<Opened> {
    ask(sources, |_| ()).map(|(opened, ())| opened)
}

/// Like [`open`], with the answer to `question`. It is asked while it is still being found out whether the index is the right
/// one, which it nearly always is, and once more if it is not.
pub(super) fn ask<A: Send>(sources: &Sources, question: impl Fn(&Index) -> A + Sync) -> Option<(Opened, A)> {
    let config = match Config::find(sources.config.as_deref(), Path::new(".")) {
        Ok(config) => config,
        Err(mistake) => {
            output::mistakes(&[*mistake]);
            return None;
        }
    };
    let corpus = sources.corpus.as_ref().or(config.corpus.as_ref());
    let checks = sources.checks.as_ref().or(config.checks.as_ref());
    let answered = |opened: Opened| {
        let answer = question(&opened.index);
        (opened, answer)
    };
    let Some(cache) = Cache::of(corpus, checks) else { return in_memory(sources, None).map(answered) };
    let early = || {
        cache.held().map(|held| {
            let answer = question(&held.index);
            (held, answer)
        })
    };
    let (inputs, early) = if corpus.is_none() && checks.is_none() {
        (Inputs::of(None, None), early())
    } else {
        rayon::join(|| Inputs::of(corpus, checks), early)
    };
    let why = match early.and_then(|(held, answer)| Ok((held.made_from(&inputs)?, answer))) {
        Ok(answered) => return Some(answered),
        Err(why) => why,
    };
    cache.renewed(sources, &inputs, &why).map(answered)
}

/// What an index is made of, from the files that `sources` name.
struct Content {
    loaded: Loaded,
    resting: Vec<Resting>,
    synonyms: Synonyms,
}

impl Content {
    fn load(sources: &Sources) -> Option<Self> {
        let mut loaded = Loaded::new(sources, Path::new("."))?;
        let rules = loaded.rules_resting(sources);
        let resting = rules.rules.iter().flat_map(|rule| {
            rule.basis.iter().filter_map(|basis| {
                let (regulation, rule) = (basis.regulation.clone(), rule.code.to_string());
                Some(Resting { regulation, article: basis.at.article()?, rule })
            })
        });
        let mut resting: Vec<Resting> = resting.collect();
        resting.dedup();
        if loaded.corpus.regulations().is_empty() {
            output::err("guiju：规章库是空的，没有可检索的规章。请检查 --corpus 或 guiju.toml 里的目录。\n");
            return None;
        }
        // A corpus without synonyms of its own takes the built-in ones.
        let own = Synonyms::read(&loaded.regulations);
        let synonyms = own.map(|own| if own == Synonyms::default() { built_in_synonyms() } else { own });
        let synonyms = synonyms.unwrap_or_else(|mistake| {
            loaded.exit = loaded.exit.max(output::mistakes(&[*mistake]));
            Synonyms::default()
        });
        Some(Self { loaded, resting, synonyms })
    }

    fn material(&self) -> Material<'_> {
        Material {
            regulations: self.loaded.corpus.regulations().iter().collect(),
            resting: self.resting.clone(),
            synonyms: self.synonyms.clone(),
        }
    }
}

fn built_in_synonyms() -> Synonyms {
    Synonyms::read(&corpus::embedded()).unwrap_or_default()
}

/// An index for this run only.
fn in_memory(sources: &Sources, why: Option<&str>) -> Option<Opened> {
    if let Some(why) = why {
        output::err(&format!("guiju：索引存不进缓存目录（{why}），这一次在内存里检索。\n"));
    }
    let content = Content::load(sources)?;
    match Index::build(&content.material()) {
        Ok(index) => Some(Opened { index, exit: content.loaded.exit }),
        Err(error) => {
            output::err(&format!("guiju：{error}\n"));
            None
        }
    }
}

/// What an index was made from.
#[derive(Debug, Serialize, Deserialize)]
struct Manifest {
    program: String,
    marks: Option<u64>,
    /// The content of all inputs.
    content: [u8; 32],
    /// The marks of the files of the index itself.
    own: u64,
    /// Whether all regulations and rules could be read.
    complete: bool,
}

/// Why an index has to be made.
enum Why {
    Missing,
    Changed,
    OtherProgram,
    Damaged,
}

impl Why {
    fn words(&self) -> &'static str {
        match self {
            Why::Missing => "第一次检索这个规章库",
            Why::Changed => "规章库有变动",
            Why::OtherProgram => "程序或内置的规章有更新",
            Why::Damaged => "索引文件损坏",
        }
    }
}

/// The folder of the indexes of one corpus and one set of rules.
struct Cache {
    folder: PathBuf,
}

impl Cache {
    /// That of these folders, `None` for the built-in ones; `None` when there is no cache.
    fn of(corpus: Option<&PathBuf>, checks: Option<&PathBuf>) -> Option<Self> {
        let root = cache::folder()?;
        let mut hash = Sha256::new();
        for folder in [corpus, checks] {
            let folder = folder.map(|folder| fs::canonicalize(folder).unwrap_or_else(|_| folder.clone()));
            hash.update(folder.unwrap_or_default().as_os_str().as_encoded_bytes());
            hash.update([0]);
        }
        let key: String = hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        Some(Self { folder: root.join("index").join(key) })
    }

    /// The folder of the index that is in use.
    fn current(&self) -> Option<PathBuf> {
        let name = fs::read_to_string(self.folder.join("current")).ok()?;
        let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        is_name.then(|| self.folder.join(name))
    }

    fn manifest(index: &Path) -> Option<Manifest> {
        postcard::from_bytes(&fs::read(index.join("manifest")).ok()?).ok()
    }

    /// The index that is in use.
    fn held(&self) -> Result<Held, Why> {
        let folder = self.current().ok_or(Why::Missing)?;
        let manifest = Self::manifest(&folder).ok_or(Why::Damaged)?;
        if manifest.program != cache::PROGRAM {
            return Err(Why::OtherProgram);
        }
        if own_files(&folder) != manifest.own {
            return Err(Why::Damaged);
        }
        let index = Index::open(&folder).map_err(|_| Why::Damaged)?;
        Ok(Held { folder, manifest, index })
    }

    /// The right to write, until it is dropped. The system takes it back from a process that is killed.
    fn lock(&self) -> Result<File, fs::TryLockError> {
        fs::create_dir_all(&self.folder).map_err(fs::TryLockError::Error)?;
        let file = File::options().create(true).truncate(false).write(true).open(self.folder.join("lock"));
        let file = file.map_err(fs::TryLockError::Error)?;
        file.try_lock()?;
        Ok(file)
    }

    /// The index when the one that was there did not serve, and `why` it did not.
    fn renewed(&self, sources: &Sources, inputs: &Inputs<'_>, why: &Why) -> Option<Opened> {
        match self.lock() {
            Ok(lock) => {
                // Whoever held the lock until now may have made the very index that is wanted.
                if let Ok(opened) = self.held().and_then(|held| held.made_from(inputs)) {
                    return Some(opened);
                }
                let made = self.make(sources, inputs, why);
                drop(lock);
                made.unwrap_or_else(|error| in_memory(sources, Some(&error.to_string())))
            }
            Err(fs::TryLockError::WouldBlock) => {
                output::err("guiju：另一个进程正在更新索引，先按更新前的内容检索。\n");
                self.held().map_or_else(|_| in_memory(sources, None), |held| Some(held.opened()))
            }
            Err(fs::TryLockError::Error(error)) => in_memory(sources, Some(&files::reason(&error))),
        }
    }

    /// Makes a new index and puts it in the place of the old one. The inner `None` when there is nothing to index.
    fn make(&self, sources: &Sources, inputs: &Inputs<'_>, why: &Why) -> Result<Option<Opened>, SearchError> {
        let started = Instant::now();
        let Some(content) = inputs.content() else {
            return Ok(in_memory(sources, None));
        };
        let Some(read) = Content::load(sources) else { return Ok(None) };
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let name = format!("{}-{}", now.as_nanos(), std::process::id());
        let folder = self.folder.join(&name);
        let made = (|| -> Result<Index, SearchError> {
            fs::create_dir_all(&folder)?;
            let index = Index::create(&folder, &read.material())?;
            let complete = read.loaded.exit == Exit::Clean;
            let own = own_files(&folder);
            let manifest =
                Manifest { program: cache::PROGRAM.to_owned(), marks: inputs.marks, content, own, complete };
            write_manifest(&folder, &manifest)?;
            let beside = self.folder.join(format!("current.{}", std::process::id()));
            fs::write(&beside, &name)?;
            fs::rename(&beside, self.folder.join("current"))?;
            Ok(index)
        })();
        self.clean(if made.is_ok() { Some(&name) } else { None }, &name);
        let index = made?;
        output::err(&format!(
            "guiju：{}，已建立索引：{} 部规章 {} 条，用时 {:.1} 秒。\n",
            why.words(),
            index.regulations(),
            index.articles(),
            started.elapsed().as_secs_f64()
        ));
        Ok(Some(Opened { index, exit: read.loaded.exit }))
    }

    /// Removes what is no longer in use: all other indexes when `kept` is the new one, only `failed` otherwise. What a
    /// reader still has open is removed the next time on systems that refuse it now.
    fn clean(&self, kept: Option<&str>, failed: &str) {
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let unused = kept.map_or(name == failed, |kept| name != kept);
            if unused && entry.path().is_dir() {
                let _ = fs::remove_dir_all(entry.path());
            }
        }
    }
}

/// An index that was made before.
struct Held {
    folder: PathBuf,
    manifest: Manifest,
    index: Index,
}

impl Held {
    /// It, when it was made from exactly these `inputs`.
    fn made_from(mut self, inputs: &Inputs<'_>) -> Result<Opened, Why> {
        if inputs.marks.is_none() || self.manifest.marks != inputs.marks {
            if inputs.content() != Some(self.manifest.content) {
                return Err(Why::Changed);
            }
            // Only the dates of the files are new. If this cannot be written down, they are compared again next time.
            self.manifest.marks = inputs.marks;
            let _ = write_manifest(&self.folder, &self.manifest);
        }
        Ok(self.opened())
    }

    fn opened(self) -> Opened {
        Opened { index: self.index, exit: if self.manifest.complete { Exit::Clean } else { incomplete() } }
    }
}

fn incomplete() -> Exit {
    output::err(
        "guiju：规章库或规则有问题（有读不懂的文件，或两部规章同名）；运行 guiju corpus check 看是哪些。\n",
    );
    Exit::Failed
}

fn write_manifest(folder: &Path, manifest: &Manifest) -> io::Result<()> {
    let bytes = postcard::to_allocvec(manifest).map_err(io::Error::other)?;
    let beside = folder.join(format!("manifest.{}", std::process::id()));
    fs::write(&beside, bytes)?;
    fs::rename(&beside, folder.join("manifest"))
}

/// The marks of the files of the index in `folder`.
fn own_files(folder: &Path) -> u64 {
    let mut marks = 0u64;
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let Ok(meta) = entry.metadata() else { continue };
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if meta.is_dir() {
                folders.push(entry.path());
            } else if !name.starts_with("manifest") && !name.ends_with(".lock") {
                marks = marks.wrapping_add(mark(&entry.path(), &meta));
            }
        }
    }
    marks
}
