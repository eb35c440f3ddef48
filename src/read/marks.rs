//! List marks at the head of a line: 一、（一）1. (1) ① ■ — what they are, and how deep they usually stand.

use crate::text::{FoldedText, chinese_number};

/// The style of a list mark, the outermost first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Style {
    /// 一、
    Han,
    /// （一）
    BracketedHan,
    /// 1. 1、
    Arabic,
    /// （1）
    BracketedArabic,
    /// ①
    Circled,
    /// ■ ● ·
    Bullet,
}

/// A list mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    /// Its style.
    pub(super) style: Style,
    /// Its number; 0 for a bullet.
    pub(super) number: u32,
    /// Its length in bytes, white space after it included.
    pub(super) len: usize,
}

/// The list mark at the head of `line`.
pub(super) fn list_mark(line: &str) -> Option<Mark> {
    let (style, number, rest) = numbered(line).or_else(|| single(line))?;
    let rest = rest.trim_start();
    Some(Mark { style, number, len: line.len() - rest.len() })
}

fn numbered(line: &str) -> Option<(Style, u32, &str)> {
    let open = line.strip_prefix(['（', '(']);
    let digits = open.unwrap_or(line);
    let is_han = |c: char| "一二三四五六七八九十百".contains(c);
    let is_arabic = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let han_rest = digits.trim_start_matches(is_han);
    let arabic_rest = digits.trim_start_matches(is_arabic);
    let (rest, han) = if han_rest.len() < digits.len() { (han_rest, true) } else { (arabic_rest, false) };
    let written = digits.get(..digits.len() - rest.len())?;
    if written.chars().count() > 3 {
        return None;
    }
    let number = chinese_number(FoldedText::new(written).as_str())?;
    if open.is_some() {
        let rest = rest.strip_prefix(['）', ')'])?;
        return Some((if han { Style::BracketedHan } else { Style::BracketedArabic }, number, rest));
    }
    if han {
        return rest.strip_prefix(['、', '．', '.', '，', ' ', '　']).map(|rest| (Style::Han, number, rest));
    }
    let rest = rest.strip_prefix(['、', '．', '.', '）', ')'])?;
    // 1.5 is a number, not an item.
    (!rest.starts_with(is_arabic)).then_some((Style::Arabic, number, rest))
}

fn single(line: &str) -> Option<(Style, u32, &str)> {
    let mut chars = line.chars();
    let first = chars.next()?;
    let from = |one: char| u32::from(first) - u32::from(one) + 1;
    let (style, number) = match first {
        '①'..='⑳' => (Style::Circled, from('①')),
        '㈠'..='㈩' => (Style::BracketedHan, from('㈠')),
        '⑴'..='⒇' => (Style::BracketedArabic, from('⑴')),
        '■' | '□' | '◆' | '◇' | '●' | '○' | '▍' | '▶' | '►' | '★' | '☆' | '•' | '·' | '➤' | '▪' | '※' => {
            (Style::Bullet, 0)
        }
        _ => return None,
    };
    Some((style, number, chars.as_str().trim_start_matches(['^', '、', '.'])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_and_lengths() {
        for (line, style, rest) in [
            ("一、申请条件", Style::Han, "申请条件"),
            ("（二） 材料", Style::BracketedHan, "材料"),
            ("1.身份证", Style::Arabic, "身份证"),
            ("１、表", Style::Arabic, "表"),
            ("(3)复印件", Style::BracketedArabic, "复印件"),
            ("② 乙", Style::Circled, "乙"),
            ("▍^ 办理流程", Style::Bullet, "办理流程"),
            ("十二、其他", Style::Han, "其他"),
        ] {
            let mark = list_mark(line).unwrap();
            assert_eq!((mark.style, line.get(mark.len..)), (style, Some(rest)), "{line}");
        }
        for line in ["1.5个工作日", "一次性告知书", "申请", "2026年", "(工作日)"] {
            assert_eq!(list_mark(line), None, "{line}");
        }
    }
}
