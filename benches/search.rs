//! What searching costs, beside a plain scan of the same text and beside starting a program that does nothing; and that
//! nothing is lost, on a corpus of county size.
//!
//! `cargo bench --bench search [FOLDER]`: FOLDER holds law texts as Markdown, one a file (`../shared/data/laws` when it
//! is there); without one the built-in regulations are searched.

// A bench that cannot be set up may panic; it prints what it measured.
#![allow(clippy::expect_used, clippy::print_stdout, clippy::string_slice)]

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use guiju::{
    corpus::{self, Corpus},
    search::{Index, Material, Options},
    text::{FoldedText, SourceFile},
};
use memchr::memmem::Finder;

/// How many pieces of each length are looked for.
const PIECES: usize = 500;
/// How often a process is started.
const STARTS: usize = 40;
const QUESTIONS: &str = "../shared/data/statutes/queries.dev.jsonl";
const LAWS: &str = "../shared/data/laws";

fn main() {
    let named = std::env::args().skip(1).find(|argument| !argument.starts_with('-')).map(PathBuf::from);
    let folder = named.or_else(|| Some(PathBuf::from(LAWS)).filter(|folder| folder.is_dir()));
    let files = folder.as_deref().map_or_else(corpus::embedded, laws);
    let place = tempfile::tempdir().expect("a folder for the index");
    let (corpus, _) = Corpus::load(&files);
    let material = Material { regulations: corpus.regulations().iter().collect(), ..Material::default() };
    let text: usize = corpus.regulations().iter().map(|regulation| regulation.body_text().len()).sum();
    let started = Instant::now();
    let index = Index::create(place.path(), &material).expect("an index");
    let took = started.elapsed();
    println!(
        "{} regulations, {} articles, {:.1} MB of text: indexed in {:.2} s ({:.1} MB/s), {:.2} times the text",
        index.regulations(),
        index.articles(),
        text as f64 / 1e6,
        took.as_secs_f64(),
        text as f64 / 1e6 / took.as_secs_f64(),
        size(place.path()) as f64 / text as f64,
    );
    let folded: Vec<String> = corpus.regulations().iter().flat_map(texts).collect();
    queries(&index, &folded);
    processes(folder.is_some().then_some(&files));
}

/// The folded text of each article.
fn texts(regulation: &guiju::law::Regulation) -> Vec<String> {
    let fold = |text: &str| FoldedText::new(text).as_str().to_owned();
    let articles: Vec<String> =
        regulation.articles().map(|article| fold(&regulation.words(article))).collect();
    if articles.is_empty() { vec![fold(&regulation.whole_words())] } else { articles }
}

/// Law texts as regulations of a corpus.
fn laws(folder: &Path) -> Vec<SourceFile> {
    let (mut files, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder of laws").flatten() {
            let path = entry.path();
            let name = entry.file_name().to_string_lossy().into_owned();
            if path.is_dir() {
                folders.push(path);
            } else if name.ends_with(".md") && !name.starts_with('_') {
                files.push(path);
            }
        }
    }
    files.sort();
    let law = |(n, path): (usize, &PathBuf)| {
        let text = String::from_utf8_lossy(&fs::read(path).expect("a law")).into_owned();
        let title = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        SourceFile::new(
            format!("corpus/law-{n}.md"),
            format!("+++\nid = \"law-{n}\"\ntitle = {title:?}\nstatus = \"现行\"\n+++\n\n{text}"),
        )
    };
    files.iter().enumerate().map(law).collect()
}

fn size(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).expect("the index").flatten();
    entries
        .map(|entry| {
            entry.metadata().map_or(0, |meta| if meta.is_dir() { size(&entry.path()) } else { meta.len() })
        })
        .sum()
}

/// Latencies of queries of every kind, beside a scan of all text; and whether both find the same.
fn queries(index: &Index, folded: &[String]) {
    let mut numbers = 20_261_122u64;
    let mut below = |bound: usize| {
        numbers = numbers.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(numbers >> 33).unwrap_or_default() % bound.max(1)
    };
    let mut wrong = 0;
    for length in [1, 2, 4, 8] {
        let pieces: Vec<String> = (0..PIECES)
            .map(|_| {
                let text: Vec<char> = folded[below(folded.len())].chars().collect();
                text.iter().skip(below(text.len())).take(length).collect::<String>()
            })
            // Text in quotes means what is between them, and blanks at the ends nothing.
            .filter(|piece| !piece.contains('"') && piece.trim() == piece && !piece.is_empty())
            .collect();
        let scan = |piece: &String| {
            let finder = Finder::new(piece);
            folded.iter().filter(|text| finder.find(text.as_bytes()).is_some()).count()
        };
        let (counts, scanned) = timed(&pieces, scan);
        let (found, searched) = timed(&pieces, |piece| search(index, piece));
        wrong += counts.iter().zip(&found).filter(|(scanned, found)| scanned != found).count();
        report(&format!("{length} characters"), &searched, Some(&scanned));
    }
    println!("totals that differ from the scan's: {wrong}");
    assert_eq!(wrong, 0, "a search must find what a scan finds");
    let questions: Vec<String> = fs::read_to_string(QUESTIONS)
        .unwrap_or_default()
        .lines()
        .filter_map(|line| {
            serde_json::from_str::<serde_json::Value>(line).ok()?["query"].as_str().map(str::to_owned)
        })
        .collect();
    if !questions.is_empty() {
        report("questions, ranked", &timed(&questions, |question| search(index, question)).1, None);
    }
    let pinyin = ["hetongwuxiao", "xingzhengxuke", "xzxk", "yicixinggaozhi"].map(str::to_owned);
    report("pinyin", &timed(&pinyin, |typed| search(index, typed)).1, None);
}

fn search(index: &Index, query: &str) -> usize {
    index.search(query, &Options::default()).expect("an answer").total
}

fn timed(queries: &[String], mut answer: impl FnMut(&String) -> usize) -> (Vec<usize>, Vec<Duration>) {
    let one = |query| {
        let started = Instant::now();
        (answer(query), started.elapsed())
    };
    queries.iter().map(one).unzip()
}

fn report(what: &str, times: &[Duration], beside: Option<&[Duration]>) {
    let of = |times: &[Duration], share: f64| {
        let mut times = times.to_vec();
        times.sort_unstable();
        times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3
    };
    print!(
        "{what}: p50 {:.2} ms, p95 {:.2} ms, slowest {:.2} ms",
        of(times, 0.5),
        of(times, 0.95),
        of(times, 1.0)
    );
    match beside {
        Some(scan) => println!(
            "; a scan of all text {:.1} ms: {:.3} of it",
            of(scan, 0.5),
            of(times, 0.5) / of(scan, 0.5)
        ),
        None => println!(),
    }
}

/// Whole processes, from start to the first hit, with the index made.
fn processes(files: Option<&Vec<SourceFile>>) {
    let place = tempfile::tempdir().expect("a folder");
    let corpus = place.path().join("corpus");
    let start = |program: &str, arguments: &[&str]| {
        let mut command = Command::new(program);
        command.args(arguments).env("GUIJU_CACHE_DIR", place.path().join("cache"));
        command.stdout(Stdio::null()).stderr(Stdio::null()).status().expect("a program");
    };
    let nothing = vec![String::new(); STARTS];
    let guiju = env!("CARGO_BIN_EXE_guiju");
    let (_, beside) = timed(&nothing, |_| {
        start("/bin/true", &[]);
        0
    });
    report("/bin/true", &beside, None);
    let cold = |what: &str, arguments: &[&str]| {
        start(guiju, arguments);
        let (_, times) = timed(&nothing, |_| {
            start(guiju, arguments);
            0
        });
        report(what, &times, None);
    };
    cold("process, built-in: words", &["search", "一次性告知"]);
    cold("process, built-in: a question", &["search", "材料不齐怎么办"]);
    if let Some(files) = files {
        fs::create_dir(&corpus).expect("a folder");
        for file in files {
            let name = Path::new(&file.path).file_name().expect("a name");
            fs::write(corpus.join(name), file.text.as_bytes()).expect("a law");
        }
        // So that their dates tell that they have not changed since.
        std::thread::sleep(Duration::from_secs(3));
        let corpus = corpus.to_string_lossy();
        cold("process, laws: words", &["search", "行政许可", "--corpus", &corpus]);
        cold("process, laws: a question", &["search", "签了合同以后对方不履行怎么办", "--corpus", &corpus]);
    }
}
