//! `show`: a regulation, or one of its provisions, with the rules that rest on it and its other editions.

use std::{fmt::Write as _, path::Path};

use super::{args::ShowArgs, exit::Exit, load::Loaded, output};
use crate::{
    corpus::Resolution,
    law::{Date, Level, Provision, Regulation},
    rules::RuleSet,
};

pub(super) fn run(args: &ShowArgs) -> Exit {
    let Some(mut loaded) = Loaded::new(&args.sources, Path::new(".")) else { return Exit::Failed };
    let rules = loaded.rules_resting(&args.sources);
    let wanted = args.address.join(" ");
    let list = |several: &[&Regulation]| {
        several.iter().map(|r| format!("《{}》", r.title)).collect::<Vec<_>>().join("、")
    };
    let text = match loaded.corpus.resolve(&wanted, loaded.as_of) {
        Resolution::One(regulation, found) if !found.is_empty() => {
            not_yet(regulation, loaded.as_of)
                + &found.iter().map(|provision| one(regulation, provision, &rules)).collect::<String>()
        }
        Resolution::One(regulation, _) => {
            let mut text = not_yet(regulation, loaded.as_of) + &whole(regulation);
            let editions: Vec<String> = loaded
                .corpus
                .editions(&regulation.id)
                .map(|r| r.edition.effective.map_or("不明".to_owned(), |day| day.to_string()))
                .collect();
            if editions.len() > 1 {
                let _ =
                    writeln!(text, "\n各版本施行日期：{}（用 --as-of 看某一天的文本）", editions.join("、"));
            }
            text
        }
        Resolution::NoSuchProvision(regulation, at) => {
            output::err(&format!(
                "guiju：《{}》没有{at}，全文共 {} 条。\n",
                regulation.title,
                regulation.articles().count()
            ));
            return Exit::Failed;
        }
        Resolution::Many(several) => {
            output::err(&format!("guiju：“{wanted}”可能是 {}，请写全名称。\n", list(&several)));
            return Exit::Failed;
        }
        Resolution::ManyProvisions(..) | Resolution::NotHeld(..) | Resolution::Nameless(..) => {
            return Exit::Failed;
        }
        Resolution::None { nearest } => {
            let hint = if nearest.is_empty() {
                String::new()
            } else {
                format!("是不是想看 {}？", list(&nearest))
            };
            output::err(&format!("guiju：规章库里没有“{wanted}”。{hint}可以用 guiju search 按词语查找。\n"));
            return Exit::Failed;
        }
    };
    loaded.exit.max(output::out(&text))
}

/// A text that did not apply yet on the day that was asked for is shown, but not as if it did.
fn not_yet(regulation: &Regulation, as_of: Date) -> String {
    if regulation.effective() <= as_of {
        return String::new();
    }
    format!("注意：{as_of} 时这部规章还没有施行，以下是 {} 起施行的文本。\n", regulation.effective())
}

fn heading(regulation: &Regulation) -> String {
    let number = regulation.number.as_ref().map_or(String::new(), |number| format!("  {number}"));
    let issuer = if regulation.issuer.is_empty() { "制定单位不明" } else { &*regulation.issuer };
    let effective =
        regulation.edition.effective.map_or("施行日期不明".to_owned(), |day| format!("{day} 起施行"));
    format!(
        "《{}》{number}  {issuer}  {}  {effective}  编号 {}\n",
        regulation.title, regulation.edition.status, regulation.id
    )
}

fn one(regulation: &Regulation, provision: &Provision, rules: &RuleSet) -> String {
    let mut out = heading(regulation);
    let crumbs = regulation.breadcrumbs(provision);
    if !crumbs.is_empty() {
        let _ = writeln!(out, "{}", crumbs.join(" › "));
    }
    let at = provision.at.from_article();
    let _ = writeln!(
        out,
        "\n{}　{}",
        if at.steps().is_empty() { &provision.at } else { &at },
        regulation.words(provision)
    );
    let article = provision.at.article();
    let resting: Vec<String> = rules
        .rules
        .iter()
        .filter(|rule| {
            rule.basis.iter().any(|basis| basis.regulation == regulation.id && basis.at.article() == article)
        })
        .map(|rule| format!("  {} {}", rule.code, rule.title))
        .collect();
    if !resting.is_empty() {
        let _ = writeln!(out, "\n依据它的规则：\n{}", resting.join("\n"));
    }
    for variant in regulation.variants.iter().filter(|variant| variant.at.article() == article) {
        let _ = writeln!(out, "\n别处的规定（{}）：{}", variant.origin, variant.value);
    }
    out
}

fn whole(regulation: &Regulation) -> String {
    let mut out = heading(regulation);
    out.push_str(&preamble(regulation));
    for provision in regulation.provisions() {
        match provision.level() {
            Some(level) if level < Level::Article => {
                let step = provision.at.steps().last().map(ToString::to_string).unwrap_or_default();
                let _ = writeln!(out, "\n{step}　{}", provision.words.of(regulation.text()));
            }
            Some(Level::Article) => {
                let _ = writeln!(out, "\n{}　{}", provision.at.from_article(), regulation.words(provision));
            }
            _ => {}
        }
    }
    out
}

/// What stands before the first numbered unit: why the regulation was made, or all of one that numbers nothing.
fn preamble(regulation: &Regulation) -> String {
    let body = regulation.body_text();
    let start = regulation.text().len() - body.len();
    let end =
        regulation.provisions().first().map_or(body.len(), |first| first.span.start().saturating_sub(start));
    let words = body.get(..end).unwrap_or_default().lines().map(str::trim);
    let words = words.filter(|line| !line.is_empty() && !line.starts_with('#'));
    words.map(|line| format!("\n{line}\n")).collect()
}
