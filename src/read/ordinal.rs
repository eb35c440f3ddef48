//! The numbers that a browser or a word processor draws before the items of a list.

/// A way of writing the number of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Ordinal {
    /// 1, 2, 3
    #[default]
    Decimal,
    /// 01, 02, 03
    DecimalZero,
    /// １, ２, ３
    FullWidth,
    /// ①, ②, ③
    Circled,
    /// ⑴, ⑵, ⑶
    Bracketed,
    /// ⒈, ⒉, ⒊
    Stopped,
    /// a … z, aa, ab, as a browser counts
    Letter,
    /// a … z, aa, bb, as Word counts
    RepeatedLetter,
    /// A … Z, AA, AB
    CapitalLetter,
    /// A … Z, AA, BB
    RepeatedCapitalLetter,
    /// i, ii, iii
    Roman,
    /// I, II, III
    CapitalRoman,
    /// 一 … 十 … 九十九, 一○○
    Chinese,
    /// 一 … 一百, 一百零一
    ChineseThousand,
    /// 一, 二 … 一〇, 一一
    ChineseDigits,
    /// 壹, 贰 … 壹拾
    ChineseFinancial,
    /// 甲, 乙, 丙
    Stem,
    /// 子, 丑, 寅
    Branch,
    /// ㊀, ㊁, ㊂
    CircledChinese,
}

impl Ordinal {
    /// The number `n` written this way; in decimal where this way has no sign for it.
    pub(super) fn write(self, n: i64) -> String {
        let positive = u32::try_from(n).ok().filter(|&n| n > 0);
        positive.and_then(|n| self.sign(n)).unwrap_or_else(|| match self {
            Ordinal::FullWidth => n.to_string().chars().map(full_width).collect(),
            Ordinal::DecimalZero => format!("{n:02}"),
            _ => n.to_string(),
        })
    }

    fn sign(self, n: u32) -> Option<String> {
        match self {
            Ordinal::Decimal | Ordinal::DecimalZero | Ordinal::FullWidth => None,
            Ordinal::Circled => nth('①', 20, n),
            Ordinal::Bracketed => nth('⑴', 20, n),
            Ordinal::Stopped => nth('⒈', 20, n),
            Ordinal::CircledChinese => nth('㊀', 10, n),
            Ordinal::Letter => Some(letters(n, 'a')),
            Ordinal::CapitalLetter => Some(letters(n, 'A')),
            Ordinal::RepeatedLetter => repeated(n, 'a'),
            Ordinal::RepeatedCapitalLetter => repeated(n, 'A'),
            Ordinal::Roman => roman(n).map(|roman| roman.to_lowercase()),
            Ordinal::CapitalRoman => roman(n),
            Ordinal::Chinese if n >= 100 => Some(digits(n, HAN, '○')),
            Ordinal::Chinese | Ordinal::ChineseThousand => chinese(n, HAN, ["", "十", "百", "千"]),
            Ordinal::ChineseDigits => Some(digits(n, HAN, '〇')),
            Ordinal::ChineseFinancial => chinese(n, FINANCIAL, ["", "拾", "佰", "仟"]),
            Ordinal::Stem => "甲乙丙丁戊己庚辛壬癸".chars().nth(n as usize - 1).map(String::from),
            Ordinal::Branch => "子丑寅卯辰巳午未申酉戌亥".chars().nth(n as usize - 1).map(String::from),
        }
    }
}

const HAN: &str = "零一二三四五六七八九";
const FINANCIAL: &str = "零壹贰叁肆伍陆柒捌玖";

fn full_width(c: char) -> char {
    c.to_digit(10).and_then(|digit| char::from_u32('０' as u32 + digit)).unwrap_or(c)
}

/// The `n`-th of `count` characters in a row that begin with `first`.
fn nth(first: char, count: u32, n: u32) -> Option<String> {
    (n <= count).then(|| char::from_u32(first as u32 + n - 1)).flatten().map(String::from)
}

fn letter(n: u32, first: char) -> Option<char> {
    char::from_u32(first as u32 + n % 26)
}

fn letters(mut n: u32, first: char) -> String {
    let mut backwards = Vec::new();
    while n > 0 {
        n -= 1;
        backwards.extend(letter(n, first));
        n /= 26;
    }
    backwards.iter().rev().collect()
}

/// Word repeats the letter for every round of the alphabet; beyond any sensible length it is no sign any more.
fn repeated(n: u32, first: char) -> Option<String> {
    let times = (n - 1) / 26 + 1;
    let letter = letter(n - 1, first)?;
    (times <= 30).then(|| std::iter::repeat_n(letter, times as usize).collect())
}

fn roman(mut n: u32) -> Option<String> {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if n > 3999 {
        return None;
    }
    let mut out = String::new();
    for (value, sign) in SIGNS {
        while n >= value {
            out.push_str(sign);
            n -= value;
        }
    }
    Some(out)
}

fn digits(n: u32, signs: &str, zero: char) -> String {
    let sign = |digit: char| match digit.to_digit(10) {
        Some(0) | None => zero,
        Some(d) => signs.chars().nth(d as usize).unwrap_or(zero),
    };
    n.to_string().chars().map(sign).collect()
}

/// `n` below 10,000 with units: 一百零五, and 十五 rather than 一十五 in everyday signs.
fn chinese(n: u32, signs: &str, units: [&str; 4]) -> Option<String> {
    if n >= 10_000 {
        return None;
    }
    let (mut out, mut gap) = (String::new(), false);
    for (power, unit) in (0..4).zip(units).rev() {
        let digit = n / 10_u32.pow(power) % 10;
        if digit == 0 {
            gap = !out.is_empty();
            continue;
        }
        if gap {
            out.extend(signs.chars().next());
            gap = false;
        }
        if !(digit == 1 && unit == "十" && out.is_empty()) {
            out.extend(signs.chars().nth(digit as usize));
        }
        out.push_str(unit);
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_of_numbering() {
        for (ordinal, n, written) in [
            (Ordinal::Decimal, 12, "12"),
            (Ordinal::DecimalZero, 3, "03"),
            (Ordinal::FullWidth, 12, "１２"),
            (Ordinal::Circled, 20, "⑳"),
            (Ordinal::Circled, 21, "21"),
            (Ordinal::Letter, 28, "ab"),
            (Ordinal::RepeatedLetter, 28, "bb"),
            (Ordinal::CapitalLetter, 703, "AAA"),
            (Ordinal::Letter, 0, "0"),
            (Ordinal::Roman, 49, "xlix"),
            (Ordinal::CapitalRoman, 4000, "4000"),
            (Ordinal::Chinese, 10, "十"),
            (Ordinal::Chinese, 21, "二十一"),
            (Ordinal::Chinese, 105, "一○五"),
            (Ordinal::ChineseThousand, 105, "一百零五"),
            (Ordinal::ChineseThousand, 110, "一百一十"),
            (Ordinal::ChineseThousand, 1001, "一千零一"),
            (Ordinal::ChineseFinancial, 10, "壹拾"),
            (Ordinal::ChineseDigits, 10, "一〇"),
            (Ordinal::Stem, 3, "丙"),
            (Ordinal::Stem, 11, "11"),
            (Ordinal::Decimal, -2, "-2"),
        ] {
            assert_eq!(ordinal.write(n), written, "{ordinal:?} {n}");
        }
    }
}
