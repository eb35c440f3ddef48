//! A regulation, or provisions of it, for people.

use std::fmt::Write as _;

use crate::{
    law::{Level, Provision, Regulation},
    show::{Shown, at, breadcrumbs, preamble},
};

/// How many citing articles of a whole regulation are named one by one.
const CITING: usize = 20;

pub(super) fn page(shown: &Shown<'_>) -> String {
    let mut out = not_yet(shown);
    if let Some(ended) = &shown.ended {
        let _ = writeln!(out, "注意：{ended}。");
    }
    out.push_str(&heading(shown.regulation));
    if shown.provisions.is_empty() {
        out.push_str(&whole(shown.regulation));
        out.push_str(&rules(shown, None));
        out.push_str(&citing(shown, None));
    }
    let mut around = Vec::new();
    for (i, provision) in shown.provisions.iter().enumerate() {
        if i > 0 {
            out.push('\n');
        }
        // The headings stand once above the provisions that share them.
        let crumbs = breadcrumbs(shown.regulation, provision);
        if !crumbs.is_empty() && crumbs != around {
            let _ = writeln!(out, "{}", crumbs.join(" › "));
        }
        if i == 0 || crumbs != around {
            out.push('\n');
        }
        around = crumbs;
        out.push_str(&one(shown, provision));
    }
    if shown.editions.len() > 1 && shown.provisions.is_empty() {
        let days: Vec<String> =
            shown.editions.iter().map(|day| day.map_or("不明".to_owned(), |day| day.to_string())).collect();
        let _ = writeln!(out, "\n各版本施行日期：{}（用 --as-of 看某一天的文本）", days.join("、"));
    }
    out
}

/// A text that did not apply yet on the day that was asked for is shown, but not as if it did.
fn not_yet(shown: &Shown<'_>) -> String {
    let (regulation, as_of) = (shown.regulation, shown.as_of);
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

fn one(shown: &Shown<'_>, provision: &Provision) -> String {
    let regulation = shown.regulation;
    let mut out = String::new();
    let _ = writeln!(out, "{}　{}", at(provision), regulation.words(provision));
    out.push_str(&rules(shown, Some(provision)));
    out.push_str(&citing(shown, Some(provision)));
    let article = provision.at.article();
    for variant in regulation.variants.iter().filter(|variant| variant.at.article() == article) {
        let _ = writeln!(out, "\n别处的规定（{}）：{}", variant.origin, variant.value);
    }
    out
}

fn rules(shown: &Shown<'_>, provision: Option<&Provision>) -> String {
    let rules = shown.rules_of(provision);
    if rules.is_empty() {
        return String::new();
    }
    let lines: Vec<String> = rules.iter().map(|rule| format!("  {} {}\n", rule.code, rule.title)).collect();
    format!("\n依据它的规则：\n{}", lines.concat())
}

fn citing(shown: &Shown<'_>, provision: Option<&Provision>) -> String {
    let all = shown.citing_of(provision);
    if all.is_empty() {
        return String::new();
    }
    let named: Vec<String> = all.iter().take(CITING).map(super::name).collect();
    let more = if all.len() > CITING { format!(" 等 {} 条", all.len()) } else { String::new() };
    format!("\n引用它的条款：{}{more}\n", named.join("、"))
}

fn whole(regulation: &Regulation) -> String {
    let mut out = heading(regulation);
    preamble(regulation).for_each(|line| out.push_str(&format!("\n{line}\n")));
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
