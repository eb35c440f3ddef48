//! Identity numbers and people's mobile numbers, masked wherever a text is repeated to people: reports are passed on to those who need not know them.

use std::borrow::Cow;

/// The characters of an identity number.
const LENGTH: usize = 18;

/// The characters of it that are masked: the day of birth.
const BIRTH: std::ops::Range<usize> = 6..14;

/// The characters of a mobile number, and those of it that are masked: its tail.
const MOBILE: usize = 11;
const TAIL: std::ops::Range<usize> = 7..11;

/// `text` with the day of birth of every identity number and the tail of every mobile number in it masked, and every byte
/// in its place. Landlines are offices', and a reader has to call them.
pub fn masked(text: &str) -> Cow<'_, str> {
    let mut masked: Option<String> = None;
    let mut chars: Vec<(usize, char)> = Vec::with_capacity(LENGTH);
    let mut inspect = |run: &[(usize, char)]| {
        let hidden = if is_identity(run) {
            BIRTH
        } else if is_mobile(run) {
            TAIL
        } else {
            return;
        };
        let text = masked.get_or_insert_with(|| text.to_owned());
        for &(at, c) in run.get(hidden).unwrap_or_default() {
            text.replace_range(at..at + c.len_utf8(), if c.is_ascii() { "*" } else { "＊" });
        }
    };
    for (at, c) in text.char_indices() {
        if digit(c).is_some() || matches!(c, 'x' | 'X' | 'ｘ' | 'Ｘ') && chars.len() == LENGTH - 1 {
            chars.push((at, c));
        } else {
            inspect(&chars);
            chars.clear();
        }
    }
    inspect(&chars);
    masked.map_or(Cow::Borrowed(text), Cow::Owned)
}

/// Whether a run of digits is as long as an identity number and has a day of birth in it.
fn is_identity(run: &[(usize, char)]) -> bool {
    let number = |range: std::ops::Range<usize>| {
        let digits = run.get(range).unwrap_or_default();
        digits.iter().try_fold(0, |n, &(_, c)| Some(n * 10 + digit(c)?))
    };
    let (year, month, day) = (number(6..10), number(10..12), number(12..14));
    let within = |n: Option<u32>, range: std::ops::RangeInclusive<u32>| n.is_some_and(|n| range.contains(&n));
    run.len() == LENGTH && within(year, 1880..=2100) && within(month, 1..=12) && within(day, 1..=31)
}

/// Whether a run of digits is as long as a mobile number and begins like one.
fn is_mobile(run: &[(usize, char)]) -> bool {
    let at = |i: usize| run.get(i).and_then(|&(_, c)| digit(c));
    run.len() == MOBILE && at(0) == Some(1) && at(1).is_some_and(|second| second >= 3)
}

fn digit(c: char) -> Option<u32> {
    match c {
        '０'..='９' => Some(u32::from(c) - u32::from('０')),
        _ => c.to_digit(10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_birth_and_tails_are_masked_and_nothing_else() {
        assert_eq!(masked("张三11010519491231002X，李四"), "张三110105********002X，李四");
        let wide = "１１０１０５１９４９１２３１００２４";
        assert_eq!(masked(wide), "１１０１０５＊＊＊＊＊＊＊＊００２４");
        assert_eq!(masked(wide).len(), wide.len());
        assert_eq!(masked("手机：13900138000"), "手机：1390013****");
        for fine in
            ["受理号110105194913310024", "1101051949123100241", "电话0199-8468123", "91350100M000100Y43"]
        {
            assert_eq!(masked(fine), fine);
        }
    }
}
