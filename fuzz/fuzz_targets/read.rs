//! Strangers' files: whatever the bytes, reading them and checking what was read ends without a panic, and every place
//! leads back into the file. `cargo +nightly fuzz run read`

#![no_main]

use std::sync::LazyLock;

use guiju::{
    check::{Selection, check},
    corpus::{self, Corpus},
    read::{Contents, Format, contents},
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
    let formats =
        [Format::Markdown, Format::Html, Format::Plain, Format::Docx, Format::Xlsx, Format::Csv];
    let format = formats[first as usize % formats.len()];
    let kind = "guide".parse().ok();
    let documents = match contents(bytes, format, &RULES.fields.table, kind) {
        Ok(Contents::Document(document)) => vec![*document],
        Ok(Contents::List(list)) => list.items().iter().filter_map(|item| list.document(item)).collect(),
        Err(_) => Vec::new(),
    };
    for document in documents {
        let findings = check(&document, &RULES, &Selection::default(), jiff::civil::date(2026, 11, 1));
        report::locate_all(&document, &"文件".into(), findings);
        report::inspect_json(&document, "文件", &|_| None);
    }
});
