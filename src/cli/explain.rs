//! `explain`: a rule with its reason, the articles behind it, and its examples.

use std::fmt::Write as _;

use super::{args::ExplainArgs, exit::Exit, load::Loaded, output};
use crate::{
    check::HouseRule,
    corpus::Corpus,
    finding::INSPECTION,
    rules::{Profile, Rule},
};

pub(super) fn run(args: &ExplainArgs) -> Exit {
    let Some(mut loaded) = Loaded::new(&args.sources, std::path::Path::new(".")) else { return Exit::Failed };
    let rules = loaded.rules(&args.sources);
    let mut exit = loaded.exit;
    for code in &args.rules {
        let explained = rules.rule(code).map(|rule| explanation(rule, &loaded.corpus));
        match explained.or_else(|| HouseRule::of_code(code).map(house)) {
            Some(explained) => exit = exit.max(output::out(&explained)),
            None => {
                output::err(&format!("guiju：没有编号为 {code} 的规则。用 guiju rule list 看全部规则。\n"));
                exit = Exit::Failed;
            }
        }
    }
    exit
}

/// A check of silences or of the baseline, which rests on no norm.
fn house(rule: HouseRule) -> String {
    let HouseRule { code, title, why, advice } = rule;
    let level = HouseRule::LEVEL.name();
    format!("{code} {title}\n级别：{level}    适用：豁免和基线\n\n为什么\n  {why}\n\n怎么改\n  {advice}\n")
}

fn explanation(rule: &Rule, corpus: &Corpus) -> String {
    let on = if Profile::DEFAULT.contains(&rule.profile) {
        "默认启用"
    } else {
        "默认不启用，须在 guiju.toml 或 --profile 里写明"
    };
    let kinds: Vec<&str> = rule.applies_to.iter().map(|kind| kind.word()).collect();
    let mut out = format!("{} {}\n", rule.code, rule.title);
    let _ = writeln!(
        out,
        "级别：{}    规则集：{}（{on}）    适用：{}",
        rule.level.name(),
        rule.profile.word(),
        kinds.join("、")
    );
    let (from, until) = (*rule.in_force.start(), *rule.in_force.end());
    if from != crate::law::Date::MIN || until != crate::law::Date::MAX {
        let day = |date, none| if date == none { "不限".to_owned() } else { format!("{date}") };
        let _ = writeln!(
            out,
            "时间：{} 至 {}",
            day(from, crate::law::Date::MIN),
            day(until, crate::law::Date::MAX)
        );
    }
    if let Some(indicator) = rule.indicator {
        let _ = writeln!(out, "检查指标：{}·{}，见{INSPECTION}", indicator.part(), indicator.name());
    }
    let _ = writeln!(out, "\n为什么\n  {}\n\n怎么改\n  {}\n\n依据", rule.why, rule.advice);
    for citation in rule.basis.iter() {
        let _ = writeln!(out, "  《{}》{}：“{}”", citation.title, citation.at, citation.quote);
        if let Some((regulation, provision)) = corpus.provision(
            &citation.regulation,
            &citation.at,
            citation.edition.unwrap_or(crate::law::Date::MIN),
        ) {
            let _ = writeln!(out, "    全文：{}", regulation.words(provision).replace('\n', "\n    "));
        }
    }
    let _ = writeln!(out, "\n例子");
    for example in &rule.examples() {
        let verdict = if example.finds.is_empty() {
            "不报".to_owned()
        } else {
            format!("报：{}", example.finds.join("、"))
        };
        let text = example
            .text
            .trim()
            .lines()
            .filter(|line| !line.trim().is_empty())
            .collect::<Vec<_>>()
            .join("\n    ");
        let _ = writeln!(out, "  {verdict}\n    {text}");
    }
    let _ = writeln!(out, "\n文件：{}\n", rule.file.path);
    out
}
