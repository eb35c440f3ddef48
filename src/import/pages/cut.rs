//! Lines that end where no line of an author ends: inside a number, an address, a title, a citation.

use std::sync::LazyLock;

use regex::Regex;

use super::{ARTICLE, opens};
use crate::{
    import::{
        breaks::is_reference,
        layout,
        lines::{is_ended, length},
        pattern, title,
    },
    text::list_mark,
};

/// 第, 第三: the number of an article goes on in the next line.
static HALF_NUMBER: LazyLock<Regex> = LazyLock::new(|| pattern("第[零〇一二三四五六七八九十百千0-9]{0,7}$"));
static REST_OF_NUMBER: LazyLock<Regex> =
    LazyLock::new(|| pattern("^[零〇一二三四五六七八九十百千0-9]{0,7}[条款项章节编目]"));
/// A phone number, a range: 0731-
static HALF_PHONE: LazyLock<Regex> = LazyLock::new(|| pattern("[0-9][-－—–]$|0[0-9]{2,3}[-－—–][0-9]{1,6}$"));
static HALF_ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "(?i)(?:(?:[a-z][a-z0-9+.-]*://|www\\.)[a-z0-9./_%?=&#~:-]*[./_%?=&#~:-]|[a-z0-9._-]+@[a-z0-9.-]*)$",
    )
});
/// Words that want the article that they speak of.
static WANTS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "(?:依照|按照|根据|依据|违反|适用|参照|比照|遵照|执行|符合|不受|除|见|本(?:办法|制度|规定|规范|细则|条例|守则|规则|章程|公约|准则)|》)$",
    )
});
/// 第三条、 at the end of a line: another follows.
static LISTS: LazyLock<Regex> =
    LazyLock::new(|| pattern("第[零〇一二三四五六七八九十百千0-9]{1,7}[条款项][、和及或与至]$"));
/// 第三条 at the head of a line.
static CITED: LazyLock<Regex> =
    LazyLock::new(|| pattern("^第\\s*[零〇一二三四五六七八九十百千0-9]{1,7}\\s*条"));
/// A line with fewer characters may be a heading.
const SENTENCE: usize = 16;

/// Whether the line ends inside a number, an address, a title or a bracket that the next line closes.
pub(super) fn inside(line: &str, next: &str) -> bool {
    let digit = next.starts_with(|c: char| c.is_ascii_digit());
    let ascii = next.starts_with(|c: char| c.is_ascii_alphanumeric());
    HALF_NUMBER.find(line).is_some_and(|half| {
        let whole = half.as_str().len() > '第'.len_utf8() || !next.starts_with(['条', '款', '项']);
        whole && length(line) > length(half.as_str()) && REST_OF_NUMBER.is_match(next)
    }) || digit && HALF_PHONE.is_match(line) && list_mark(next).is_none()
        || ascii && HALF_ADDRESS.is_match(line)
        || list_mark(next).is_none()
            && (closes(line, next, ['《', '》']) || closes(line, next, ['（', '）']) && !opens(next))
}

/// Whether `line` leaves a bracket open that `next` closes, in a sentence that goes on.
fn closes(line: &str, next: &str, [open, close]: [char; 2]) -> bool {
    let opened = line.rfind(open).is_some_and(|at| line.get(at..).is_some_and(|rest| !rest.contains(close)));
    let first = next.find([open, close]).and_then(|at| next.get(at..));
    opened && !is_ended(line) && first.is_some_and(|rest| rest.starts_with(close))
}

/// Whether the line breaks off before the article that it cites. `article` is the number of the one that it stands in.
pub(super) fn before_article(line: &str, next: &str, article: u32) -> bool {
    let Some(cited) = CITED.find(next) else { return false };
    if LISTS.is_match(line) {
        return true;
    }
    let heading = layout::unit(line).is_some_and(|(rank, ..)| rank < ARTICLE);
    if is_ended(line) || heading || line.starts_with('#') || title::title(line).is_some() {
        return false;
    }
    let after = next.get(cited.end()..).unwrap_or_default();
    let mention = is_reference(after, false) || after == "、";
    // An article of its own counts on.
    let backward = layout::unit(next).is_some_and(|(_, number, _)| number <= article);
    let sentence = length(line) >= SENTENCE && line.contains('，');
    WANTS.is_match(line) && (mention || backward) || mention && sentence
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_no_author_ends_there() {
        for (line, next) in [
            ("违反的，依照本办法第", "五条的规定处理"),
            ("依照《行政许可法》第三十", "二条的规定，当场决定"),
            ("依照《中华人民共和国档案", "法》的规定，按期移交"),
            ("咨询电话：0777-", "8123456，工作日接听。"),
            ("网上办理：http://www.a.gov.", "cn/b，全天开放。"),
            ("窗口负责人（含临时", "负责人）应当签字。"),
        ] {
            assert!(inside(line, next), "{line}");
        }
        for (line, next) in [
            ("第一章 总则", "第一条 甲"),
            ("名次为第", "一、甲"),
            ("《甲办法", "一、《乙办法》"),
            ("得分：3-", "甲"),
            ("窗口（甲", "（一）乙）"),
        ] {
            assert!(!inside(line, next), "{line}");
        }
    }

    #[test]
    fn articles_that_are_cited_at_the_head_of_a_line() {
        for (line, next) in [
            ("由中心依照", "第六条、第七条的规定处理。"),
            ("第三条、", "第八条处理。"),
            ("有下列情形的，适用本制度", "第一条："),
            ("窗口人员不履行职责造成影响的，由中心", "第五条规定的机构调查。"),
        ] {
            assert!(before_article(line, next, 2), "{line}");
        }
        for (line, next) in [
            ("违反的，适用本制度", "第三条 窗口应当公开。"),
            ("第一章 适用", "第一条规定的情形"),
            ("按规定执行。", "第三条规定的情形除外。"),
            ("考勤制度", "第一条规定的"),
        ] {
            assert!(!before_article(line, next, 2), "{line}");
        }
    }
}
