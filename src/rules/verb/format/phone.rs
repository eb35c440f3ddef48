//! Telephone numbers with too few or too many digits. Only the count is checked, never whether a number is assigned.

use std::sync::LazyLock;

use regex::Regex;

use super::Fault;
use crate::{
    doc::{BlockKind, Document},
    text::{Folded, FoldedText, Span},
};

/// Words that a telephone number stands behind, a name or an office between them or not.
const LABELS: [&str; 16] = [
    "电话",
    "热线",
    "手机",
    "座机",
    "传真",
    "拨打",
    "请拨",
    "致电",
    "来电",
    "联系方式",
    "咨询方式",
    "投诉方式",
    "专线",
    "tel:",
    "tel.",
    "tel ",
];

/// Words that a number of another kind may stand behind as well: these are labels only with a colon or a new line.
const WEAK: [&str; 6] = ["咨询", "投诉", "监督", "举报", "联系人", "经办人"];

/// Words between a label and a number that make it a number of something else.
const OTHER: [&str; 12] =
    ["时间", "地址", "邮", "网", "期限", "之日", "身份证", "编号", "文号", "受理号", "工号", "证号"];

/// How far behind its label a number may stand, in characters: a name or an office may come between.
const REACH: usize = 16;

/// Fewer digits are a room, an item of a list or a short number; more are an identity or a credit code.
const FEWEST: usize = 6;
const MOST: usize = 14;
/// More digits than these are none even behind an area code.
const LONGEST: usize = 20;

/// A whole number: with or without its area code and an extension, mobile, 400. Short numbers are hotlines, and not meant.
static WHOLE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let landline = r"(?:\(?0[0-9]{2,3}\)?[- ]?)?[1-9][0-9]{2,3}[- ]?[0-9]{4}(?:(?:转|-)[0-9]{1,5})?";
    Regex::new(&format!(r"1[3-9][0-9]{{9}}|[48]00-?[0-9]{{3}}-?[0-9]{{4}}|{landline}")).ok()
});

/// The whole telephone numbers in folded `text`, which stands in a field for them.
pub(in super::super) fn numbers(text: &str) -> Vec<Span<Folded>> {
    let found = WHOLE.iter().flat_map(|whole| whole.find_iter(text));
    let alone = |found: &regex::Match<'_>| {
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let before = text.get(..found.start()).and_then(|before| before.chars().last());
        !digit(before) && !digit(text.get(found.end()..).and_then(|after| after.chars().next()))
    };
    found.filter(alone).map(|found| Span::new(found.start(), found.end())).collect()
}

/// An area code before a number, or the words for one.
static AREA: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:^|[^0-9])\(?0[1-9][0-9]{1,2}(?:\)|[- ])? ?[1-9][0-9]{2,7}|区号|\+86").ok()
});

/// The first number behind a label that has no area code, in a text in which none has.
pub(super) fn without_area(text: &str) -> Option<Fault> {
    if AREA.as_ref().is_none_or(|area| area.is_match(text)) {
        return None;
    }
    let local = |(at, token): (Span<Folded>, &str)| {
        let groups: Vec<&str> = token.split(['-', ' ', '转']).collect();
        let number = groups.concat();
        let is_number = number.bytes().all(|b| b.is_ascii_digit());
        let landline = number.starts_with(|c| ('2'..='8').contains(&c)) && is_local(&groups, &[7, 8]);
        (is_number && landline && !is_masked(text, at.start(), at.end()))
            .then(|| Fault { at, message: format!("固定电话没有区号：{token}") })
    };
    labelled(text).into_iter().find_map(local)
}

/// Every number that no telephone can have, in a document: behind the label of one, or in a column under it.
pub(super) fn faults_of(document: &Document) -> Vec<Fault> {
    let text = document.folded.as_str();
    let mut found = faults(text);
    for block in &document.blocks {
        let BlockKind::Cell(cell) = block.kind else { continue };
        let is_head = |kind: BlockKind| match kind {
            BlockKind::Cell(head) => {
                head.table == cell.table && head.row == 1 && head.column == cell.column && head.columns == 1
            }
            _ => false,
        };
        let under_label = cell.row > 1
            && document.blocks.iter().filter(|other| is_head(other.kind)).any(|head| {
                let head = FoldedText::new(head.span.of(&document.plain));
                LABELS.iter().any(|label| head.as_str().contains(label))
                    && !OTHER.iter().any(|word| head.as_str().contains(word))
            });
        if !under_label {
            continue;
        }
        let at = document.folded.from_plain(block.span);
        let column = format!("{COLUMN}{}", document.folded.slice(at));
        found.extend(faults(&column).into_iter().map(|fault| {
            let start = at.start() + fault.at.start() - COLUMN.len();
            Fault { at: Span::new(start, start + fault.at.len()), message: fault.message }
        }));
    }
    let unlabelled = of_known_area(text);
    found.extend(unlabelled.into_iter().filter(|fault| !is_masked(text, fault.at.start(), fault.at.end())));
    found.sort_by_key(|fault| fault.at);
    found.dedup_by(|later, first| later.at.overlaps(first.at));
    found
}

/// A landline with its area code, the parts told apart by a hyphen or by brackets.
static LANDLINE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let area = r"(?:\((?P<inside>0[1-9][0-9]{1,2})\)|(?P<area>0[1-9][0-9]{1,2})-)";
    Regex::new(&format!(r"{area}(?P<local>[0-9]{{5,10}})")).ok()
});

/// The landlines that stand behind no label, and whose local part is too short or too long, where their area code has numbers of
/// the right length in the same text.
fn of_known_area(text: &str) -> Vec<Fault> {
    let found = LANDLINE.iter().flat_map(|landline| landline.captures_iter(text));
    let numbers: Vec<(regex::Match<'_>, &str, usize)> = found
        .filter_map(|found| {
            let area = found.name("inside").or_else(|| found.name("area"))?;
            Some((found.get(0)?, area.as_str(), found.name("local")?.len()))
        })
        .filter(|(whole, ..)| {
            let digit = |c: char| c.is_ascii_alphanumeric() || c == '-';
            let before = text.get(..whole.start()).unwrap_or_default();
            let after = text.get(whole.end()..).unwrap_or_default();
            !before.ends_with(digit) && !after.starts_with(digit)
        })
        .collect();
    let right =
        |area: &str, length: usize| if area.len() == 3 { length == 8 } else { length == 7 || length == 8 };
    let known = |area: &str| numbers.iter().any(|(_, other, length)| *other == area && right(area, *length));
    // 12345 and 12333 are hotlines, and a number of ten digits is written together with something else.
    let wrong = numbers
        .iter()
        .filter(|(_, area, length)| matches!(length, 6..=9) && !right(area, *length) && known(area));
    wrong
        .map(|(whole, _, length)| Fault {
            at: Span::new(whole.start(), whole.end()),
            message: format!("电话号码位数不对：{}（区号后面 {length} 位）", whole.as_str()),
        })
        .collect()
}

/// What the head of a column says of the cells under it.
const COLUMN: &str = "电话:";

/// Every number behind the label of one that no telephone can have.
pub(super) fn faults(text: &str) -> Vec<Fault> {
    let impossible = |(at, token): (Span<Folded>, &str)| {
        let digits = token.chars().filter(char::is_ascii_digit).count();
        if let Some(at) = with_letter(text, at) {
            return Some(Fault { at, message: "电话号码里夹有字母".to_owned() });
        }
        // Nothing but a telephone number has an area code.
        let most = if AREA_HEAD.as_ref().is_some_and(|area| area.is_match(token)) { LONGEST } else { MOST };
        let counts = (FEWEST..=most).contains(&digits) && !is_masked(text, at.start(), at.end());
        let message = || format!("电话号码位数不对：{token}（{digits}位）");
        (counts && !is_possible(token)).then(|| Fault { at, message: message() })
    };
    labelled(text).into_iter().filter_map(impossible).collect()
}

/// 0577- at the head of a number.
static AREA_HEAD: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^0[1-9][0-9]{1,2}-[1-9]").ok());

/// A number with a letter among its digits or right behind the last: 139577l2345, 0577-6481234A.
static LETTERED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"^(?:1[3-9][0-9]{0,8}[loi][0-9]{1,8}|0[1-9][0-9]{1,2}-[2-8][0-9]{6,7}[a-z])(?:[,。;:、)\s]|$)",
    )
    .ok()
});

/// The whole of the number that begins at `at`, when it has as many characters as a telephone number has digits, or one more,
/// and one of them is a letter.
fn with_letter(text: &str, at: Span<Folded>) -> Option<Span<Folded>> {
    let rest = text.get(at.start()..)?;
    let found = LETTERED.as_ref()?.find(rest)?;
    let words = found.as_str().trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
    let mobile = !words.starts_with('1') || words.len() == 11;
    mobile.then(|| Span::new(at.start(), at.start() + words.len()))
}

/// Every number that stands behind the label of a telephone.
fn labelled(text: &str) -> Vec<(Span<Folded>, &str)> {
    let mut found = Vec::new();
    let mut at = 0;
    // Where the last number ended that stood behind a label: 、and / may go on with another.
    let mut listed: Option<usize> = None;
    let begins = |c: char| c.is_ascii_digit() || c == '(';
    while let Some(start) = text.get(at..).and_then(|rest| rest.find(begins)).map(|i| at + i) {
        let token = token(text.get(start..).unwrap_or_default());
        let end = start + token.len();
        at = end.max(start + 1);
        let digits = token.chars().filter(char::is_ascii_digit).count();
        if digits < 3 {
            continue;
        }
        let between = listed.and_then(|last| text.get(last..start));
        let goes_on = between.is_some_and(|words| ["、", "/", ",", ";", "或", "和"].contains(&words));
        if !goes_on && !is_labelled(text, start) {
            listed = None;
            continue;
        }
        listed = Some(end);
        found.push((Span::new(start, end), token));
    }
    found
}

/// Whether what stands around a number makes it a part of something longer: 139****1234, 2026年, A1234567.
fn is_masked(text: &str, start: usize, end: usize) -> bool {
    let before = text.get(..start).and_then(|before| before.chars().last());
    let after = text.get(end..).and_then(|after| after.chars().next());
    let longer = |c: char| "*×年号元_".contains(c) || c.is_ascii_alphabetic();
    before.is_some_and(longer) || after.is_some_and(longer)
}

/// The longest run of digits, brackets and hyphens at the head of `text`, its extension included.
fn token(text: &str) -> &str {
    // More brackets and hyphens in a row join no digits.
    const JOINED: usize = 16;
    let mut end = 0;
    for (i, c) in text.char_indices() {
        match c {
            '0'..='9' => end = i + 1,
            '(' | ')' | '-' | ' ' | '转' if i < end + JOINED => {}
            _ => break,
        }
    }
    let token = text.get(..end).unwrap_or_default();
    // (2)0199-1234567: the number of a list item is none of it.
    match token.strip_prefix('(').and_then(|inner| inner.split_once(')')) {
        Some((area, _)) if !area.starts_with('0') => token.get(..area.len() + 2).unwrap_or(token),
        _ => token,
    }
}

fn is_labelled(text: &str, start: usize) -> bool {
    let before = text.get(..start).unwrap_or_default();
    let from = before.char_indices().rev().nth(REACH).map_or(0, |(i, _)| i);
    let near = before.get(from..).unwrap_or_default();
    // The label of a cell may stand in the block before.
    let block = near.trim_end_matches('\n').rsplit('\n').next().unwrap_or_default();
    let line = block.rsplit(['。', ';']).next().unwrap_or_default();
    if OTHER.iter().any(|word| line.contains(word)) {
        return false;
    }
    let behind = |label: &&str| line.rfind(*label).and_then(|i| line.get(i + label.len()..));
    let clear = |between: &str| !between.contains(|c: char| c.is_ascii_digit());
    let marked = |between: &str| between.contains(':') || (between.is_empty() && before.ends_with('\n'));
    LABELS.iter().filter_map(behind).any(clear)
        || WEAK.iter().filter_map(behind).any(|between| clear(between) && marked(between))
}

/// Whether some reading of `token` is a telephone number.
fn is_possible(token: &str) -> bool {
    let number = token.split_once('转').map_or(token, |(number, _)| number);
    let groups: Vec<&str> =
        number.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).collect();
    // 00852-21234567 is abroad.
    if groups.first().is_some_and(|code| code.starts_with("00") && *code != "0086" && code.len() <= 5) {
        return true;
    }
    let groups = match groups.split_first() {
        Some((&"86" | &"0086", rest)) if !rest.is_empty() => {
            // +86-862-6155302: from abroad, the area code without its zero.
            let (area, local) = rest.split_first().map_or(("", rest), |(area, local)| (*area, local));
            if matches!(area.len(), 2 | 3) && !area.starts_with('0') && is_local(local, &[7, 8]) {
                return true;
            }
            rest
        }
        _ => &groups,
    };
    if let Some((area, rest)) =
        groups.split_first().filter(|(g, rest)| g.starts_with('0') && !rest.is_empty())
    {
        return match area.len() {
            3 => is_local(rest, &[8]) || is_short(rest),
            4 => is_local(rest, &[7, 8]) || is_short(rest),
            _ => false,
        };
    }
    let whole = groups.concat();
    if whole.starts_with('0') {
        return matches!(whole.len(), 11 | 12);
    }
    let mobile = whole.len() == 11 && whole.starts_with('1') && !whole.starts_with("10");
    let service = whole.len() == 10 && (whole.starts_with("400") || whole.starts_with("800"));
    mobile || service || is_local(groups, &[7, 8]) || is_short(groups)
}

/// A number without its area code, perhaps in groups, perhaps with an extension.
fn is_local(groups: &[&str], lengths: &[usize]) -> bool {
    let joined: usize = groups.iter().map(|group| group.len()).sum();
    let extended =
        matches!(groups, [number, extension] if lengths.contains(&number.len()) && extension.len() <= 6);
    lengths.contains(&joined) || extended
}

/// 12345, 95598, 96 numbers, perhaps with the keys to press (12366-2-4).
fn is_short(groups: &[&str]) -> bool {
    const SHORTEST: [&str; 8] = ["110", "112", "114", "119", "120", "121", "122", "999"];
    groups.split_first().is_some_and(|(number, keys)| {
        (matches!(number.len(), 4..=6) || SHORTEST.contains(number))
            && number.starts_with(['1', '9'])
            && keys.iter().all(|key| key.len() == 1)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_in_a_field() {
        let found = |text: &str| numbers(text).iter().map(|at| at.of(text).to_owned()).collect::<Vec<_>>();
        assert_eq!(found("020-38807710;83627551转12"), ["020-38807710", "83627551转12"]);
        assert_eq!(
            found("(0571)8123 4567、13900138000、400-888-1234"),
            ["(0571)8123 4567", "13900138000", "400-888-1234"]
        );
        assert!(found("12345,12366;2026091407123").is_empty());
    }

    #[test]
    fn area_codes_are_missed_where_none_stands() {
        for bad in ["举报电话:8421356", "tel:8421356", "有疑问请拨8421356", "经办人:王某某8421356"]
        {
            assert!(without_area(bad).is_some(), "{bad}");
        }
        for fine in [
            "电话:0713-8421356;8421357",
            "电话:13900138000",
            "电话:12345",
            "电话:8421356(区号0713)",
            "编号:8421356",
        ] {
            assert!(without_area(fine).is_none(), "{fine}");
        }
    }

    #[test]
    fn a_known_area_tells_a_number_without_a_label() {
        let found =
            |text: &str| of_known_area(text).iter().map(|f| f.at.of(text).to_owned()).collect::<Vec<_>>();
        assert_eq!(found("窗口0854-8627430,股室0854-862731"), ["0854-862731"]);
        assert_eq!(found("窗口(028)85195475,股室(028)8519547"), ["(028)8519547"]);
        for fine in [
            "窗口0854-8627430,股室0855-862731",
            "窗口0854-8627430,热线0854-12345",
            "窗口0854-8627430-801",
            "窗口0854-8627430,编号2026-0854-862731",
        ] {
            assert!(found(fine).is_empty(), "{fine}");
        }
    }

    #[test]
    fn digits_are_counted() {
        for bad in [
            "咨询电话:028-8519547551",
            "联系电话:0199-846812",
            "电话:(0199)846812",
            "电话:1390013800",
            "投诉电话:王科长 0199-846812345",
            "举报电话\n028-851954",
            "电话:0199-8468123、846812",
            "传真:0577-648123456789",
            "电话0577-123",
            "监督电话0577-6481234a。",
            "咨询电话139577l2345。",
        ] {
            assert_eq!(faults(bad).len(), 1, "{bad}");
        }
        for fine in [
            "咨询电话:0199-8468123",
            "电话:(0199)84681234",
            "电话:0199-8468123-801",
            "电话:0199-8468123转12",
            "热线:12345",
            "电话:0713-12345",
            "电话:020-12366-2-4",
            "投诉编号:2026-0914-07",
            "本次投诉2026091407已办结",
            "电话:13900138000",
            "电话:400-888-1234",
            "电话:+86-199-8468-1234",
            "电话:8468123、84681234",
            "联系人身份证号码:110101199003070015",
            "投诉之日起2026110日",
            "电话:139****1234",
            "咨询时间:9:00-17:00",
            "电话:010-8468 1234",
            "电话:0577-12345、0577-114",
            "电话:0577-6481234a座",
            "联系电话13957712345,传真",
        ] {
            assert!(faults(fine).is_empty(), "{fine}: {:?}", faults(fine).first().map(|f| &f.message));
        }
    }
}
