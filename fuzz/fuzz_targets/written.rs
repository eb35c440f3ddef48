//! Files that users write for guiju: rules and regulations, right or wrong, never make it panic.
//! `cargo +nightly fuzz run written`

#![no_main]

use guiju::{
    corpus::Corpus,
    report::{self, Style},
    rules::RuleSet,
    text::SourceFile,
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let as_of = jiff::civil::date(2026, 11, 1);
    let (corpus, mistakes) = Corpus::load(&[SourceFile::new("corpus/a.md", text)]);
    for regulation in corpus.regulations() {
        for provision in regulation.provisions() {
            regulation.words(provision);
        }
    }
    report::mistakes(&mistakes, Style { color: false, width: 80 });
    let (_, mistakes) = RuleSet::load(&[SourceFile::new("checks/fields.toml", "field = []"), SourceFile::new("checks/C01.toml", text)], &corpus, as_of);
    report::mistakes(&mistakes, Style { color: false, width: 80 });
});
