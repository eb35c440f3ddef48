//! What follows from so much of something follows from as much everywhere: 一年内累计旷工满10天的，予以辞退 in one article and
//! 满15天的，予以辞退 in another leave whoever missed twelve days to the reader.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::LazyLock,
};

use regex::Regex;

use super::{
    super::super::{super::rule::Rule, article::opens_section},
    Duties,
};
use crate::{
    doc::{BlockKind, Document},
    finding::{Finding, Label},
    text::{Amount, Folded, Span, head, numeral_at},
};

/// From how much of something on what follows.
struct Threshold<'t> {
    at: Span<Folded>,
    block: usize,
    section: usize,
    /// What is counted.
    events: BTreeSet<&'t str>,
    count: Count,
    amount: Amount,
    unit: &'t str,
    /// Whom its own words name.
    party: Option<&'t str>,
    /// Whether only a 的 behind it says that it is one (投诉2次的), as it says of grades, of which the later ones come on top.
    bare: bool,
    /// What follows, as it is told.
    outcome: Vec<&'t str>,
}

/// How it is counted: in a row or together, and over which time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Count {
    in_a_row: bool,
    together: bool,
    over: Option<&'static str>,
}

impl Count {
    fn told_in(words: &str) -> Self {
        const OVER: [(&str, &str); 11] = [
            ("半年", "半年"),
            ("季度", "季"),
            ("一年内", "年"),
            ("年度", "年"),
            ("全年", "年"),
            ("年内", "年"),
            ("年累计", "年"),
            ("月内", "月"),
            ("当月", "月"),
            ("每月", "月"),
            ("月累计", "月"),
        ];
        let over = OVER.iter().find(|(word, _)| words.contains(word)).map(|&(_, over)| over);
        let (in_a_row, together) = (words.contains("连续"), words.contains("累计"));
        Self { in_a_row, together: together || over.is_some() && !in_a_row, over }
    }
}

/// 满20天, 累计达30天以上, 超过3次, with the words that make it a threshold.
static AMOUNT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let number = "[0-9.一二两三四五六七八九十百半]+";
    let unit = "个工作日|工作日|天|日|次|小时|分钟|个月";
    Regex::new(&format!(
        "(?:满|达到|达|超过|累计|连续)(?P<a>(?:{number})(?:{unit}))|(?P<b>(?:{number})(?:{unit}))(?:\\([^()]*\\))?(?:及|或)?以上|(?P<c>(?:{number})次)的,"
    ))
    .ok()
});

/// Whom a condition is about.
static PARTY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new("\\p{Han}{0,4}?(?:负责人|代表|人员|部门|单位|干部|职工|党员|领导|主任|窗口)").ok()
});

/// The numbers of thresholds, by their amounts.
type ByAmount = BTreeMap<Amount, Vec<usize>>;

/// A clause so long is said of nothing else.
const TELLING: usize = 14;

impl Duties {
    /// Two amounts of the same events from which on the same follows.
    pub(super) fn thresholds(&self, rule: &Rule, document: &Document) -> Vec<Finding> {
        let all = self.thresholds_of(document);
        let mut findings = Vec::new();
        // Those of one thing by their amounts: only others contradict.
        let mut told: HashMap<(&BTreeSet<&str>, &str), ByAmount> = HashMap::new();
        for (i, threshold) in all.iter().enumerate() {
            let same = told.entry((&threshold.events, threshold.unit)).or_default();
            let first = |numbers: &Vec<usize>| {
                let others = numbers.iter().filter_map(|&other| Some((other, all.get(other)?)));
                let mut shared =
                    others.filter_map(|(at, other)| Some((at, other, self.shared(other, threshold)?)));
                shared.next()
            };
            let others = same.iter().filter(|(amount, _)| **amount != threshold.amount);
            let earliest = others.filter_map(|(_, numbers)| first(numbers)).min_by_key(|(at, ..)| *at);
            same.entry(threshold.amount).or_default().push(i);
            let Some((_, other, outcome)) = earliest else { continue };
            let what = threshold.events.iter().copied().collect::<Vec<_>>().join("、");
            let (one, two) = (other.amount, threshold.amount);
            let unit = threshold.unit;
            let message = format!("“{what}”到多少要“{outcome}”前后不一致：一处{one}{unit}，一处{two}{unit}");
            let mut finding = rule.finding(document, document.folded.to_plain(threshold.at), message);
            let at = document.folded.to_plain(other.at);
            finding.related.push(Label { at, note: format!("此处{one}{unit}") });
            findings.push(finding);
        }
        findings
    }

    /// What follows from both, where they count the same and differ in number.
    fn shared<'t>(&self, a: &Threshold<'t>, b: &Threshold<'t>) -> Option<&'t str> {
        let apart = if a.bare || b.bare { a.section != b.section } else { a.block != b.block };
        let alike = apart
            && a.events == b.events
            && a.count == b.count
            && a.unit == b.unit
            && a.amount != b.amount
            && (a.party.is_none() || b.party.is_none() || a.party == b.party);
        a.outcome.iter().filter(|_| alike).find(|outcome| b.outcome.contains(outcome)).copied()
    }

    /// What `words` say that follows: the known outcomes, and every clause that is long enough.
    fn outcomes_in<'t>(&self, words: &'t str) -> Vec<&'t str> {
        let known =
            self.outcomes.iter().flat_map(|one| one.find(words)).filter_map(|at| words.get(at.range()));
        let clauses = words.split([',', '。', ';', ':', '\n']);
        known.chain(clauses.filter(|clause| clause.chars().count() >= TELLING)).collect()
    }

    fn thresholds_of<'t>(&'t self, document: &'t Document) -> Vec<Threshold<'t>> {
        let text = document.folded.as_str();
        let mut all = Vec::new();
        let mut section = 0;
        for (number, block) in document.blocks.iter().enumerate() {
            if matches!(block.kind, BlockKind::Cell(_)) {
                continue;
            }
            section += usize::from(opens_section(document, block));
            let block = document.folded.from_plain(block.span);
            let mut start = block.start();
            let words = text.get(block.start()..block.end()).unwrap_or_default();
            for sentence in words.split_inclusive(['。', ';']) {
                let at = Span::new(start, start + sentence.len());
                self.thresholds_in(text, at, block.end(), (section, number), &mut all);
                start = at.end();
            }
        }
        all
    }

    fn thresholds_in<'t>(
        &'t self,
        text: &'t str,
        sentence: Span<Folded>,
        end: usize,
        (section, block): (usize, usize),
        all: &mut Vec<Threshold<'t>>,
    ) {
        let words = text.get(sentence.start()..sentence.end()).unwrap_or_default();
        let Some(amounts) = AMOUNT.as_ref() else { return };
        let (mut before, mut last) = (0, Count::default());
        for found in amounts.captures_iter(words) {
            let bare = found.name("c");
            let Some(amount) = found.name("a").or_else(|| found.name("b")).or(bare) else { continue };
            // The word that makes it a threshold may be the one that says how it is counted.
            let own = words.get(before..amount.start()).unwrap_or_default();
            let clause = own.rsplit([',', ':']).next().unwrap_or(own);
            before = amount.end();
            let behind = words.get(amount.end()..).unwrap_or_default();
            let condition = behind.split([',', ':', '、', '或']).next().unwrap_or(behind);
            let mut count = Count::told_in(clause);
            if count == Count::default() && clause.starts_with(['或', '、']) {
                count = last;
            }
            last = count;
            let events = [clause, condition, own].into_iter().map(|words| self.events_in(words));
            let Some(events) = events.into_iter().find(|events| !events.is_empty()) else { continue };
            let Some(numeral) = numeral_at(amount.as_str()) else { continue };
            let unit = amount.as_str().get(numeral.len..).unwrap_or_default();
            let unit = if unit == "日" { "天" } else { unit };
            // What follows is told behind the last 的 of the condition.
            let rest = text.get(sentence.start() + amount.end()..end).unwrap_or_default();
            let rest = head(rest);
            let outcome = rest.find("的,").map_or("", |i| rest.get(i + "的,".len()..).unwrap_or_default());
            let party = PARTY.as_ref().and_then(|party| party.find(own)).map(|party| party.as_str());
            all.push(Threshold {
                at: Span::new(sentence.start() + amount.start(), sentence.start() + amount.end()),
                block,
                section,
                events,
                count,
                amount: numeral.amount,
                unit,
                party,
                bare: bare.is_some(),
                outcome: self.outcomes_in(outcome),
            });
        }
    }

    fn events_in(&self, words: &str) -> BTreeSet<&str> {
        let named = self.events.iter().filter(|event| event.said.is_in(words));
        named.map(|event| event.name.as_str()).collect()
    }
}
