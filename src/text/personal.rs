//! Identity numbers, masked wherever a text is repeated to people: reports are passed on to those who need not know them.

use std::borrow::Cow;

/// The characters of an identity number.
const LENGTH: usize = 18;

/// The characters of it that are masked: the day of birth.
const BIRTH: std::ops::Range<usize> = 6..14;

/// `text` with the day of birth of every identity number in it masked, and every byte in its place.
pub fn masked(text: &str) -> Cow<'_, str> {
    let mut masked: Option<String> = None;
    let mut chars: Vec<(usize, char)> = Vec::with_capacity(LENGTH);
    let mut inspect = |run: &[(usize, char)]| {
        if !is_identity(run) {
            return;
        }
        let text = masked.get_or_insert_with(|| text.to_owned());
        for &(at, c) in run.get(BIRTH).unwrap_or_default() {
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
    fn the_day_of_birth_is_masked_and_nothing_else() {
        assert_eq!(masked("张三11010519491231002X，李四"), "张三110105********002X，李四");
        let wide = "１１０１０５１９４９１２３１００２４";
        assert_eq!(masked(wide), "１１０１０５＊＊＊＊＊＊＊＊００２４");
        assert_eq!(masked(wide).len(), wide.len());
        for fine in
            ["受理号110105194913310024", "1101051949123100241", "电话0199-8468123", "91350100M000100Y43"]
        {
            assert_eq!(masked(fine), fine);
        }
    }
}
