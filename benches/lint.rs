//! What checking costs in the process, beside its physical limit: parsing the same Markdown and scanning it once for the same
//! phrases, without documents, fields, limits, rules or places.
//!
//! `cargo bench --bench lint`

// A bench that cannot be set up may panic.
#![allow(clippy::expect_used)]

use aho_corasick::AhoCorasick;
use divan::{Bencher, counter::BytesCount};
use guiju::{
    check::{Selection, check},
    corpus::{self, Corpus},
    read::{Format, read},
    report,
    rules::{self, RuleSet},
    text::FoldedText,
};

fn main() {
    divan::main();
}

const GUIDE: &str = include_str!("../tests/content/食品经营许可-办事指南.md");

fn rules() -> RuleSet {
    let as_of = jiff::civil::date(2026, 11, 1);
    let (corpus, _) = Corpus::load(&corpus::embedded());
    RuleSet::load(&rules::embedded(), &corpus, as_of).0
}

/// The whole way of one guide, from bytes to placed findings.
#[divan::bench]
fn one_guide(bencher: Bencher<'_, '_>) {
    let rules = rules();
    let (path, as_of) = ("指南.md".into(), jiff::civil::date(2026, 11, 1));
    bencher.counter(BytesCount::of_str(GUIDE)).bench(|| {
        let document = read(GUIDE.as_bytes(), Format::Markdown, &rules.fields.table, None)
            .expect("a guide that can be read");
        report::locate_all(&document, &path, check(&document, &rules, &Selection::default(), as_of))
    });
}

/// Reading alone: blocks, fields, limits, citations.
#[divan::bench]
fn reading(bencher: Bencher<'_, '_>) {
    let rules = rules();
    bencher
        .counter(BytesCount::of_str(GUIDE))
        .bench(|| read(GUIDE.as_bytes(), Format::Markdown, &rules.fields.table, None));
}

/// Folding alone.
#[divan::bench]
fn folding(bencher: Bencher<'_, '_>) {
    bencher.counter(BytesCount::of_str(GUIDE)).bench(|| FoldedText::new(GUIDE));
}

/// The physical limit: one parse, one scan.
#[divan::bench]
fn limit_parse_and_scan(bencher: Bencher<'_, '_>) {
    let phrases = AhoCorasick::new(["你去问", "不归我管", "其他有关材料", "有牌子", "下班了", "不知道"])
        .expect("an automaton");
    bencher.counter(BytesCount::of_str(GUIDE)).bench(|| {
        let texts = pulldown_cmark::Parser::new(GUIDE).filter_map(|event| match event {
            pulldown_cmark::Event::Text(text) => Some(text),
            _ => None,
        });
        texts.map(|text| phrases.find_iter(&*text).count()).sum::<usize>()
    });
}

/// All rules on a document that has been read, in a process in which every pattern is compiled already.
#[divan::bench]
fn all_rules(bencher: Bencher<'_, '_>) {
    checking(bencher, &rules());
}

/// The same with a thousand phrases more in one rule.
#[divan::bench]
fn all_rules_and_a_thousand_phrases(bencher: Bencher<'_, '_>) {
    let mut files = rules::embedded();
    for file in files.iter_mut().filter(|file| file.path.ends_with("C01-window-taboo.toml")) {
        let more: String = (0..1000).map(|n| format!("\"这句第{n}号的话不许说\", ")).collect();
        let with_more = file.text.replacen("phrases = [", &format!("phrases = [{more}"), 1);
        assert_ne!(*file.text, *with_more, "the rule has phrases");
        file.text = with_more.into();
    }
    let as_of = jiff::civil::date(2026, 11, 1);
    let (corpus, _) = Corpus::load(&corpus::embedded());
    checking(bencher, &RuleSet::load(&files, &corpus, as_of).0);
}

fn checking(bencher: Bencher<'_, '_>, rules: &RuleSet) {
    let as_of = jiff::civil::date(2026, 11, 1);
    let document = read(GUIDE.as_bytes(), Format::Markdown, &rules.fields.table, None)
        .expect("a guide that can be read");
    check(&document, rules, &Selection::default(), as_of);
    bencher
        .counter(BytesCount::of_str(GUIDE))
        .bench(|| check(&document, rules, &Selection::default(), as_of));
}

/// The physical limit of all rules: the folded text scanned once for every phrase and word that a rule names.
#[divan::bench]
fn limit_one_scan_for_all_phrases(bencher: Bencher<'_, '_>) {
    fn phrases(value: &toml::Value, found: &mut Vec<String>) {
        match value {
            toml::Value::Table(table) => {
                for (key, value) in table {
                    match value {
                        toml::Value::String(words) if key == "wrong" => found.push(words.clone()),
                        toml::Value::Array(all) if key == "phrases" => {
                            found.extend(all.iter().filter_map(|words| words.as_str()).map(str::to_owned));
                        }
                        _ => phrases(value, found),
                    }
                }
            }
            toml::Value::Array(values) => values.iter().for_each(|value| phrases(value, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    for file in rules::embedded() {
        phrases(&toml::from_str(&file.text).expect("a rule is TOML"), &mut found);
    }
    let automaton = AhoCorasick::new(found.iter().map(|words| FoldedText::new(words).as_str().to_owned()))
        .expect("an automaton");
    let folded = FoldedText::new(GUIDE);
    bencher.counter(BytesCount::of_str(GUIDE)).bench(|| automaton.find_iter(folded.as_str()).count());
}

/// What every run pays before the first file: corpus and rules read and compiled.
#[divan::bench]
fn loading_corpus_and_rules() -> RuleSet {
    rules()
}
