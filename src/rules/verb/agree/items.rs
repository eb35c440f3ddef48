//! What the documents of one item of one organ, and the regulations that name it, say of its time limits and its fee: a guide promises 5 working days, and the
//! notice of acceptance gives 7.

mod named;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, LazyLock},
};

use regex::Regex;

use super::{
    super::{
        super::{
            compile::{Compiled, Compiler},
            file,
        },
        Asked, Fact, Topic,
        item::{Item, is_case, item, signature},
        variant::variants,
    },
    limits::counts,
};
use crate::{
    doc::{Document, Field, Kind, NoticeKind},
    finding::Label,
    law::{LimitRole, TimeLimit, Unit},
    text::{Amount, Plain, Span},
};

/// What is compared.
#[derive(Debug, Clone)]
pub(in super::super::super) struct Items {
    limits: Vec<LimitRole>,
    fees: Vec<Arc<str>>,
    within: Vec<Within>,
}

/// What is over within another limit of the item.
#[derive(Debug, Clone)]
struct Within {
    /// The limit that is bounded.
    role: LimitRole,
    name: String,
    /// The limit that bounds it.
    of: LimitRole,
    /// The notices in which it is.
    notices: Vec<NoticeKind>,
}

impl Items {
    pub(super) fn compile(written: &file::Items, compiler: &Compiler<'_>) -> Compiled<Self> {
        Ok(Self {
            limits: written.limits.iter().map(|role| compiler.role(role)).collect::<Compiled<_>>()?,
            fees: compiler.fields(&written.fees)?,
            within: written
                .within
                .iter()
                .map(|within| {
                    Ok(Within {
                        role: compiler.role(&within.role)?,
                        name: within.name.clone(),
                        of: compiler.role(&within.of)?,
                        notices: compiler.notices(&within.notices)?,
                    })
                })
                .collect::<Compiled<_>>()?,
        })
    }

    /// What `document` says of its item, or a regulation of the items that it names. What it says in two ways is no fact: that is found
    /// in the document itself.
    pub(super) fn facts(&self, document: &Document) -> Vec<Fact> {
        if document.kind == Some(Kind::Regulation) {
            // Whose item it is, a regulation need not say.
            return self.limits.iter().flat_map(|&role| named::limits(document, role, "")).collect();
        }
        let Some((item, variants)) = item(document).filter(|_| !document.is_form) else {
            // An announcement of the limits of several items is signed.
            let signed = signature(document).filter(|_| matches!(document.kind, Some(Kind::Notice(_))));
            let limits = |organ: String| {
                self.limits.iter().flat_map(move |&role| named::limits(document, role, &organ))
            };
            return signed.into_iter().flat_map(limits).collect();
        };
        let item = Arc::new(item);
        let mut facts: Vec<Fact> =
            self.limits.iter().flat_map(|&role| limits(document, &item, &variants, role)).collect();
        // A notice on a first application is bound by a guide that tells no cases apart.
        let is_first = !variants.is_empty() && variants.iter().all(|name| FIRST.contains(&name.as_str()));
        if is_first && matches!(document.kind, Some(Kind::Notice(_))) {
            facts
                .extend(self.limits.iter().flat_map(|&role| limits(document, &item, &BTreeSet::new(), role)));
        }
        for within in &self.within {
            if !matches!(document.kind, Some(Kind::Notice(kind)) if within.notices.contains(&kind)) {
                continue;
            }
            for mut fact in limits(document, &item, &variants, within.role) {
                fact.topic.what = fact.topic.what.replacen(within.role.name(), within.of.name(), 1);
                fact.topic.asked = Asked::Within(within.name.clone());
                fact.label.note.clone_from(&within.name);
                facts.push(fact);
            }
        }
        for name in &self.fees {
            let charges =
                document.fields_named(name).filter_map(|field| Some((field, charge(document, field)?)));
            let charges: Vec<(&Field, String)> = charges.collect();
            let Some((field, value)) = charges.first() else { continue };
            if charges.iter().all(|(_, other)| other == value) {
                let topic = topic(&item, name, &variants);
                let label = Label { at: field.span(), note: name.to_string() };
                facts.push(Fact { topic, value: value.clone(), label });
            }
        }
        facts
    }
}

/// Variants that a guide means which names none.
const FIRST: [&str; 4] = ["新办", "首次", "新设", "核发"];

/// The limits of `role`, one for each variant of which the document gives one.
fn limits(document: &Document, item: &Arc<Item>, own: &BTreeSet<String>, role: LimitRole) -> Vec<Fact> {
    let mut by_variant: BTreeMap<BTreeSet<String>, Vec<(String, Span<Plain>)>> = BTreeMap::new();
    for limit in document.limits.iter().filter(|limit| limit.role == role && counts(document, limit)) {
        let mut of = variants(document, limit.measure).names;
        of.extend(own.iter().cloned());
        of.extend(case_of(document, limit));
        by_variant.entry(of).or_default().push((said(document, limit), limit.measure));
    }
    let one = |(of, said): (BTreeSet<String>, Vec<(String, Span<Plain>)>)| {
        let (value, at) = said.first()?.clone();
        let alike = said.iter().all(|(other, _)| *other == value) && !value.is_empty();
        let what = format!("{}时限", role.name());
        alike.then(|| Fact { topic: topic(item, &what, &of), value, label: Label { at, note: what } })
    };
    by_variant.into_iter().filter_map(one).collect()
}

/// 重点排水户9个工作日: the case that the words before a limit name.
fn case_of(document: &Document, limit: &TimeLimit) -> Option<String> {
    let at = document.folded.from_plain(limit.measure);
    let before = document.folded.as_str().get(..at.start())?;
    let words = before.rsplit([',', '。', ';', '、', ':', '\n', '(', '|']).next()?;
    is_case(words).then(|| words.to_owned())
}

/// A limit in a spelling in which equal ones are equal; empty where units leave open which of two is longer.
fn said(document: &Document, limit: &TimeLimit) -> String {
    let on_the_spot = || Unit::OnTheSpot.name().to_owned();
    match limit.unit {
        _ if limit.from_amount.is_some() => String::new(),
        Unit::WorkingDay | Unit::Day if limit.amount == Amount::default() => on_the_spot(),
        // The columns of lists often cannot hold 0: what is done on the spot has 1 there.
        Unit::WorkingDay | Unit::Day if is_in_list(document) && limit.amount == Amount::whole(1) => {
            let mut kinds = document.fields_named("办件类型").map(|field| field.folded(&document.plain));
            match kinds.next() {
                Some(kind) if kind.contains('即') => on_the_spot(),
                Some(_) => format!("{}个工作日", limit.amount),
                None => String::new(),
            }
        }
        Unit::WorkingDay | Unit::Day => format!("{}个工作日", limit.amount),
        Unit::OnTheSpot => on_the_spot(),
        _ => String::new(),
    }
}

fn is_in_list(document: &Document) -> bool {
    document.kind == Some(Kind::List)
}

/// 承诺时限（新办）
fn topic(item: &Arc<Item>, what: &str, variants: &BTreeSet<String>) -> Topic {
    let of: Vec<&str> = variants.iter().map(String::as_str).collect();
    let of = if of.is_empty() { String::new() } else { format!("（{}）", of.join("、")) };
    Topic { item: Some(item.clone()), what: format!("{what}{of}"), ..Topic::default() }
}

static NOTHING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?:否|无|不收费|免费|不收取(?:任何)?费用|无需缴费|0元?)[。.]?$|^(?:本事项)?(?:不收费|免费|不收取(?:任何)?费用)[,。;]")
        .ok()
});

static AMOUNT: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?P<yuan>[0-9]+(?:\.[0-9]+)?)元").ok());

/// What a field says is charged: nothing, or the one amount that it names.
fn charge(document: &Document, field: &Field) -> Option<String> {
    let value = field.folded(&document.plain).trim();
    let found = AMOUNT.iter().flat_map(|amount| amount.captures_iter(value));
    // 35.00 and 35 are one amount.
    let amounts: BTreeSet<&str> = found
        .filter_map(|found| found.name("yuan"))
        .map(|yuan| yuan.as_str())
        .map(|yuan| if yuan.contains('.') { yuan.trim_end_matches('0').trim_end_matches('.') } else { yuan })
        .collect();
    if amounts.is_empty() {
        return NOTHING.as_ref()?.is_match(value).then(|| "不收费".to_owned());
    }
    // 不收费（水资源费另行缴纳，每立方米0.2元） says two things.
    let is_free = NOTHING.as_ref()?.is_match(value) || value.starts_with("不收费");
    amounts.first().filter(|_| amounts.len() == 1 && !is_free).map(|amount| format!("{amount}元"))
}
