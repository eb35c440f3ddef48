//! One telephone has one number: two that differ by a slip of the finger, under labels that mean the same, are one of them
//! wrong. Numbers that differ in any other way belong to two telephones.

use std::{collections::BTreeSet, sync::LazyLock};

use regex::Regex;

use super::{
    super::{super::rule::Rule, format::phone_numbers, variant::variants},
    places::local_number,
};
use crate::{
    doc::Document,
    finding::{Finding, Fingerprint, Label},
    text::{Folded, Plain, Span},
};

/// 咨询电话: 联系方式 监督投诉电话为 — with what may stand between it and its number: a name, or the next cell.
static LABEL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let kinds = "咨询|联系|窗口|服务|办公|受理|投诉|监督|举报";
    Regex::new(&format!("(?P<kind>(?:{kinds}){{1,3}})(?:电话|方式|热线)(?:号码)?[^0-9(。;\n]{{0,12}}\n?"))
        .ok()
});

/// More numbers of one meaning are a list of windows, offices or districts.
const MOST: usize = 4;

/// Shorter numbers are hotlines.
const SHORTEST: usize = 7;

/// The digits at the end of a number that tell the telephones of one house apart.
const OF_HOUSE: usize = 3;

/// Words of headings that name an office.
const OFFICES: [&str; 11] = ["局", "所", "中心", "站", "窗口", "镇", "乡", "街道", "区", "市", "县"];

/// What a number is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Use {
    Enquiry,
    Complaint,
}

struct Number {
    at: Span<Folded>,
    digits: String,
    of: Use,
}

/// The numbers of one meaning that a slip makes of one another; those in `known` are told already.
pub(super) fn contradictions(rule: &Rule, document: &Document, known: &[Finding]) -> Vec<Finding> {
    let numbers = numbers(document);
    let mut findings = Vec::new();
    for of in [Use::Enquiry, Use::Complaint] {
        let own: Vec<&Number> = numbers.iter().filter(|number| number.of == of).collect();
        let different: BTreeSet<&str> = own.iter().map(|number| number.digits.as_str()).collect();
        if different.len() > MOST {
            continue;
        }
        let pairs = own
            .iter()
            .enumerate()
            .flat_map(|(i, first)| own.iter().skip(i + 1).map(move |later| (first, later)));
        let slips = pairs.filter(|(first, later)| is_slip(&first.digits, &later.digits));
        let found = slips
            .map(|(first, later)| (document.folded.to_plain(first.at), document.folded.to_plain(later.at)));
        let Some((first, later)) = found.into_iter().find(|&(first, later)| {
            let block = |at| document.block_at(at).map(|block| block.span);
            let told = |at| {
                known.iter().any(|f| f.primary.at.overlaps(at) || f.related.iter().any(|l| l.at.overlaps(at)))
            };
            block(first) != block(later)
                && one_office(document, first, later)
                && !told(first)
                && variants(document, first).may_be(&variants(document, later))
        }) else {
            continue;
        };
        let plain = &document.plain;
        let message = format!("同一个电话写了两个号码：{}和{}", first.of(plain), later.of(plain));
        let mut finding = rule.finding(document, first, message);
        finding.primary.note = "这里".to_owned();
        finding.related = vec![Label { at: later, note: "与这里差一个数字".to_owned() }];
        finding.fingerprint = Fingerprint::of([&*rule.code, first.of(plain), later.of(plain)]);
        findings.push(finding);
    }
    findings
}

/// Whether no headings put two places under two offices.
fn one_office(document: &Document, a: Span<Plain>, b: Span<Plain>) -> bool {
    let office = |at| -> Vec<&str> {
        let headings = document.headings_above(at).into_iter().map(|heading| heading.of(&document.plain));
        headings.filter(|words| OFFICES.iter().any(|word| words.contains(word))).collect()
    };
    let (one, other) = (office(a), office(b));
    one.is_empty() || other.is_empty() || one == other
}

/// The numbers of `document` that stand right behind a label of a telephone.
fn numbers(document: &Document) -> Vec<Number> {
    let text = document.folded.as_str();
    let whole = phone_numbers(text);
    let labels = LABEL.iter().flat_map(|label| label.captures_iter(text));
    let number = |label: regex::Captures<'_>| {
        let (all, kind) = (label.get(0)?, label.name("kind")?.as_str());
        let start = all.end() + usize::from(text.get(all.end()..)?.starts_with('('));
        let at = *whole.iter().find(|at| at.start() == all.end() || at.start() == start)?;
        let complains = ["投诉", "监督", "举报"].iter().any(|word| kind.contains(word));
        let both = complains && ["咨询", "服务", "联系"].iter().any(|word| kind.contains(word));
        let of = if complains { Use::Complaint } else { Use::Enquiry };
        (!both).then(|| Number { at, digits: local_number(at.of(text)), of })
    };
    labels.filter_map(number).collect()
}

/// Whether two numbers differ in a way in which those of two telephones hardly do: two neighbours are swapped, or one digit
/// differs before those that tell the telephones of one house apart.
fn is_slip(a: &str, b: &str) -> bool {
    if a.len() != b.len() || a.len() < SHORTEST {
        return false;
    }
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let differing: Vec<usize> = (0..a.len()).filter(|&i| a.get(i) != b.get(i)).collect();
    match differing.as_slice() {
        [only] => *only + OF_HOUSE < a.len(),
        [first, second] => {
            first + 1 == *second && a.get(*first) == b.get(*second) && a.get(*second) == b.get(*first)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_slip_makes_two_numbers_one() {
        assert!(
            is_slip("2463175", "2436175") && is_slip("6215012", "6215021") && is_slip("5518842", "5578842")
        );
        for (a, b) in [
            ("5518842", "5518842"),
            ("5518842", "5518843"),
            ("5518842", "5518860"),
            ("5518842", "5818824"),
            ("12345", "12354"),
            ("5518842", "55188420"),
        ] {
            assert!(!is_slip(a, b), "{a} {b}");
        }
    }
}
