//! List marks at the head of a line: 一、（一）1. (1) ① ■ — what they are, and how deep they usually stand.

use super::{chinese_number, fold_char};

/// The style of a list mark, the outermost first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MarkStyle {
    /// 第一部分, PART 01
    Part,
    /// Ⅰ、
    Roman,
    /// 一、
    Han,
    /// 〔1〕【一】
    Square,
    /// （一）
    BracketedHan,
    /// 1️⃣, 01 |
    Key,
    /// 1. 1、
    Arabic,
    /// （1）
    BracketedArabic,
    /// ①
    Circled,
    /// ■ ● ·
    Bullet,
}

impl MarkStyle {
    /// How many styles there are.
    pub const COUNT: usize = Self::Bullet as usize + 1;
}

/// A list mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListMark {
    /// Its style.
    pub style: MarkStyle,
    /// Its number; 0 for a bullet.
    pub number: u32,
    /// Its length in bytes, white space after it included.
    pub len: usize,
}

/// Makes an emoji of the character before it.
const EMOJI: char = '\u{FE0F}';

/// Whether `text` has a gap in it as between the cells of a table that is set with blanks.
pub fn has_wide_gap(text: &str) -> bool {
    ["  ", "　　", "\u{A0}\u{A0}", "\t"].iter().any(|gap| text.contains(gap))
}

/// The list mark at the head of `line`.
pub fn list_mark(line: &str) -> Option<ListMark> {
    let (style, number, rest) = numbered(line).or_else(|| single(line)).or_else(|| part(line))?;
    let rest = rest.trim_start();
    Some(ListMark { style, number, len: line.len() - rest.len() })
}

/// The number that a mark is written with: 三, ３, 叁.
fn number_of(written: &str) -> Option<u32> {
    let folded: String = written.chars().filter_map(fold_char).collect();
    chinese_number(&folded)
}

fn numbered(line: &str) -> Option<(MarkStyle, u32, &str)> {
    let open = line.strip_prefix(['（', '(']);
    let square = line.strip_prefix(['〔', '【', '［']);
    let digits = open.or(square).unwrap_or(line);
    let is_han = |c: char| "一二三四五六七八九十百壹贰叁肆伍陆柒捌玖拾".contains(c);
    let is_arabic = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let han_rest = digits.trim_start_matches(is_han);
    let arabic_rest = digits.trim_start_matches(is_arabic);
    let (rest, han) = if han_rest.len() < digits.len() { (han_rest, true) } else { (arabic_rest, false) };
    let written = digits.get(..digits.len() - rest.len())?;
    if written.chars().count() > 3 {
        return None;
    }
    // (028)84318922 is a telephone number.
    if open.is_some() && written.len() == 3 && written.starts_with('0') {
        return None;
    }
    let number = number_of(written)?;
    if square.is_some() {
        return rest.strip_prefix(['〕', '】', '］']).map(|rest| (MarkStyle::Square, number, rest));
    }
    if open.is_some() {
        let rest = rest.strip_prefix(['）', ')'])?;
        // （一）、 is a mark with one stroke too many.
        let rest = rest.strip_prefix('、').unwrap_or(rest);
        return Some((if han { MarkStyle::BracketedHan } else { MarkStyle::BracketedArabic }, number, rest));
    }
    if han {
        return rest
            .strip_prefix(['、', '．', '.', '，', ' ', '　'])
            .map(|rest| (MarkStyle::Han, number, rest));
    }
    // 1 in the shape of a key, as it stands in chat messages.
    if let Some(rest) = rest.trim_start_matches(EMOJI).strip_prefix('\u{20E3}') {
        return Some((MarkStyle::Key, number, rest));
    }
    // 01 | 设定依据
    if written.len() == 2
        && let Some(name) = rest.trim_start().strip_prefix(['|', '｜', '丨'])
        && !name.trim_start().starts_with(is_arabic)
    {
        return Some((MarkStyle::Key, number, name));
    }
    let rest = rest.strip_prefix(['、', '．', '.', '）', ')'])?;
    // 1.5 is a number, not an item.
    (!rest.starts_with(is_arabic)).then_some((MarkStyle::Arabic, number, rest))
}

/// 第三部分 or PART 03, and what stands behind it.
fn part(line: &str) -> Option<(MarkStyle, u32, &str)> {
    const LONGEST: usize = 3;
    if let Some((word, rest)) = line.split_at_checked("part".len())
        && word.eq_ignore_ascii_case("part")
    {
        let digits = rest.trim_start_matches([' ', '.', '\u{A0}']);
        let name = digits.trim_start_matches(|c: char| c.is_ascii_digit());
        let number = digits.get(..digits.len() - name.len())?.parse().ok()?;
        return Some((
            MarkStyle::Part,
            number,
            name.trim_start_matches([' ', '：', ':', '、', '.', '|', '丨']),
        ));
    }
    let line = line.strip_prefix('第')?;
    let near = line
        .char_indices()
        .nth(LONGEST + "部分".chars().count())
        .map_or(line, |(i, _)| line.get(..i).unwrap_or(line));
    let len = near.find("部分")?;
    let number = number_of(line.get(..len)?)?;
    let rest = line.get(len + "部分".len()..)?;
    let rest = rest.trim_start_matches(['：', ':', '、']);
    Some((MarkStyle::Part, number, rest))
}

fn single(line: &str) -> Option<(MarkStyle, u32, &str)> {
    let mut chars = line.chars();
    let first = chars.next()?;
    let from = |one: char| u32::from(first) - u32::from(one) + 1;
    let (style, number) = match first {
        '①'..='⑳' => (MarkStyle::Circled, from('①')),
        '❶'..='❿' => (MarkStyle::Circled, from('❶')),
        '㈠'..='㈩' => (MarkStyle::BracketedHan, from('㈠')),
        'Ⅰ'..='Ⅻ' if chars.as_str().starts_with(['、', '.', '．', ' ', '　']) => {
            (MarkStyle::Roman, from('Ⅰ'))
        }
        '⑴'..='⒇' => (MarkStyle::BracketedArabic, from('⑴')),
        '•' | '·' | '※' => (MarkStyle::Bullet, 0),
        // A nought that stands for a ring.
        '〇' if chars.as_str().starts_with(char::is_whitespace) => (MarkStyle::Bullet, 0),
        // Blocks and geometric shapes, symbols and dingbats, emoji.
        '\u{2580}'..='\u{27BF}' | '\u{2B00}'..='\u{2BFF}' | '\u{1F300}'..='\u{1FAFF}' => {
            (MarkStyle::Bullet, 0)
        }
        _ => return None,
    };
    Some((style, number, chars.as_str().trim_start_matches(['^', '、', '.', '．', EMOJI])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_and_lengths() {
        for (line, style, rest) in [
            ("一、申请条件", MarkStyle::Han, "申请条件"),
            ("（二） 材料", MarkStyle::BracketedHan, "材料"),
            ("1.身份证", MarkStyle::Arabic, "身份证"),
            ("１、表", MarkStyle::Arabic, "表"),
            ("(3)复印件", MarkStyle::BracketedArabic, "复印件"),
            ("（四）、禁用语", MarkStyle::BracketedHan, "禁用语"),
            ("② 乙", MarkStyle::Circled, "乙"),
            ("▍^ 办理流程", MarkStyle::Bullet, "办理流程"),
            ("十二、其他", MarkStyle::Han, "其他"),
            ("〔7〕法定办结时限　20个工作日", MarkStyle::Square, "法定办结时限　20个工作日"),
            ("【三】申请条件", MarkStyle::Square, "申请条件"),
            ("❷ 乙", MarkStyle::Circled, "乙"),
            ("▲ 多少天：十天", MarkStyle::Bullet, "多少天：十天"),
            ("☎️咨询电话", MarkStyle::Bullet, "咨询电话"),
            ("〇 项目名称", MarkStyle::Bullet, "项目名称"),
            ("📌 办理地点", MarkStyle::Bullet, "办理地点"),
            ("3️⃣办理流程", MarkStyle::Key, "办理流程"),
            ("Ⅲ、办理流程", MarkStyle::Roman, "办理流程"),
            ("PART 03 办理流程", MarkStyle::Part, "办理流程"),
            ("Part3：办理流程", MarkStyle::Part, "办理流程"),
            ("03 | 办理流程", MarkStyle::Key, "办理流程"),
            ("第三部分　办理步骤", MarkStyle::Part, "办理步骤"),
            ("第2部分：材料", MarkStyle::Part, "材料"),
        ] {
            let mark = list_mark(line).unwrap();
            assert_eq!((mark.style, line.get(mark.len..)), (style, Some(rest)), "{line}");
        }
        for line in [
            "1.5个工作日",
            "一次性告知书",
            "申请",
            "2026年",
            "(工作日)",
            "第一人民医院部分科室",
            "Party",
            "10/20",
        ] {
            assert_eq!(list_mark(line), None, "{line}");
        }
    }
}
