//! The corpus that is part of the binary: read without a mistake, free of every fault that the rules know, and a register of
//! laws that contradicts neither itself nor the articles that cite it.

use guiju::{
    check::{Selection, Stated, across, check, facts},
    corpus::{self, Corpus},
    doc::Kind,
    law::Date,
    read::{Format, read},
    rules::{self, RuleSet},
};

const TODAY: Date = jiff::civil::date(2026, 11, 1);

fn loaded() -> (Corpus, RuleSet) {
    let (corpus, mistakes) = Corpus::load(&corpus::embedded());
    assert!(mistakes.is_empty(), "{mistakes:#?}");
    let (rules, mistakes) = RuleSet::load(&rules::embedded(), &corpus, TODAY);
    assert!(mistakes.is_empty(), "{mistakes:#?}");
    (corpus, rules)
}

#[test]
fn our_own_regulations_have_no_fault() {
    let (_, rules) = loaded();
    let (mut faults, mut stated) = (Vec::new(), Vec::new());
    for file in corpus::embedded() {
        if !file.path.ends_with(".md") || file.path.ends_with("README.md") {
            continue;
        }
        let document =
            read(file.text.as_bytes(), Format::Markdown, &rules.fields.table, Some(Kind::Regulation))
                .unwrap();
        for finding in check(&document, &rules, &Selection::default(), TODAY) {
            faults.push(format!("{}: {} {}", file.path, finding.rule, finding.message));
        }
        for (rule, fact) in facts(&document, &rules, &Selection::default(), TODAY) {
            stated.push(Stated {
                rule,
                document: file.path.as_str().into(),
                topic: fact.topic,
                party: fact.party,
                value: fact.value,
                place: file.path.clone(),
            });
        }
    }
    assert!(stated.len() >= 4, "the duties that regulations share are seen: {}", stated.len());
    faults.extend(across(stated).into_iter().map(|conflict| conflict.message));
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_system_of_a_centre_is_there() {
    let (corpus, _) = loaded();
    let ids: Vec<&str> = corpus.regulations().iter().map(|regulation| regulation.id.as_str()).collect();
    assert!(ids.len() >= 39);
    for id in [
        "integrity",
        "accountability",
        "attendance-and-leave",
        "one-time-notification",
        "first-contact",
        "time-limited-completion",
        "tolerant-acceptance",
        "joint-approval",
        "window-appraisal",
        "complaints",
        "vehicle-hall",
    ] {
        assert!(ids.contains(&id), "{id}");
    }
}

#[test]
fn the_register_of_laws_is_consistent() {
    let (corpus, _) = loaded();
    assert_eq!(corpus.register_mistake(), None);
    assert!(corpus.laws().len() >= 150);
    let successor = |name: &str| corpus.law(name).unwrap().replaced_by.clone();
    for name in ["合同法", "婚姻法", "继承法", "民法通则", "物权法", "担保法"] {
        assert_eq!(successor(name), ["中华人民共和国民法典"], "{name}");
        assert!(corpus.law(name).unwrap().repealed_on(TODAY).is_some(), "{name}");
    }
    let review = corpus.law("行政复议法").unwrap();
    assert_eq!(review.last_article(TODAY), Some(90));
    assert!(review.editions.len() >= 3, "1999, 2017, 2023");
    for (law, articles) in
        [("行政许可法", 83), ("民法典", 1260), ("行政处罚法", 86), ("政府信息公开条例", 56)]
    {
        assert_eq!(corpus.law(law).unwrap().last_article(TODAY), Some(articles), "{law}");
    }
    // Looked up one by one, each law is the one that the whole register has under its names.
    for law in corpus.laws() {
        for name in std::iter::once(&law.title).chain(&law.short) {
            assert_eq!(corpus.law(name), Some(law), "{name}");
        }
    }
}

/// The row of a regulation in corpus/README.md, but for the words about what it holds: title, id, number of articles, rules.
fn row(regulation: &guiju::law::Regulation, rules: &RuleSet) -> (String, String) {
    let citing = rules.rules.iter().filter(|rule| rule.basis.iter().any(|b| b.regulation == regulation.id));
    let codes: Vec<&str> = citing.map(|rule| &*rule.code).collect();
    let codes = if codes.is_empty() { "—".to_owned() } else { codes.join("、") };
    (format!("| {} | {} | {} |", regulation.title, regulation.id, regulation.articles().count()), codes)
}

#[test]
fn the_table_of_the_readme_is_true() {
    let (corpus, rules) = loaded();
    let readme = include_str!("../../corpus/README.md");
    let mut wrong = Vec::new();
    for regulation in corpus.regulations() {
        let (head, codes) = row(regulation, &rules);
        let fits = |line: &&str| line.starts_with(&head) && line.ends_with(&format!("| {codes} |"));
        if !readme.lines().any(|line| fits(&line)) {
            wrong.push(format!("{head} … | {codes} |"));
        }
    }
    assert!(wrong.is_empty(), "corpus/README.md should have these rows:\n{}", wrong.join("\n"));
}
