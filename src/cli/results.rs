//! What `lint` found in files that it has seen before: kept in the user's cache folder, so that only what is new is checked.
//!
//! `CACHE/lint/KEY` belongs to one program, one set of rules and regulations, one selection and one day: whatever a result
//! depends on besides the file. In it a result is found by the bytes of the file, never by its name or date. The file is
//! written beside and renamed, so of two runs at once the last one's stays; and all that is read from it carries a check
//! sum: what does not agree is as if it were not there.

mod kept;

use std::{
    collections::{HashMap, HashSet},
    fs,
    hash::{DefaultHasher, Hasher as _},
    ops::Range,
    path::PathBuf,
    sync::{Mutex, PoisonError},
    time::SystemTime,
};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{
    cache,
    exit::Exit,
    files,
    lint::{Bytes, Input, Lint, Outcome},
    load::Loaded,
};
use crate::{check::Selection, doc::Kind, read::Format, report::Report};

/// The results of more runs than this (of other days, rules or selections) are not kept.
const MOST_RUNS: usize = 16;
/// The largest file of results. Those of files that this run has not met are the first to go.
const LARGEST: usize = 128 << 20;

/// What a result is found by: the bytes of a file, its format, and what it was said to be.
type Key = [u8; 16];

/// What stands at the head of a file of results, behind its length and check sum.
#[derive(Debug, Serialize, Deserialize)]
struct Head {
    run: [u8; 32],
    /// The results that follow: their keys, lengths and check sums.
    entries: Vec<(Key, u32, u64)>,
}

/// The length of the head, and its check sum.
const PREFIX: usize = 4 + 8;

/// The results of earlier runs like this one, and what this one adds.
pub(super) struct Results {
    path: PathBuf,
    run: [u8; 32],
    bytes: Vec<u8>,
    /// Where each result lies in the bytes, with its check sum.
    places: HashMap<Key, (Range<usize>, u64)>,
    /// The keys in the order of the file.
    order: Vec<Key>,
    met: Mutex<Met>,
}

/// What a run has met.
#[derive(Default)]
struct Met {
    used: Vec<Key>,
    fresh: Vec<(Key, Vec<u8>)>,
}

impl Results {
    /// Those for `selection` of the rules that were `loaded`. `None` when there is no cache, or when something could not be
    /// loaded: what was found without it is not to be kept.
    pub(super) fn open(loaded: &Loaded, selection: &Selection) -> Option<Self> {
        if loaded.exit != Exit::Clean {
            return None;
        }
        let run = run(loaded, selection);
        let name: String = run.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        let path = cache::folder()?.join("lint").join(name);
        let is_file = fs::metadata(&path).is_ok_and(|meta| meta.is_file() && meta.len() < 2 * LARGEST as u64);
        let bytes = if is_file { fs::read(&path).unwrap_or_default() } else { Vec::new() };
        let (mut places, mut order) = (HashMap::new(), Vec::new());
        if let Some((head, mut at)) = head(&bytes).filter(|(head, _)| head.run == run) {
            for (key, length, sum) in head.entries {
                let end = at + length as usize;
                places.insert(key, (at..end, sum));
                order.push(key);
                at = end;
            }
        }
        Some(Self { path, run, bytes, places, order, met: Mutex::default() })
    }

    /// The report on `inputs`, of which only those are checked that are not known.
    pub(super) fn report(&self, lint: &Lint<'_>, inputs: Vec<Input>) -> Report {
        let report = lint.report_by(inputs, |input, selection| self.outcome(lint, input, selection));
        self.save();
        report
    }

    fn outcome<'r>(&self, lint: &Lint<'r>, input: Input, selection: &Selection) -> Outcome<'r> {
        let Input { name, path, format, kind, bytes } = input;
        let bytes = bytes.read();
        let key = bytes.as_ref().ok().map(|bytes| key(bytes, format, kind));
        let known = key.and_then(|key| self.entry(key));
        if let Some(outcome) = known.and_then(|entry| kept::taken(entry, &name, lint.rules)) {
            self.met().used.extend(key);
            return Ok(outcome);
        }
        let outcome = lint.document(Input { name, path, format, kind, bytes: Bytes::Here(bytes) }, selection);
        let entry = outcome.as_ref().ok().and_then(|outcome| kept::kept(outcome, lint.rules));
        self.met().fresh.extend(key.zip(entry));
        outcome
    }

    fn met(&self) -> std::sync::MutexGuard<'_, Met> {
        self.met.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The entry for `key`, when it is there and undamaged.
    fn entry(&self, key: Key) -> Option<&[u8]> {
        let (place, expected) = self.places.get(&key)?;
        self.bytes.get(place.clone()).filter(|entry| sum(entry) == *expected)
    }

    /// Adds what this run has found. A cache that cannot be written costs time, and nothing else: nobody is told.
    fn save(&self) {
        let met = self.met();
        if met.fresh.is_empty() {
            return;
        }
        let fresh = met.fresh.iter().map(|(key, entry)| (*key, entry.as_slice()));
        let held = |key: &Key| self.entry(*key).map(|entry| (*key, entry));
        let all = fresh.chain(met.used.iter().chain(&self.order).filter_map(held));
        let (mut seen, mut head, mut body) = (HashSet::new(), Vec::new(), Vec::new());
        for (key, entry) in all.filter(|(key, _)| seen.insert(*key)) {
            let Ok(length) = u32::try_from(entry.len()) else { continue };
            if body.len() + entry.len() + size_of_val(head.as_slice()) > LARGEST {
                break;
            }
            head.push((key, length, sum(entry)));
            body.extend_from_slice(entry);
        }
        let Ok(head) = postcard::to_allocvec(&Head { run: self.run, entries: head }) else { return };
        let Ok(length) = u32::try_from(head.len()) else { return };
        let mut file = Vec::with_capacity(PREFIX + head.len() + body.len());
        file.extend_from_slice(&length.to_le_bytes());
        file.extend_from_slice(&sum(&head).to_le_bytes());
        file.extend(head);
        file.extend(body);
        let folder = self.path.parent().map(fs::create_dir_all);
        if folder.is_some_and(|made| made.is_ok()) && files::write(&self.path, file).is_ok() {
            self.clean();
        }
    }

    /// Removes the results of the runs that are longest ago, and what writers left behind that were killed.
    fn clean(&self) {
        let Some(entries) = self.path.parent().and_then(|folder| fs::read_dir(folder).ok()) else { return };
        let written = |path: &PathBuf| fs::metadata(path).and_then(|meta| meta.modified()).ok();
        let mut all: Vec<(Option<SystemTime>, PathBuf)> =
            entries.flatten().map(|entry| entry.path()).map(|path| (written(&path), path)).collect();
        all.sort_unstable();
        for (_, path) in all.iter().rev().skip(MOST_RUNS) {
            let _ = fs::remove_file(path);
        }
    }
}

/// A number for all that a result depends on besides its file.
fn run(loaded: &Loaded, selection: &Selection) -> [u8; 32] {
    let mut hash = Sha256::new();
    let mut take = |part: &[u8]| {
        hash.update(part.len().to_le_bytes());
        hash.update(part);
    };
    take(cache::PROGRAM.as_bytes());
    take(format!("{selection:?} {}", loaded.as_of).as_bytes());
    for files in [&loaded.regulations, &loaded.checks] {
        take(&files.len().to_le_bytes());
        for file in files {
            take(file.path.as_bytes());
            // What is built in belongs to the program.
            take(if file.is_built_in { b"" } else { file.text.as_bytes() });
        }
    }
    hash.finalize().into()
}

fn key(bytes: &[u8], format: Format, kind: Option<Kind>) -> Key {
    let mut hash = Sha256::new();
    hash.update(format!("{format:?} {kind:?}\n"));
    hash.update(bytes);
    let hash: [u8; 32] = hash.finalize().into();
    std::array::from_fn(|i| hash.get(i).copied().unwrap_or_default())
}

/// The head of a file of results, and where it ends.
fn head(bytes: &[u8]) -> Option<(Head, usize)> {
    let length = u32::from_le_bytes(bytes.get(..4)?.try_into().ok()?) as usize;
    let expected = u64::from_le_bytes(bytes.get(4..PREFIX)?.try_into().ok()?);
    let head = bytes.get(PREFIX..PREFIX + length)?;
    if sum(head) != expected {
        return None;
    }
    Some((postcard::from_bytes(head).ok()?, PREFIX + length))
}

/// The check sum of `bytes`.
fn sum(bytes: &[u8]) -> u64 {
    let mut hash = DefaultHasher::new();
    hash.write(bytes);
    hash.finish()
}
