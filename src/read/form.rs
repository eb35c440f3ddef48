//! Whether a document is a form that is still to be filled in.

use crate::law::DateMention;

/// How many blanks to fill in make a form.
const BLANKS: usize = 3;

/// What a title calls a form.
const NAMES: [&str; 10] =
    ["模板", "样本", "范本", "式样", "样式", "样表", "空表", "格式文本", "填写示例", "示范文本"];

/// Placeholders of programs, by how they open.
const PLACEHOLDERS: [&str; 3] = ["${", "{{", "<%"];

/// Words before a blank that a finished document leaves to the hand of those who sign it.
const SIGNING: [&str; 9] = ["签收", "签名", "签字", "签章", "经办", "送达人", "收件人", "领取人", "承办人"];

/// How many characters before a blank may say what it is for.
const REACH: usize = 14;

/// Whether a document is a form: it says so in its title, or has many blanks and hardly a date. A blank or two in a finished
/// document is an oversight.
pub(super) fn is_form(plain: &str, title: &str, dates: &[DateMention]) -> bool {
    if NAMES.iter().any(|name| title.contains(name)) {
        return true;
    }
    let blanks = blanks(plain);
    let filled = dates.iter().filter(|date| date.year.is_some()).count();
    blanks >= BLANKS && blanks > 2 * filled
}

/// How many places to fill in `plain` has, but for those where somebody signs.
fn blanks(plain: &str) -> usize {
    let placeholders: usize = PLACEHOLDERS.iter().map(|open| plain.matches(open).count()).sum();
    plain.lines().map(blanks_of_line).sum::<usize>() + placeholders
}

fn blanks_of_line(line: &str) -> usize {
    let is_blank = |c: char| c.is_whitespace() || matches!(c, '_' | '＿' | '\u{A0}');
    let mut count = 0;
    let mut rest = line;
    while let Some(at) = rest.find(is_blank) {
        let run = rest.get(at..).unwrap_or_default();
        let after = run.trim_start_matches(is_blank);
        let words = run.get(..run.len() - after.len()).unwrap_or_default();
        let before = line.get(..line.len() - run.len()).unwrap_or_default();
        let underscored = words.chars().filter(|c| matches!(c, '_' | '＿')).count() >= 2;
        // 第  号, 〔  〕, 年  月: what should stand between is left out.
        let open = [('第', '号'), ('〔', '〕'), ('[', ']'), ('年', '月'), ('【', '】')];
        let between = open.iter().any(|&(a, b)| before.ends_with(a) && after.starts_with(b));
        if (underscored || between) && !is_signed(before) {
            count += 1;
        }
        rest = after;
    }
    count
}

fn is_signed(before: &str) -> bool {
    let start = before.char_indices().rev().nth(REACH).map_or(0, |(i, _)| i);
    let near = before.get(start..).unwrap_or_default();
    SIGNING.iter().any(|word| near.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{law::dates, text::FoldedText};

    #[test]
    fn forms_have_blanks_and_hardly_a_date() {
        for (plain, form) in [
            ("许受字〔  〕第   号\n__________：\n你单位于___年___月___日提出的______申请收悉。", true),
            ("${app.applicant}：\n你提出的${app.type}申请，${date}", true),
            (
                "于2026年3月2日提出的申请，2026年3月2日受理。\n签收人：______  签收日期：______年____月____日",
                false,
            ),
            ("你单位于2026年3月2日提出申请。\n2026年  月  日", false),
            ("联系电话：${phone}\n2026年3月2日", false),
            ("您于2026年3月2日提出申请，年 月 日", false),
        ] {
            assert_eq!(is_form(plain, "受理通知书", &dates(&FoldedText::new(plain))), form, "{plain}");
        }
        assert!(is_form("某某：", "受理通知书（样本）", &[]));
    }
}
