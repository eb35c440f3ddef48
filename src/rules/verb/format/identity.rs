//! Identity numbers and credit codes, whose last character is computed from the others. A message never repeats a number,
//! and the place is only its end: findings are passed on to people who need not know it.

use std::sync::LazyLock;

use regex::Regex;

use super::Fault;
use crate::text::{Folded, Span};

/// An identity number, told by the date of birth in it, or a credit code behind its label.
static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let birth = "(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])";
    let id = format!("(?:^|[^0-9a-z*])(?P<id>[1-9][0-9]{{5}}{birth}[0-9]{{3}}[0-9x])");
    let code = r"(?:统一社会)?信用代码(?:\([^)\n]{0,12}\))?[:为是]?\n?(?P<code>[0-9a-z]{18})";
    Regex::new(&format!("{id}|{code}")).ok()
});

/// How much of the end of a number is its place.
const SHOWN: usize = 4;

/// Words before a number that make it one of another kind, or say that it is made up.
const OTHER: [&str; 15] = [
    "示例",
    "样例",
    "虚拟",
    "例如",
    "举例",
    "受理号",
    "受理编号",
    "流水",
    "订单",
    "账号",
    "卡号",
    "文号",
    "编码",
    "信用代码",
    "许可证",
];

/// Every number in folded `text` whose last character does not fit the others.
pub(super) fn faults(text: &str) -> Vec<Fault> {
    let ids = text.contains("身份");
    if !ids && !text.contains("信用代码") {
        return Vec::new();
    }
    let found = NUMBER.iter().flat_map(|number| number.captures_iter(text));
    found.filter(|found| ids || found.name("id").is_none()).filter_map(|found| fault(text, &found)).collect()
}

fn fault(text: &str, found: &regex::Captures<'_>) -> Option<Fault> {
    let (name, number, right) = match (found.name("id"), found.name("code")) {
        (Some(id), _) => ("身份证号码", id, identity_check(id.as_str())),
        (_, code) => ("统一社会信用代码", code?, credit_check(code?.as_str())),
    };
    let longer = text.get(number.end()..)?.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '*');
    // A label of another kind stands before an identity number; that of a credit code is a part of what was found.
    let from = found.name("id").map_or(found.get(0)?.start(), |id| id.start());
    let before = text.get(..from)?.trim_end_matches('\n').rsplit('\n').next()?;
    let clause = before.rsplit([';', '。']).next()?;
    let fits = right.is_some_and(|right| number.as_str().ends_with(right));
    if longer || fits || OTHER.iter().any(|word| clause.contains(word)) {
        return None;
    }
    let at: Span<Folded> = Span::new(number.end() - SHOWN, number.end());
    Some(Fault {
        at,
        message: format!("{name}的校验码不对（末四位 {}），号码抄错了一位或者几位", at.of(text)),
    })
}

/// The last character of an identity number by its first seventeen digits (GB 11643: weights are powers of two modulo 11).
fn identity_check(number: &str) -> Option<char> {
    const ENDS: [char; 11] = ['1', '0', 'x', '9', '8', '7', '6', '5', '4', '3', '2'];
    let mut sum = 0;
    for (i, c) in number.chars().take(17).enumerate() {
        let exponent = u32::try_from(17 - i).ok()?;
        sum += c.to_digit(10)? * (2_u32.pow(exponent) % 11);
    }
    ENDS.get((sum % 11) as usize).copied()
}

/// The last character of a credit code by its first seventeen (GB 32100: base 31, weights are powers of three modulo 31).
/// `None` for a code with a letter that none has.
fn credit_check(code: &str) -> Option<char> {
    const SIGNS: &str = "0123456789abcdefghjklmnpqrtuwxy";
    let value = |c: char| SIGNS.find(c);
    let (mut sum, mut weight) = (0, 1);
    for c in code.chars().take(17) {
        sum += value(c)? * weight;
        weight = weight * 3 % 31;
    }
    let last = (31 - sum % 31) % 31;
    SIGNS.chars().nth(last).filter(|_| code.chars().last().and_then(value).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checks_of_the_standards_own_examples() {
        // GB 11643—1999 gives 11010519491231002X, and 440524188001010014 for a woman born in 1880.
        assert_eq!(identity_check("11010519491231002x"), Some('x'));
        assert_eq!(identity_check("440524188001010014"), Some('4'));
        // 91350100M000100Y43 stands in GB 32100—2015.
        assert_eq!(credit_check("91350100m000100y43"), Some('3'));
        assert_eq!(credit_check("91350100i000100y43"), None, "there is no I");
    }

    #[test]
    fn only_labelled_whole_numbers_are_checked_and_none_is_repeated() {
        let found = |text: &str| faults(text);
        let wrong = found("身份证号:110105194912310021");
        assert_eq!(wrong.len(), 1);
        assert!(wrong.iter().all(|fault| !fault.message.contains("19491231") && fault.at.len() == SHOWN));
        assert_eq!(found("姓名\n身份证号码\n张三\n110105194912310021").len(), 1, "in a table");
        assert_eq!(found("统一社会信用代码:91350100m000100y44").len(), 1);
        for fine in [
            "身份证号码:11010519491231002x",
            "身份证号:1101051949****0021",
            "示例:张三,身份证号110105194912310021",
            "身份证明齐全,受理号:110105194912310021",
            "统一社会信用代码\n91350100m000100y43",
        ] {
            assert!(found(fine).is_empty(), "{fine}");
        }
    }
}
