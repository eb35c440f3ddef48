//! Strangers' files: whatever the bytes, reading them and checking what was read ends without a panic, and every place
//! leads back into the file. `cargo +nightly fuzz run read`

#![no_main]

use std::sync::LazyLock;

use guiju::{
    check::{Selection, check},
    corpus::{self, Corpus},
    read::{Format, read},
    report,
    rules::{self, RuleSet},
};
use libfuzzer_sys::fuzz_target;

static RULES: LazyLock<RuleSet> = LazyLock::new(|| {
    let (corpus, _) = Corpus::load(&corpus::embedded());
    RuleSet::load(&rules::embedded(), &corpus, jiff::civil::date(2026, 11, 1)).0
});

fuzz_target!(|data: &[u8]| {
    let Some((&first, bytes)) = data.split_first() else { return };
    let formats = [Format::Markdown, Format::Html, Format::Plain, Format::Docx];
    let format = formats[first as usize % formats.len()];
    let kind = "guide".parse().ok();
    if let Ok(document) = read(bytes, format, &RULES.fields.table, kind) {
        let findings = check(&document, &RULES, &Selection::default(), jiff::civil::date(2026, 11, 1));
        report::locate_all(&document, &"文件".into(), findings);
        report::inspect_json(&document, "文件", &|_| None);
    }
});
