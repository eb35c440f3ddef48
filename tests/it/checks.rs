//! The rules that are part of the binary: all compile, all examples hold, all labels are of one field.

use guiju::{
    corpus::{self, Corpus},
    law::Date,
    rules::{self, RuleSet},
};

/// A day on which every built-in rule holds.
const TODAY: Date = jiff::civil::date(2026, 11, 1);

#[test]
fn every_rule_compiles_and_finds_just_what_its_examples_say() {
    let (corpus, mistakes) = Corpus::load(&corpus::embedded());
    assert!(mistakes.is_empty(), "{mistakes:#?}");
    let (set, mistakes) = RuleSet::load(&rules::embedded(), &corpus, TODAY);
    for m in &mistakes {
        println!("{}: {} {} ({:?})", m.file.path, m.message, m.advice, m.at.of(&m.file.text));
    }
    assert!(mistakes.is_empty());
    let mut failures = Vec::new();
    for rule in &set.rules {
        for example in &rule.examples {
            for failure in rule.try_example(example, &set.fields, TODAY) {
                failures.push(format!("{}: {failure}\n{}", rule.code, example.text));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(set.rules.len() >= 13);
}
