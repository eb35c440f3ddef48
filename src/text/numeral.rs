//! Numerals as Chinese documents write them: 20, 二十, 贰拾, 廿, 两, 半, 1.5, 二〇二六, 20（二十）. Works on folded text.

use std::fmt;

/// A quantity in hundredths, so that half a day and 1.5 hours compare exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Amount {
    hundredths: u32,
}

impl Amount {
    /// One half (半).
    pub const HALF: Amount = Amount { hundredths: 50 };

    /// A whole number.
    pub fn whole(n: u32) -> Self {
        Self { hundredths: n.saturating_mul(100) }
    }

    /// The value times one hundred.
    pub fn hundredths(self) -> u32 {
        self.hundredths
    }

    /// The sum of two amounts.
    pub fn plus(self, other: Self) -> Self {
        Self { hundredths: self.hundredths.saturating_add(other.hundredths) }
    }

    /// The amount so many times; `None` when it is too large.
    pub fn times(self, factor: u32) -> Option<Self> {
        self.hundredths.checked_mul(factor).map(|hundredths| Self { hundredths })
    }

    /// The value as a floating-point number, for output.
    pub fn as_f64(self) -> f64 {
        f64::from(self.hundredths) / 100.0
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.as_f64())
    }
}

/// A numeral found in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Numeral {
    /// Its value.
    pub amount: Amount,
    /// Its length in bytes, a restatement in brackets included.
    pub len: usize,
    /// The value that brackets after it state once more, as in `二十（15）`.
    pub restated: Option<Amount>,
}

/// The numeral that starts at the head of folded `text`.
pub fn numeral_at(text: &str) -> Option<Numeral> {
    let (amount, len) = bare(text)?;
    let rest = text.get(len..)?;
    // 二十(15)个, and 二十个(15个).
    let bracket = rest.strip_prefix('个').filter(|rest| rest.starts_with('(')).unwrap_or(rest);
    let restated = bracket.strip_prefix('(').and_then(|inner| {
        let (again, inner_len) = bare(inner)?;
        let after = inner.get(inner_len..)?;
        let after = after.strip_prefix('个').unwrap_or(after).strip_prefix(')')?;
        Some((again, rest.len() - after.len()))
    });
    Some(match restated {
        Some((again, more)) => Numeral { amount, len: len + more, restated: Some(again) },
        None => Numeral { amount, len, restated: None },
    })
}

fn bare(text: &str) -> Option<(Amount, usize)> {
    arabic(text).or_else(|| {
        let len = text.find(|c| !is_chinese_digit(c)).unwrap_or(text.len());
        let word = text.get(..len)?;
        if word.is_empty() {
            return text.starts_with('半').then_some((Amount::HALF, '半'.len_utf8()));
        }
        chinese_number(word).map(|n| (Amount::whole(n), len))
    })
}

fn arabic(text: &str) -> Option<(Amount, usize)> {
    let digits = |t: &str| t.find(|c: char| !c.is_ascii_digit()).unwrap_or(t.len());
    let whole_len = digits(text);
    let whole: u32 = text.get(..whole_len)?.parse().ok()?;
    let amount = Amount { hundredths: whole.checked_mul(100)? };
    let Some(fraction) = text.get(whole_len..).and_then(|rest| rest.strip_prefix('.')) else {
        return Some((amount, whole_len));
    };
    let fraction_len = digits(fraction);
    if fraction_len == 0 || fraction_len > 2 {
        return Some((amount, whole_len));
    }
    let value: u32 = fraction.get(..fraction_len)?.parse().ok()?;
    let hundredths = if fraction_len == 1 { value * 10 } else { value };
    Some((Amount { hundredths: amount.hundredths.checked_add(hundredths)? }, whole_len + 1 + fraction_len))
}

/// The value of a number written wholly in Chinese numerals or wholly in Arabic digits; `None` for anything else.
pub fn chinese_number(word: &str) -> Option<u32> {
    if word.is_empty() {
        return None;
    }
    if word.bytes().all(|b| b.is_ascii_digit()) {
        return word.parse().ok();
    }
    if word.chars().count() > 1 && word.chars().all(|c| digit(c).is_some() || c.is_ascii_digit()) {
        // 二〇二六, 二00九: digits side by side.
        return word
            .chars()
            .try_fold(0u32, |n, c| n.checked_mul(10)?.checked_add(digit(c).or(c.to_digit(10))?));
    }
    let (mut total, mut section, mut pending) = (0u32, 0u32, None);
    for c in word.chars() {
        if let Some(d) = digit(c) {
            if d != 0 && pending.replace(d).is_some() {
                return None;
            }
        } else if let Some(tens) = match c {
            '廿' => Some(20),
            '卅' => Some(30),
            _ => None,
        } {
            section = section.checked_add(tens)?;
        } else if c == '万' {
            total = section.checked_add(pending.take().unwrap_or(0))?.max(1).checked_mul(10_000)?;
            section = 0;
        } else {
            let unit = match c {
                '十' | '拾' => 10,
                '百' | '佰' => 100,
                '千' | '仟' => 1_000,
                _ => return None,
            };
            section = section.checked_add(pending.take().unwrap_or(1).checked_mul(unit)?)?;
        }
    }
    total.checked_add(section)?.checked_add(pending.unwrap_or(0))
}

fn digit(c: char) -> Option<u32> {
    Some(match c {
        '零' | '〇' | '○' => 0,
        '一' | '壹' => 1,
        '二' | '贰' | '两' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

fn is_chinese_digit(c: char) -> bool {
    digit(c).is_some() || matches!(c, '十' | '拾' | '百' | '佰' | '千' | '仟' | '万' | '廿' | '卅')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn amount(text: &str) -> Option<String> {
        numeral_at(text).map(|n| n.amount.to_string())
    }

    #[test]
    fn every_way_of_writing_a_number() {
        for (text, value) in [
            ("20个", "20"),
            ("二十日", "20"),
            ("贰拾日", "20"),
            ("廿五", "25"),
            ("两个月", "2"),
            ("半天", "0.5"),
            ("十五", "15"),
            ("一百零七", "107"),
            ("三百二十", "320"),
            ("1.5小时", "1.5"),
            ("0.25", "0.25"),
            ("二〇二六年", "2026"),
            ("1.身份证", "1"),
            ("一千二百六十", "1260"),
            ("三万零五", "30005"),
            ("12.345", "12"),
        ] {
            assert_eq!(amount(text).as_deref(), Some(value), "{text}");
        }
        for text in ["", "个", "工作日", "第一"] {
            assert_eq!(amount(text), None, "{text}");
        }
    }

    #[test]
    fn a_restatement_in_brackets_is_kept_apart() {
        let n = numeral_at("二十(15)个工作日").unwrap();
        assert_eq!(
            (n.amount, n.restated, n.len),
            (Amount::whole(20), Some(Amount::whole(15)), "二十(15)".len())
        );
        let n = numeral_at("十二个(10个)工作日").unwrap();
        assert_eq!((n.restated, n.len), (Some(Amount::whole(10)), "十二个(10个)".len()));
        assert_eq!(numeral_at("20(工作日)").unwrap().restated, None);
    }

    /// Writes `n` (below 10,000) as a law would.
    fn written(n: u32) -> String {
        const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
        let (mut out, mut gap) = (String::new(), false);
        for (unit, name) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
            let d = n / unit % 10;
            if d == 0 {
                gap = !out.is_empty();
                continue;
            }
            if gap {
                out.push('零');
                gap = false;
            }
            if !(d == 1 && unit == 10 && out.is_empty()) {
                out.push_str(DIGITS[d as usize]);
            }
            out.push_str(name);
        }
        out
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(n in 1u32..10_000) {
            prop_assert_eq!(chinese_number(&written(n)), Some(n));
            prop_assert_eq!(chinese_number(&n.to_string()), Some(n));
        }

        #[test]
        fn no_text_makes_it_fail(text in "[0-9一二十百千万零半两.()（）]{0,12}") {
            if let Some(n) = numeral_at(&text) {
                prop_assert!(text.is_char_boundary(n.len));
            }
        }
    }
}
