//! Numbers with a unit of time in folded text: 20个工作日, 二十日, 1-3个工作日, 一个半月, 20(工作日).

use std::ops::Range;

use crate::text::{Amount, Numeral, numeral_at};

/// A number with a unit of time, all places in bytes of the folded text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Measure {
    /// All of it.
    pub(super) at: Range<usize>,
    /// The number that counts: of a range the larger one.
    pub(super) number: Range<usize>,
    /// Its value.
    pub(super) amount: Numeral,
    /// The smaller number of a range.
    pub(super) low: Option<Amount>,
    /// The unit.
    pub(super) unit: Range<usize>,
}

/// Every measure in `folded`, in order.
pub(super) fn measures(folded: &str) -> Vec<Measure> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = folded.get(at..).and_then(|rest| rest.find(begins_number)).map(|i| at + i) {
        if let Some(measure) = measure_at(folded, start) {
            at = measure.at.end;
            found.push(measure);
        } else {
            // A number that measures nothing is passed over whole: no unit belongs to its last digit alone.
            let rest = folded.get(start..).unwrap_or_default();
            let digits = rest.find(|c| !begins_number(c)).unwrap_or(rest.len());
            at = start + numeral_at(rest).map_or(digits, |numeral| numeral.len);
        }
    }
    found
}

fn begins_number(c: char) -> bool {
    c.is_ascii_digit() || "零〇一二三四五六七八九十百千廿卅两壹贰叁肆伍陆柒捌玖拾佰半".contains(c)
}

fn measure_at(folded: &str, start: usize) -> Option<Measure> {
    let rest = |at: usize| folded.get(at..).unwrap_or_default();
    let first = numeral_at(rest(start))?;
    let first_end = start + first.len;
    let unit_end = first_end + unit_at(rest(first_end)).unwrap_or(0);
    let range = rest(unit_end).strip_prefix(['-', '~', '至', '到']).and_then(|after| {
        let second_start = folded.len() - after.len();
        let second = numeral_at(after)?;
        let second_end = second_start + second.len;
        let end = second_end + unit_at(rest(second_end))?;
        let (number, unit) = (second_start..second_end, second_end..end);
        Some(Measure { at: start..end, number, amount: second, low: Some(first.amount), unit })
    });
    range.or_else(|| {
        let (number, unit) = (start..first_end, first_end..unit_end);
        (unit_end > first_end).then_some(Measure {
            at: start..unit_end,
            number,
            amount: first,
            low: None,
            unit,
        })
    })
}

/// The length of the unit at the head of `text`.
fn unit_at(text: &str) -> Option<usize> {
    const BRACKETED: [&str; 7] =
        ["(个工作日)", "(工作日)", "(个自然日)", "(自然日)", "(个月)", "(天)", "(日)"];
    const COUNTED: [&str; 13] = [
        "工作日",
        "工作天",
        "自然日",
        "自然天",
        "日历日",
        "日历天",
        "小时",
        "钟头",
        "星期",
        "月",
        "年",
        "天",
        "周",
    ];
    let at_head = |text: &str, words: &[&str]| {
        words.iter().find(|word| text.starts_with(**word)).map(|word| word.len())
    };
    if let Some(len) = at_head(text, &BRACKETED) {
        return Some(len);
    }
    // 个, 半 and once more 个: 一个半小时, 两个半个月.
    let mut bare = text;
    for word in ['个', '半', '个'] {
        bare = bare.strip_prefix(word).unwrap_or(bare);
    }
    let lead = text.len() - bare.len();
    at_head(bare, &COUNTED).map(|len| lead + len).or_else(|| at_head(text, &["分钟", "日"]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_without_a_unit_are_passed_over_once() {
        // Read again from each of its digits, this would not end.
        assert_eq!(measures(&"1234567890".repeat(100_000)), []);
        assert_eq!(measures(&"十百".repeat(100_000)), []);
        assert_eq!(measures("12345678901234567890日和3天").len(), 1);
    }
}
