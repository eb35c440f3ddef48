//! The report as rows, for those who sort and filter: what workbooks and CSV have in common.

use std::{borrow::Cow, collections::HashMap};

use super::{
    Located, Report, Summary,
    gaps::gaps,
    visible::{article, brief, clean, shown},
};
use crate::{doc::Kind, finding::Level};

/// Excel holds 32,767 characters in a cell.
const CELL: usize = 32_000;

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Cell<'r> {
    Text(Cow<'r, str>),
    Number(usize),
    Empty,
}

impl<'r> Cell<'r> {
    fn text(words: &str) -> Self {
        Cell::Text(brief(words, CELL).into())
    }

    fn word(word: &'r str) -> Self {
        Cell::Text(word.into())
    }
}

pub(super) type Row<'r> = Vec<Cell<'r>>;

/// What stands above the rows of [`findings`], and how wide each column is in characters.
pub(super) const FINDINGS: [(&str, u8); 16] = [
    ("级别", 6),
    ("编号", 6),
    ("规则", 22),
    ("问题", 44),
    ("怎么改", 44),
    ("文件", 32),
    ("行", 6),
    ("列", 6),
    ("位置", 16),
    ("章节", 20),
    ("原文", 30),
    ("相关的地方", 30),
    ("依据", 50),
    ("检查指标", 18),
    ("可自动改", 9),
    ("指纹", 18),
];

/// A row a finding. Lines and columns only where the file has them; the place in a package is its anchor.
pub(super) fn findings(report: &Report) -> Vec<Row<'_>> {
    let texts = report.texts();
    let guides: HashMap<&str, bool> =
        report.documents.iter().map(|d| (&*d.path, d.kind == Some(Kind::Guide))).collect();
    let row = |finding: &'_ Located| {
        let place = &finding.primary;
        let is_text = texts.contains(&*place.path);
        let number = |number| if is_text { Cell::Number(number) } else { Cell::Empty };
        let related = finding.related.iter().map(|other| {
            let at = match &other.anchor {
                Some(anchor) => clean(anchor),
                None => format!("第{}行", other.start.line),
            };
            let path = if other.path == place.path { String::new() } else { format!("{} ", other.path) };
            format!("{} {path}{at}“{}”", other.note, brief(&other.text, 60))
        });
        let basis = finding.basis.iter().map(article);
        let is_guide = guides.get(&*place.path).copied().unwrap_or_default();
        let indicator = report.rule(&finding.rule).and_then(|rule| rule.indicator).filter(|_| is_guide);
        vec![
            Cell::word(finding.level.name()),
            Cell::text(&finding.rule),
            Cell::text(&finding.title),
            Cell::text(&finding.message),
            Cell::text(&finding.advice),
            Cell::text(&place.path),
            number(place.start.line),
            number(place.start.column),
            place.anchor.as_deref().map_or(Cell::Empty, Cell::text),
            place.headings.last().map_or(Cell::Empty, |heading| Cell::text(heading)),
            Cell::text(&place.text),
            Cell::text(&related.collect::<Vec<_>>().join("；")),
            Cell::text(&basis.collect::<Vec<_>>().join("；")),
            indicator.map_or(Cell::Empty, |indicator| Cell::word(indicator.name())),
            Cell::word(if finding.is_fixable() { "是" } else { "否" }),
            Cell::Text(finding.fingerprint.to_string().into()),
        ]
    };
    report.findings.iter().map(row).collect()
}

/// What stands above the rows of [`documents`].
pub(super) const DOCUMENTS: [(&str, u8); 8] = [
    ("文件", 50),
    ("文种", 16),
    ("编码", 10),
    ("适用的规则", 12),
    ("错误", 8),
    ("警告", 8),
    ("提示", 8),
    ("合计", 8),
];

/// A row a document, with what was found in it.
pub(super) fn documents(report: &Report) -> Vec<Row<'_>> {
    let mut counts: HashMap<&str, [usize; 3]> = HashMap::new();
    for finding in &report.findings {
        let counts = counts.entry(&finding.primary.path).or_default();
        for (count, level) in counts.iter_mut().zip(Level::ALL) {
            *count += usize::from(level == finding.level);
        }
    }
    let rows = report.documents.iter().map(|document| {
        let counts = counts.get(&*document.path).copied().unwrap_or_default();
        let mut row = vec![
            Cell::text(&document.path),
            Cell::word(document.kind.map_or("文种不明", Kind::name)),
            document.encoding.map_or(Cell::Empty, Cell::word),
            Cell::Number(document.rules),
        ];
        row.extend(counts.map(Cell::Number));
        row.push(Cell::Number(counts.iter().sum()));
        row
    });
    rows.collect()
}

/// What stands above the rows of [`unchecked`].
pub(super) const UNCHECKED: [(&str, u8); 3] = [("类别", 18), ("文件或者规则", 50), ("说明", 80)];

/// A row for everything that was not checked, or found and not reported.
pub(super) fn unchecked(report: &Report) -> Vec<Row<'_>> {
    let gaps = gaps(report).into_iter().map(|gap| {
        vec![Cell::word(gap.reason.name()), Cell::text(gap.path), Cell::Text(shown(&gap.text).into())]
    });
    let off = report
        .rules
        .iter()
        .filter(|rule| !rule.is_on)
        .map(|rule| vec![Cell::word("没有启用的规则"), Cell::text(&rule.code), Cell::text(&rule.title)]);
    let Summary { suppressed, baselined, unchanged, .. } = report.summary;
    let held = [("豁免", suppressed), ("基线", baselined), ("没有改动的行上", unchanged)];
    let held = held.into_iter().filter(|&(_, count)| count > 0);
    let held =
        held.map(|(name, count)| vec![Cell::word(name), Cell::Empty, Cell::text(&format!("{count} 处"))]);
    gaps.chain(held).chain(off).collect()
}
