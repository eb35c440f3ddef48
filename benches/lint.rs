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

/// What every run pays before the first file: corpus and rules read and compiled.
#[divan::bench]
fn loading_corpus_and_rules() -> RuleSet {
    rules()
}
