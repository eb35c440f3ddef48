//! The library as the measuring tests use it: the built-in rules, loaded once, and one fixed day.

use std::{path::Path, sync::LazyLock};

use guiju::{
    check::{Selection, check},
    corpus::{self, Corpus},
    doc::Document,
    finding::Finding,
    law::Date,
    read::{Format, read},
    rules::{self, RuleSet},
};

static RULES: LazyLock<RuleSet> = LazyLock::new(|| {
    let (corpus, mistakes) = Corpus::load(&corpus::embedded());
    assert_eq!(mistakes.len(), 0, "mistakes in corpus/");
    let (rules, mistakes) = RuleSet::load(&rules::embedded(), &corpus, today());
    assert_eq!(mistakes.len(), 0, "mistakes in checks/");
    rules
});

/// The rules that are part of the program.
pub(crate) fn rules() -> &'static RuleSet {
    &RULES
}

/// The day on which every measured document is checked: the labels were written for it.
pub(crate) fn today() -> Date {
    jiff::civil::date(2026, 11, 22)
}

/// Whether a rule with that code has been written. Only such rules are measured.
pub(crate) fn exists(code: &str) -> bool {
    rules().rule(code).is_some()
}

/// The format that the name of a file tells.
pub(crate) fn format_of(name: &str) -> Format {
    Format::of_extension(&Path::new(name).extension().unwrap().to_string_lossy()).unwrap()
}

/// Reads the file of that name.
pub(crate) fn document(name: &str, bytes: &[u8]) -> Document {
    read(bytes, format_of(name), &rules().fields.table, None).unwrap_or_else(|e| panic!("{name}: {e}"))
}

/// All that the rules that are on by default find in it.
pub(crate) fn findings(document: &Document) -> Vec<Finding> {
    check(document, rules(), &Selection::default(), today())
}
