//! `--format html`: the report that is handed on: one file that asks nothing of the network, for the screen and for A4 paper.
//! It says what was found, under the indicators of the official inspection and in each document, and what was not checked.

mod chart;
mod finding;
mod unchecked;

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fmt::Write as _,
};

use super::{Checked, Located, Report, human, tally::by_rule, visible::shown};
use crate::{
    doc::Kind,
    finding::{INSPECTION, Indicator, Level},
};

/// How many rules a row of the table of indicators names.
const RULES: usize = 8;

/// The report as a page, ending with a line feed.
pub fn html(report: &Report) -> String {
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>合规检查报告</title>\n<style>\n{}</style>\n</head>\n<body>\n",
        include_str!("html/page.css")
    );
    let page = Page::of(report);
    page.head(&mut out);
    page.figures(&mut out);
    // They are about guides.
    if report.documents.iter().any(|document| document.kind == Some(Kind::Guide)) {
        page.indicators(&mut out);
    }
    chart::by_rule(&mut out, report);
    page.documents(&mut out);
    unchecked::section(&mut out, report);
    let _ = write!(
        out,
        "<footer><p>由规矩（guiju）{} 生成。每处问题都引了依据的原文；是否违规、怎样扣分，由有权的机关认定。</p></footer>\n\
         </body>\n</html>\n",
        env!("CARGO_PKG_VERSION")
    );
    out
}

/// Words of a document as text of the page.
fn text(words: &str) -> String {
    escaped(&shown(words))
}

fn escaped(text: &str) -> String {
    quick_xml::escape::escape(text).into_owned()
}

/// The findings, sorted as the page needs them.
struct Page<'r> {
    report: &'r Report,
    /// The kinds of the files.
    kinds: HashMap<&'r str, Option<Kind>>,
    /// The findings of each file.
    found: HashMap<&'r str, Vec<&'r Located>>,
    /// The files with a place that a finding of another file contradicts.
    contradicted: BTreeSet<&'r str>,
}

impl<'r> Page<'r> {
    fn of(report: &'r Report) -> Self {
        let kinds = report.documents.iter().map(|document| (&*document.path, document.kind)).collect();
        let mut found: HashMap<&str, Vec<&Located>> = HashMap::new();
        let mut contradicted = BTreeSet::new();
        for finding in &report.findings {
            found.entry(&finding.primary.path).or_default().push(finding);
            contradicted.extend(finding.related.iter().map(|place| &*place.path));
        }
        Self { report, kinds, found, contradicted }
    }

    /// The indicator of a finding: one of a guide, by its rule.
    fn indicator(&self, finding: &Located) -> Option<Indicator> {
        let is_guide = self.kinds.get(&*finding.primary.path) == Some(&Some(Kind::Guide));
        self.report.rule(&finding.rule).filter(|_| is_guide)?.indicator
    }

    fn head(&self, out: &mut String) {
        let day = self.report.as_of.map_or_else(String::new, |day| {
            format!("按 {}年{}月{}日 有效的规章和规则　", day.year(), day.month(), day.day())
        });
        let on = self.report.rules.iter().filter(|rule| rule.is_on).count();
        let rules = if on == 0 { String::new() } else { format!("　启用规则 {on} 条") };
        let files = self.report.documents.len() + self.report.unreadable.len();
        let _ = write!(out, "<header><h1>合规检查报告</h1>\n<p>{day}文件 {files} 个{rules}</p></header>\n");
    }

    fn figures(&self, out: &mut String) {
        let summary = &self.report.summary;
        let levels = Level::ALL.map(|level| {
            format!("<i class=\"{}\">{} {}</i> ", level.word(), level.name(), summary.count(level))
        });
        let guides: Vec<&Checked> = self
            .report
            .documents
            .iter()
            .filter(|document| document.kind == Some(Kind::Guide) && document.rules > 0)
            .collect();
        let of = |path: &str| self.found.get(path).map_or(&[][..], Vec::as_slice);
        let clean = guides
            .iter()
            .filter(|guide| of(&guide.path).is_empty() && !self.contradicted.contains(&*guide.path))
            .count();
        let has_error = |guide: &&&Checked| of(&guide.path).iter().any(|f| f.level == Level::Error);
        let without_error = guides.len() - guides.iter().filter(has_error).count();
        let _ = write!(
            out,
            "<p class=\"lead\">{}</p>\n<div class=\"figures\">\n",
            escaped(human::account(summary).trim_end())
        );
        let _ = writeln!(
            out,
            "<div><b>{}</b><span>处问题</span><span>{}</span></div>",
            summary.findings(),
            levels.concat()
        );
        if !guides.is_empty() {
            let share = |n: usize| format!("{}%", n * 100 / guides.len());
            let _ = writeln!(
                out,
                "<div><b>{}</b><span>指南没有发现问题</span><span>{clean} / {} 份</span></div>",
                share(clean),
                guides.len()
            );
            let _ = writeln!(
                out,
                "<div><b>{}</b><span>指南没有“错误”</span><span>{without_error} / {} 份</span></div>",
                share(without_error),
                guides.len()
            );
        }
        let unchecked = summary.unreadable + summary.unknown + summary.unruled;
        let _ = writeln!(
            out,
            "<div><b>{unchecked}</b><span>个文件没有检查</span><span>豁免 {} 处，基线 {} 处</span></div>\n</div>",
            summary.suppressed, summary.baselined
        );
    }

    /// The findings under the indicators of the official inspection.
    fn indicators(&self, out: &mut String) {
        let mut groups: BTreeMap<Option<Indicator>, Vec<&Located>> = BTreeMap::new();
        for finding in &self.report.findings {
            groups.entry(self.indicator(finding)).or_default().push(finding);
        }
        let _ = write!(
            out,
            "<section><h2>按检查指标</h2>\n<p class=\"soft\">对照{INSPECTION}。只有对应关系确定的规则才归入指标，\
             其余列在“其他”；指标针对政府门户网站的办事指南，是否扣分、扣多少分以检查组认定为准。</p>\n\
             <table><thead><tr><th>部分</th><th>指标</th><th>查出的规则</th><th class=\"number\">处数</th>\
             <th class=\"number\">文件数</th></tr></thead>\n<tbody>\n"
        );
        let none = "没有规则对应";
        row(
            out,
            "单项否决指标",
            "—",
            &format!("{none}（如严重表述错误、泄露国家秘密、服务不实用），要另行检查"),
            None,
        );
        for indicator in Indicator::ALL {
            let findings = groups.remove(&Some(indicator)).unwrap_or_default();
            let rules = if findings.is_empty() { "没有发现".to_owned() } else { rules(&findings) };
            row(out, indicator.part(), indicator.name(), &rules, Some(&findings));
        }
        row(out, "加分指标", "—", none, None);
        if let Some(findings) = groups.remove(&None) {
            row(out, "其他", "—", &rules(&findings), Some(&findings));
        }
        out.push_str("</tbody></table></section>\n");
    }

    fn documents(&self, out: &mut String) {
        out.push_str("<section><h2>按文件</h2>\n");
        let mut clean = Vec::new();
        for document in &self.report.documents {
            match self.found.get(&*document.path) {
                Some(findings) => self.document(out, document, findings),
                None if document.kind.is_some() && document.rules > 0 => clean.push(&document.path),
                None => {}
            }
        }
        if !clean.is_empty() {
            let items: Vec<String> = clean.iter().map(|path| format!("<li>{}</li>", text(path))).collect();
            let _ = writeln!(out, "<h3>没有发现问题的文件</h3>\n<ul>{}</ul>", items.concat());
        }
        if clean.is_empty() && self.found.is_empty() {
            out.push_str("<p>没有能够检查的文件。</p>\n");
        }
        out.push_str("</section>\n");
    }

    fn document(&self, out: &mut String, document: &Checked, findings: &[&Located]) {
        let kind = document.kind.map_or("文种不明", Kind::name);
        let levels = Level::ALL.into_iter().filter_map(|level| {
            let count = findings.iter().filter(|finding| finding.level == level).count();
            (count > 0).then(|| format!("{} {count}", level.name()))
        });
        let levels: Vec<String> = levels.collect();
        let _ = write!(
            out,
            "<h3>{}</h3>\n<p class=\"soft\">{}；{}</p>\n",
            text(&document.path),
            escaped(kind),
            levels.join("、")
        );
        let mut groups: BTreeMap<(bool, Option<Indicator>), Vec<&Located>> = BTreeMap::new();
        for finding in findings {
            let indicator = self.indicator(finding);
            groups.entry((indicator.is_none(), indicator)).or_default().push(finding);
        }
        for ((_, indicator), findings) in groups {
            let name = indicator.map_or_else(
                || "其他".to_owned(),
                |indicator| format!("{}·{}", indicator.part(), indicator.name()),
            );
            let _ = writeln!(out, "<h4>{name}</h4>");
            findings.iter().for_each(|finding| finding::entry(out, finding));
        }
    }
}

/// The rules that found `findings`, those that found most first, with how often each.
fn rules(findings: &[&Located]) -> String {
    let mut rules = by_rule(findings.iter().copied());
    rules.sort_by_key(|rule| std::cmp::Reverse(rule.total()));
    let named =
        rules.iter().take(RULES).map(|rule| format!("{} {} {} 处", rule.code, rule.title, rule.total()));
    let named = named.collect::<Vec<_>>().join("；");
    if rules.len() > RULES {
        format!("{named}；等 {} 条规则，见“按规则”", rules.len())
    } else {
        named
    }
}

/// A row of the table of indicators; without findings when none of our rules could make any.
fn row(out: &mut String, part: &str, name: &str, rules: &str, findings: Option<&[&Located]>) {
    let dash = || "—".to_owned();
    let count = findings.map_or_else(dash, |findings| findings.len().to_string());
    let files = findings.map_or_else(dash, |findings| {
        findings.iter().map(|finding| &finding.primary.path).collect::<BTreeSet<_>>().len().to_string()
    });
    let _ = writeln!(
        out,
        "<tr><td class=\"name\">{part}</td><td class=\"name\">{name}</td><td>{}</td>\
         <td class=\"number\">{count}</td><td class=\"number\">{files}</td></tr>",
        text(rules)
    );
}
