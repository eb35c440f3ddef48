//! A window stands at one place: its floor, its zone and its number are the same wherever the document names it, and so are its
//! place and its telephone in another document about the same item.

use std::{
    collections::BTreeSet,
    sync::{Arc, LazyLock},
};

use regex::Regex;

use super::super::{super::rule::Rule, Fact, Topic, format::phone_numbers, item::item, variant::variants};
use crate::{
    doc::{Document, Field, Kind},
    finding::{Finding, Fingerprint, Label},
    text::{Folded, Plain, Span, chinese_number, tail},
};

/// 二楼 3层 A区 5号窗口 12-15号窗口 18号(of a street)
static PART: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let part = r"[路街道巷弄](?P<door>[0-9]{1,5})号|(?P<floor>[0-9一二三四五六七八九十]{1,3})[楼层]|(?P<zone>[a-z])区|(?P<window>[a-z]?[0-9]{1,3}(?:[-、至~][a-z]?[0-9]{1,3})*)号?窗口?";
    Regex::new(part).ok()
});

/// What names a district or an office, of which two have two addresses.
static OFFICE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"[\p{Han}--号]{1,8}?(?:市|县|区|镇|乡|街道|村|社区|分中心|大厅|中心|局|所|站|馆|银行|医院)")
        .ok()
});

const PARTS: [&str; 4] = ["floor", "zone", "window", "door"];

/// The parts of an address, each at most once; `None` for a list of several.
type Place = [Option<String>; PARTS.len()];

/// The fields called one of `names` that put a window at another place than one before.
pub(super) fn contradictions(rule: &Rule, document: &Document, names: &[Arc<str>]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for name in names {
        let fields: Vec<(&Field, Place)> = document
            .fields_named(name)
            .filter(|field| !is_of_party(document, field) && !is_of_site(document, field))
            .filter_map(|field| Some((field, place(field.folded(&document.plain))?)))
            .collect();
        let Some(((first, own), later)) = fields.split_first() else { continue };
        let other =
            later.iter().find(|(field, place)| contradict(own, place) && alike(document, first, field));
        if let Some((other, _)) = other {
            let (at, before) = (other.span(), first.span());
            let message = format!(
                "“{name}”前后不一致：一处 {}，一处 {}",
                first_line(before.of(&document.plain)),
                first_line(at.of(&document.plain))
            );
            let mut finding = rule.finding(document, at, message);
            finding.related.push(Label { at: before, note: "与这里不一致".to_owned() });
            finding.fingerprint = Fingerprint::of([&*rule.code, name]);
            findings.push(finding);
        }
    }
    if findings.is_empty() && names.iter().any(|name| **name == *"办理地点") {
        findings.extend(in_prose(rule, document));
    }
    findings
}

/// Whether a field stands at the head of a notice under the name of whoever it is for, and so gives where he lives.
fn is_of_party(document: &Document, field: &Field) -> bool {
    const PARTIES: [&str; 7] =
        ["当事人", "申请人", "被许可人", "申请单位", "单位名称", "投诉人", "法定代表人"];
    let at = document.folded.from_plain(field.label);
    let head = document.folded.as_str().get(..at.start()).unwrap_or_default();
    matches!(document.kind, Some(Kind::Notice(_)))
        && !head.contains('。')
        && head.lines().any(|line| PARTIES.iter().any(|party| line.trim_start().starts_with(party)))
}

/// Whether a field stands at the foot of a page, and so tells where the one who keeps the site is.
fn is_of_site(document: &Document, field: &Field) -> bool {
    const FOOT: [&str; 7] =
        ["返回顶部", "版权所有", "icp备", "网站标识码", "技术支持", "主办单位", "公网安备"];
    let line = document.block_at(field.label).map_or(field.label, |block| block.span);
    let words = document.folded.slice(document.folded.from_plain(line));
    FOOT.iter().any(|word| words.contains(word) || field.folded(&document.plain).contains(word))
}

/// The line of a value that a message shows.
fn first_line(value: &str) -> &str {
    value.trim().lines().next().unwrap_or_default()
}

/// Words before a place in running text that send an applicant there to hand something in.
const HAND_IN: [&str; 22] = [
    "联系窗口",
    "办理窗口",
    "受理窗口",
    "提交",
    "递交",
    "申请",
    "受理",
    "交件",
    "递件",
    "收件",
    "送件",
    "交材料",
    "送交",
    "报送",
    "携带",
    "带上",
    "带齐",
    "带好",
    "交来",
    "交到",
    "哪里办",
    "哪儿办",
];

/// A window that is called after its organ: 2号水利局窗口, 窗口(林业), 市应急管理局驻政务服务中心.
static OF_ORGAN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let (window, note) = (r"号(?P<window>\p{Han}{2,8})窗口", r"窗口?\((?P<note>\p{Han}{2,8}?)(?:窗口)?\)");
    Regex::new(&format!(r"{window}|{note}|(?P<organ>\p{{Han}}{{3,20}}?)驻")).ok()
});

/// Words of its clause that make a place one for something else, or of somebody else.
const OTHER_PURPOSE: [&str; 20] = [
    "领", "取证", "取件", "发证", "缴", "交费", "付", "咨询", "投诉", "举报", "复议", "打印", "自助", "拍照",
    "体检", "银行", "税务", "公证", "邮", "或者",
];

/// A window named in running text at another floor, in another zone or with another number than the field 办理地点 has it.
/// A place where something else is done, or that another office has, is another window.
fn in_prose(rule: &Rule, document: &Document) -> Option<Finding> {
    let mut fields = document.fields_named("办理地点");
    let (field, None) = (fields.next()?, fields.next()) else { return None };
    let there = field.folded(&document.plain);
    let own = inside(there)?;
    let text = document.folded.as_str();
    let organs: String =
        document.fields_named("实施机关").map(|field| field.folded(&document.plain)).collect();
    let (mut at, mut before, mut found) = (0, Span::<Folded>::empty(0), Vec::new());
    for clause in text.split_inclusive(['\n', '。', ';', ',', '→', '>']) {
        let start = at;
        at += clause.len();
        if clause.trim().is_empty() {
            continue;
        }
        let led_in = tail(before.of(text));
        before = Span::new(if goes_on(clause) { before.start() } else { at }, at);
        if !is_for_applicants(led_in, clause, &organs) {
            continue;
        }
        let Some(place) = inside(clause) else { continue };
        let Some(words) = PLACE.as_ref().and_then(|place| place.captures(clause)) else { continue };
        let Some((house, words)) = words.name("house").zip(words.get(0)) else { continue };
        // Of the words before a house only its name counts: 申请人到(城东区)政务服务中心三楼.
        let before = clause.get(..house.start()).unwrap_or_default();
        let name = before
            .rsplit(['到', '在', '至', '往', '向', '去', '于', '驻', ':', '('])
            .next()
            .unwrap_or_default();
        if !there.contains(house.as_str()) || !there.contains(name) {
            continue;
        }
        let words = document.folded.to_plain(Span::new(start + words.start(), start + words.end()));
        if !field.span().overlaps(words) {
            found.push((words, place));
        }
    }
    let is_own = |place: &Place| !contradict(&own, place);
    let (words, place) = found.iter().find(|(_, place)| !is_own(place))?;
    // Several windows are a list of them; that the right one is named somewhere else as well makes no list.
    let block = document.block_at(*words).map(|block| block.span);
    let is_listed = |(at, other): &(Span<Plain>, Place)| {
        other != place && (!is_own(other) || block.is_some_and(|block| block.contains(*at)))
    };
    let other_variant = !variants(document, field.span()).may_be(&variants(document, *words));
    if other_variant || found.iter().any(is_listed) {
        return None;
    }
    let message = format!(
        "窗口的位置前后不一致：一处 {}，一处 {}",
        first_line(words.of(&document.plain)),
        first_line(field.span().of(&document.plain))
    );
    let mut finding = rule.finding(document, *words, message);
    finding.related.push(Label { at: field.span(), note: "与这里不一致".to_owned() });
    finding.fingerprint = Fingerprint::of([&*rule.code, "办理地点", words.of(&document.plain)]);
    Some(finding)
}

/// Whether what follows a `clause` belongs to it: the rest of its sentence, the answer to its question.
fn goes_on(clause: &str) -> bool {
    clause.trim_end().ends_with([',', '?'])
}

/// Whether a folded `clause`, which goes on from `led_in`, sends applicants to the window of one of `organs`: to hand something in
/// there, or to the window that is called after the organ, which gives out what it has decided as well.
fn is_for_applicants(led_in: &str, clause: &str, organs: &str) -> bool {
    let has = |words: &[&str], text: &str| words.iter().any(|word| text.contains(word));
    let named = OF_ORGAN.as_ref().and_then(|of| of.captures(clause)).is_some_and(|found| {
        let name = ["window", "note", "organ"].iter().find_map(|part| found.name(part));
        name.is_some_and(|name| organs.contains(name.as_str()))
    });
    if named {
        return !has(&OTHER_PURPOSE, &clause.replace("领取", ""));
    }
    let whole = if has(&HAND_IN, clause) { clause.to_owned() } else { format!("{led_in}{clause}") };
    has(&HAND_IN, &whole) && !has(&OTHER_PURPOSE, &whole)
}

/// A place inside a house, from its name to its window: 县政务服务中心三楼A区6号.
static PLACE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let house = r"(?P<house>(?:[县市区镇乡]?(?:政务|便民|行政)\p{Han}{0,6}?(?:中心|大厅))?)";
    let (floor, zone) = (r"[0-9一二三四五六七八九十]{1,3}[楼层]", "[a-z]区");
    let window = r"[a-z]?[0-9]{1,3}号?(?:\p{Han}{0,6}窗口?(?:\(\p{Han}{2,8}\))?)?";
    Regex::new(&format!("{house}(?:{floor}(?:{zone})?(?:{window})?|{zone}{window})")).ok()
});

/// The floor, the zone and the number of the window that folded `words` name; `None` unless they name two of them and each
/// once. The number of a house in its street is none of them, unless it stands behind the floor.
fn inside(words: &str) -> Option<Place> {
    let behind = words.find(['楼', '层']).and_then(|i| words.get(i..)).unwrap_or_default();
    let mut place = place(words.get(words.rfind("中心").or_else(|| words.rfind("大厅")).unwrap_or(0)..)?)?;
    let [floor, zone, window, door] = &mut place;
    if window.is_none() && !behind.is_empty() {
        *window = door.take();
    }
    *door = None;
    ([&*floor, &*zone, &*window].into_iter().flatten().count() >= 2).then_some(place)
}

/// The place and the telephone that each of the fields called one of `names` gives, when it gives one.
pub(super) fn facts(document: &Document, names: &[Arc<str>]) -> Vec<Fact> {
    let Some((item, _)) = item(document) else { return Vec::new() };
    let item = Arc::new(item);
    let topic = |what: String| Topic { item: Some(item.clone()), what, ..Topic::default() };
    let mut facts = Vec::new();
    for name in names {
        let mut fields = document.fields_named(name).filter(|field| !is_of_party(document, field));
        let (Some(field), None) = (fields.next(), fields.next()) else { continue };
        let label = |at| Label { at, note: name.to_string() };
        if let Some(place) = place(field.folded(&document.plain)) {
            // Only places that are told down to the same part are compared.
            let parts = SAID.iter().zip(&place).filter_map(|(word, part)| Some((*word, part.as_ref()?)));
            let (words, value): (Vec<&str>, Vec<String>) =
                parts.map(|(word, part)| (word, format!("{part}{word}"))).unzip();
            let topic = topic(format!("{name}（{}）", words.join("、")));
            facts.push(Fact { topic, value: value.join(""), label: label(field.span()) });
        }
        let folded = document.folded.from_plain(field.span());
        if let [number] = phone_numbers(document.folded.slice(folded)).as_slice() {
            let at = Span::new(folded.start() + number.start(), folded.start() + number.end());
            let at = document.folded.to_plain(at);
            let value = local_number(number.of(document.folded.slice(folded)));
            facts.push(Fact { topic: topic(name.to_string()), value, label: label(at) });
        }
    }
    facts
}

/// The words for the parts of a place.
const SAID: [&str; PARTS.len()] = ["楼", "区", "号窗口", "号"];

/// A telephone number without its area code and its extension.
pub(super) fn local_number(number: &str) -> String {
    let number = number.split('转').next().unwrap_or_default();
    let groups: Vec<&str> = number.split(|c: char| !c.is_ascii_digit()).filter(|g| !g.is_empty()).collect();
    let own = match groups.split_first() {
        Some((area, rest)) if area.starts_with('0') && !rest.is_empty() => rest,
        _ => &groups,
    };
    own.concat()
}

/// The place that the folded `value` names, when it names one.
fn place(value: &str) -> Option<Place> {
    let mut place = Place::default();
    for found in PART.as_ref()?.captures_iter(value) {
        for (part, name) in place.iter_mut().zip(PARTS) {
            let Some(words) = found.name(name) else { continue };
            let number = chinese_number(words.as_str()).map_or(words.as_str().to_owned(), |n| n.to_string());
            if part.as_ref().is_some_and(|part| *part != number) {
                return None;
            }
            *part = Some(number);
        }
    }
    place.iter().any(Option::is_some).then_some(place)
}

/// Whether a part that both places name differs; 8号窗口 is one of 7、8、9号窗口.
fn contradict(a: &Place, b: &Place) -> bool {
    let differ = |a: &str, b: &str| numbers(a).is_disjoint(&numbers(b));
    a.iter().zip(b).any(|(a, b)| a.as_deref().zip(b.as_deref()).is_some_and(|(a, b)| differ(a, b)))
}

/// The numbers of a part of a place: those of 12-15, of 7、8、9, or its own.
fn numbers(part: &str) -> BTreeSet<String> {
    const MOST: u32 = 100;
    let ends = |range: &str| -> Option<(u32, u32)> {
        let (from, to) = range.split_once(['-', '至', '~'])?;
        Some((from.parse().ok()?, to.parse().ok()?))
    };
    let each = part.split('、').flat_map(|range| match ends(range) {
        Some((from, to)) if to >= from && to - from < MOST => (from..=to).map(|n| n.to_string()).collect(),
        _ => vec![range.to_owned()],
    });
    each.collect()
}

/// Whether two fields may speak of one window: the same variant, and no other district or office.
fn alike(document: &Document, a: &Field, b: &Field) -> bool {
    let offices = |field: &Field| -> BTreeSet<String> {
        let found = OFFICE.iter().flat_map(|office| office.find_iter(field.folded(&document.plain)));
        found.map(|office| office.as_str().to_owned()).collect()
    };
    let (one, other) = (offices(a), offices(b));
    let one_office = one.is_subset(&other) || other.is_subset(&one);
    one_office && variants(document, a.span()).may_be(&variants(document, b.span()))
}
