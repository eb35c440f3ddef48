//! Search of the built-in regulations: nothing is lost, and the index that is kept between runs is always the right one.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use guiju::{
    corpus::{self, Corpus},
    search::{Index, Matched, Material, Options},
    text::FoldedText,
};

/// How many pieces of the corpus are looked for.
const PIECES: usize = 10_000;

/// A sequence of numbers that is the same every time (Knuth's MMIX generator).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % bound
    }
}

#[test]
fn any_few_characters_find_exactly_the_articles_that_contain_them() {
    let (corpus, mistakes) = Corpus::load(&corpus::embedded());
    assert!(mistakes.is_empty());
    let material = Material { regulations: corpus.regulations().iter().collect(), ..Material::default() };
    let index = Index::build(&material).unwrap();
    // The plain scan: every article's name, text and folded text.
    let mut articles: Vec<(String, String, String)> = Vec::new();
    for regulation in corpus.regulations() {
        for article in regulation.articles() {
            let text = regulation.words(article);
            let name = format!("{}@{} {}", regulation.id, regulation.effective(), article.at.from_article());
            articles.push((name, FoldedText::new(&text).as_str().to_owned(), text));
        }
    }
    assert_eq!(index.articles(), articles.len());
    let mut numbers = Numbers(20_261_122);
    let (mut several, mut odd) = (0, 0);
    for _ in 0..PIECES {
        let characters: Vec<char> = articles[numbers.below(articles.len())].2.chars().collect();
        let length = 1 + numbers.below(8);
        let start = numbers.below(characters.len().saturating_sub(length) + 1);
        let piece: String = characters.iter().skip(start).take(length).collect();
        let folded = FoldedText::new(piece.trim()).as_str().trim_matches([' ', '\n']).to_owned();
        // Nothing, or text in quotes, which means what is between them.
        if folded.is_empty() || folded.starts_with('"') && folded.ends_with('"') {
            continue;
        }
        odd += usize::from(!folded.chars().all(char::is_alphanumeric));
        let expected: BTreeSet<&str> =
            articles.iter().filter(|(_, text, _)| text.contains(&folded)).map(|(name, ..)| &**name).collect();
        let options = Options { limit: articles.len(), ..Options::default() };
        let answer = index.search(&piece, &options).unwrap();
        let names: Vec<String> = answer
            .hits
            .iter()
            .map(|hit| format!("{}@{} {}", hit.regulation, hit.effective.unwrap(), hit.at))
            .collect();
        assert_eq!(names.iter().map(String::as_str).collect::<BTreeSet<_>>(), expected, "{piece:?}");
        assert_eq!((answer.total, names.len()), (expected.len(), expected.len()), "{piece:?}");
        several += usize::from(expected.len() > 1);
        for hit in answer.hits.iter().take(3) {
            assert_eq!(hit.matched, Matched::Exact, "{piece:?}");
            assert_eq!(occurrences(&hit.text, &folded), marked(&hit.text, &hit.highlights), "{piece:?}");
        }
    }
    assert!(several > PIECES / 10 && odd > PIECES / 10, "{several} {odd}");
}

/// Which characters of `text` lie in an occurrence of `folded`, found by trying every place.
fn occurrences(text: &str, folded: &str) -> BTreeSet<usize> {
    let whole = FoldedText::new(text);
    let mut found = BTreeSet::new();
    for (at, _) in whole.as_str().char_indices() {
        if whole.as_str()[at..].starts_with(folded) {
            let place = whole.to_plain(guiju::text::Span::new(at, at + folded.len())).range();
            let first = text[..place.start].chars().count();
            found.extend(first..first + text[place].chars().count());
        }
    }
    found
}

fn marked(text: &str, highlights: &[std::ops::Range<usize>]) -> BTreeSet<usize> {
    assert!(highlights.iter().all(|range| range.end <= text.chars().count()));
    highlights.iter().cloned().flatten().collect()
}

const LAW: &str = "+++\nid = \"law\"\ntitle = \"试验办法\"\ncategory = \"制度\"\nissuer = \"中心\"\neffective = 2020-01-01\nstatus = \"现行\"\n+++\n\n第一条 窗口应当当场答复。\n\n第二条 不得推诿。\n";

/// A corpus and a cache of their own.
struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        let place = Self { folder: tempfile::tempdir().unwrap() };
        fs::create_dir(place.corpus()).unwrap();
        fs::write(place.corpus().join("law.md"), LAW).unwrap();
        // As if it had been written long ago, so that its date tells whether it has changed.
        place.settle();
        place
    }

    fn corpus(&self) -> PathBuf {
        self.folder.path().join("corpus")
    }

    fn cache(&self) -> PathBuf {
        self.folder.path().join("cache")
    }

    fn settle(&self) {
        for entry in fs::read_dir(self.corpus()).unwrap() {
            let file = fs::File::options().write(true).open(entry.unwrap().path()).unwrap();
            file.set_modified(std::time::SystemTime::now() - std::time::Duration::from_secs(60)).unwrap();
        }
    }

    fn search_in(&self, cache: &Path, words: &str) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_guiju"));
        command.args(["search", words, "--format", "json", "--corpus"]).arg(self.corpus());
        command.current_dir(self.folder.path()).env("GUIJU_CACHE_DIR", cache).output().unwrap()
    }

    /// How many articles are found, and what is said beside.
    fn search(&self, words: &str) -> (u64, String) {
        answer(&self.search_in(&self.cache(), words))
    }

    /// The folder of the index in use.
    fn index(&self) -> PathBuf {
        let key = fs::read_dir(self.cache().join("index")).unwrap().next().unwrap().unwrap().path();
        key.join(fs::read_to_string(key.join("current")).unwrap())
    }
}

fn answer(output: &Output) -> (u64, String) {
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{said}"));
    (json["total"].as_u64().unwrap(), said)
}

#[test]
fn the_index_is_made_once_and_again_when_something_changes() {
    let place = Place::new();
    let (total, said) = place.search("“当场”");
    assert!(total == 1 && said.contains("第一次检索这个规章库"), "{said}");
    assert_eq!(place.search("“当场”"), (1, String::new()));
    let first = place.index();
    // The same words under a new date are no change.
    fs::write(place.corpus().join("law.md"), LAW).unwrap();
    assert_eq!(place.search("“当场”"), (1, String::new()));
    place.settle();
    assert_eq!(place.search("“当场”"), (1, String::new()));
    assert_eq!(place.index(), first);
    fs::write(place.corpus().join("law.md"), LAW.replace("推诿", "当场推诿")).unwrap();
    let (total, said) = place.search("“当场”");
    assert!(total == 2 && said.contains("规章库有变动"), "{said}");
    assert!(!first.exists() && place.index().exists());
    fs::write(place.corpus().join("other.md"), LAW.replace("\"law\"", "\"other\"").replace("试验", "另一"))
        .unwrap();
    assert_eq!(place.search("“当场”").0, 3);
    fs::remove_file(place.corpus().join("other.md")).unwrap();
    assert_eq!(place.search("“当场”").0, 2);
}

/// The files of an index, in an order that does not depend on the names that the engine makes up.
fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files.extend(files_below(&path)) } else { files.push(path) }
    }
    files.sort_by_key(|path| {
        (path.extension().map(ToOwned::to_owned), path.components().count(), path.clone())
    });
    files
}

#[test]
fn a_damaged_index_is_made_again() {
    let place = Place::new();
    place.search("“当场”");
    // Each file in its turn, in whatever index is there by then.
    let files = files_below(&place.index()).len();
    for which in 0..files {
        let path = files_below(&place.index()).swap_remove(which);
        let bytes = fs::read(&path).unwrap();
        // A lock says nothing.
        if bytes.is_empty() {
            continue;
        }
        fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
        let (total, said) = place.search("“当场”");
        assert!(total == 1 && said.contains("已建立索引"), "{}: {said}", path.display());
    }
    assert!(files > 10, "{files}");
    fs::write(place.index().join("0").join("text"), "另".repeat(20)).unwrap();
    assert_eq!(place.search("“当场”").0, 1);
    let current = place.index().parent().unwrap().join("current");
    fs::write(&current, "../../..").unwrap();
    assert_eq!(place.search("“当场”").0, 1);
    assert_eq!(place.search("“当场”"), (1, String::new()));
}

#[test]
fn what_a_killed_writer_leaves_is_no_index() {
    let place = Place::new();
    place.search("“当场”");
    let kept = place.index();
    // Half an index beside the one in use, and its lock.
    let half = kept.parent().unwrap().join("1-1");
    fs::create_dir_all(half.join("0")).unwrap();
    fs::write(half.join("0").join("text"), "半").unwrap();
    assert_eq!(place.search("“当场”"), (1, String::new()));
    // While somebody else writes, the old index answers.
    let lock = fs::File::options().write(true).open(kept.parent().unwrap().join("lock")).unwrap();
    lock.lock().unwrap();
    fs::write(place.corpus().join("law.md"), LAW.replace("推诿", "当场推诿")).unwrap();
    let (total, said) = place.search("“当场”");
    assert!(total == 1 && said.contains("先按更新前的内容检索"), "{said}");
    drop(lock);
    assert_eq!(place.search("“当场”").0, 2);
    assert!(!half.exists());
}

#[test]
fn without_a_cache_the_search_is_in_memory() {
    let place = Place::new();
    let file = place.folder.path().join("file");
    fs::write(&file, "").unwrap();
    let (total, said) = answer(&place.search_in(&file, "“当场”"));
    assert!(total == 1 && said.contains("这一次在内存里检索"), "{said}");
    assert_eq!(answer(&place.search_in(Path::new(""), "“当场”")), (1, String::new()));
}
