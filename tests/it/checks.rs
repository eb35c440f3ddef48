//! The rules that are part of the binary: all compile, all examples hold, all labels are of one field.

use guiju::{
    corpus::{self, Corpus},
    doc::Kind,
    finding::Level,
    law::Date,
    read::{Format, read},
    rules::{self, Days, RuleSet},
};

use crate::linting;

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
        for example in &rule.examples() {
            for failure in rule.try_example(example, &set.fields, TODAY) {
                failures.push(format!("{}: {failure}\n{}", rule.code, example.text));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(set.rules.len() >= 13);
}

#[test]
fn a_rule_is_slighter_where_its_grade_says_so() {
    let (corpus, _) = Corpus::load(&corpus::embedded());
    let (set, _) = RuleSet::load(&rules::embedded(), &corpus, TODAY);
    let rule = set.rule("C05").unwrap();
    let levels = |text: &str| -> Vec<Level> {
        let document = read(text.as_bytes(), Format::Markdown, &set.fields.table, Some(Kind::Guide)).unwrap();
        rule.run(&document, Days::of(&document, TODAY)).iter().map(|finding| finding.level).collect()
    };
    let (vague, exact) = ("承诺时限：尽快办结", "办理程序：自受理之日起5个工作日内办结");
    assert_eq!(levels(&format!("甲办事指南\n\n{vague}\n\n申请材料：身份证\n")), [Level::Error]);
    assert_eq!(levels(&format!("甲办事指南\n\n{vague}\n\n{exact}\n")), [Level::Advice]);
}

/// What the edit of the first finding of `rule` writes, and where.
fn edit(rule: &str, text: &str) -> Option<(String, String)> {
    let document = linting::document("指南.md", text.as_bytes());
    let found = linting::findings(&document).into_iter().find(|finding| &*finding.rule == rule);
    let edit = found.unwrap_or_else(|| panic!("{rule} finds nothing in {text}")).edit?;
    Some((edit.at.of(&document.plain).to_owned(), edit.with))
}

#[test]
fn a_unit_is_written_where_the_same_limit_has_it_twice() {
    let guide = |field: &str, flow: &str, note: &str| {
        format!(
            "# 养犬登记办事指南\n\n承诺时限：{field}\n\n办理程序：申请—受理—自受理之日起{flow}内办结\n\n注：自受理之日起{note}内办结。\n"
        )
    };
    let fixed = |field: &str, flow: &str, note: &str| edit("D07", &guide(field, flow, note));
    let to = |from: &str, to: &str| Some((from.to_owned(), to.to_owned()));
    assert_eq!(fixed("5", "5个工作日", "五个工作日"), to("5", "5个工作日"));
    assert_eq!(fixed("５工作（自受理之日起）", "5个工作日", "5个工作日"), to("５工作", "５个工作日"));
    // Other numbers, other units, or one other place leave open what is meant.
    assert_eq!(fixed("5", "5个工作日", "7个工作日"), None);
    assert_eq!(fixed("5", "5个工作日", "5个月"), None);
    assert_eq!(edit("D07", "# 养犬登记办事指南\n\n承诺时限：5\n\n注：自受理之日起5个工作日内办结。\n"), None);
}
