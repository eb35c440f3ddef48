//! One label has one value: 咨询电话 twice, with two numbers, leaves open which to dial.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use super::super::{super::rule::Rule, variant::variants};
use crate::{
    doc::{BlockKind, Document, Field},
    finding::{Finding, Fingerprint, Label},
    text::{FoldedText, Plain, Span},
};

/// The longest value, in characters, that is compared: longer ones are texts, not values.
const LONGEST: usize = 60;

/// A place where a label stands, with what is compared.
struct Place<'d> {
    field: &'d Field,
    label: String,
    value: String,
    headings: Vec<Span<Plain>>,
    /// The field in whose value the label stands: 电话 below 咨询途径 and 电话 below 监督投诉渠道 are two.
    within: Option<&'d str>,
    /// The office that its line names before the label: 大岭乡便民服务中心（乡政府院内）　咨询电话：…
    office: Option<&'d str>,
}

/// The values that contradict an earlier one under the same label.
pub(super) fn contradictions(rule: &Rule, document: &Document, names: &[Arc<str>]) -> Vec<Finding> {
    let places: Vec<Place<'_>> =
        document.fields.iter().filter_map(|field| place(document, field, names)).collect();
    // Places with one label, for one field, under the same headings and in the same value.
    let mut groups: HashMap<_, Vec<&Place<'_>>> = HashMap::new();
    for place in &places {
        groups
            .entry((&place.label, &place.field.name, &place.headings, place.within))
            .or_default()
            .push(place);
    }
    let repeated = groups.iter().filter(|(_, group)| group.len() > 1);
    let repeated: BTreeSet<&str> = repeated.map(|((label, ..), _)| label.as_str()).collect();
    // Three or more, or several labels that come back in step, are a list of windows or districts.
    if repeated.len() > 1 {
        return Vec::new();
    }
    let pairs = groups.values().filter_map(|group| match group.as_slice() {
        [first, later] => Some((*first, *later)),
        _ => None,
    });
    let mut pairs: Vec<(&Place<'_>, &Place<'_>)> = pairs.collect();
    pairs.sort_by_key(|(_, later)| later.field.label);
    let mut findings = Vec::new();
    let mut told: BTreeSet<&str> = BTreeSet::new();
    for (first, later) in pairs {
        if !contradict(document, first, later) || !told.insert(&later.label) {
            continue;
        }
        let plain = &document.plain;
        let message = format!(
            "“{}”写了两次，内容不同：“{}”和“{}”",
            later.field.label.of(plain),
            first.field.text(plain),
            later.field.text(plain)
        );
        let mut finding = rule.finding(document, first.field.span(), message);
        finding.primary.note = "这里".to_owned();
        finding.related = vec![Label { at: later.field.span(), note: "与这里不同".to_owned() }];
        finding.fingerprint = Fingerprint::of([&*rule.code, &later.label]);
        findings.push(finding);
    }
    findings
}

fn place<'d>(document: &'d Document, field: &'d Field, names: &[Arc<str>]) -> Option<Place<'d>> {
    let text = field.folded(&document.plain);
    // A table that has the label on top holds a row for each case.
    let in_table =
        document.block_at(field.label).is_some_and(|block| matches!(block.kind, BlockKind::Cell(_)));
    let on_top = in_table && field.value.len() > 1;
    // A form's blank beside its sample.
    let is_blank = text.contains("__");
    let is_long = text.chars().count() > LONGEST;
    if !names.contains(&field.name) || field.label.is_empty() || on_top || is_blank || is_long {
        return None;
    }
    let value: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
    (!value.is_empty()).then(|| Place {
        field,
        label: FoldedText::new(field.label.of(&document.plain)).as_str().to_owned(),
        value,
        headings: document.headings_above(field.label),
        within: within(document, field),
        office: office(document, field),
    })
}

/// The field in whose value the label of `own` stands.
fn within<'d>(document: &'d Document, own: &Field) -> Option<&'d str> {
    let holds = |field: &&Field| field.value.iter().any(|piece| piece.contains(own.label));
    document.fields.iter().rev().find(holds).map(|field| &*field.name)
}

/// What the line of a label begins with, where that is an office and no other label.
fn office<'d>(document: &'d Document, field: &Field) -> Option<&'d str> {
    const OFFICES: [&str; 9] = ["窗口", "中心", "大厅", "服务站", "分局", "派出所", "街道", "乡", "镇"];
    let line = document.block_at(field.label)?;
    let lead = document.plain.get(line.span.start()..field.label.start())?.trim();
    let is_office = OFFICES.iter().any(|office| lead.contains(office)) && !lead.contains(['：', ':', '。']);
    is_office.then_some(lead)
}

/// Whether two values cannot both be meant: neither is part of the other, and they are for one variant.
fn contradict(document: &Document, a: &Place<'_>, b: &Place<'_>) -> bool {
    let (short, long) = if a.value.len() < b.value.len() { (a, b) } else { (b, a) };
    let of = |place: &Place<'_>| variants(document, place.field.span());
    a.office == b.office && !long.value.contains(&short.value) && of(a).may_be(&of(b))
}
