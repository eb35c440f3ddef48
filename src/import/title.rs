//! What a line is on its own: a title, a divider between texts, the name of an organ, a date.

use std::sync::LazyLock;

use regex::Regex;

use super::{
    lines::{is_han, length},
    pattern,
};
use crate::text::list_mark;

/// The last words of titles of regulations.
pub(super) const GENRES: &str = "制度汇编|规章制度|制度|办法|规定|规范|细则|规则|条例|公约|守则|准则|职责|职能|章程|规程|须知|责任书|承诺书";
/// Systems named in short: 首问负责制.
pub(super) const SHORT_SYSTEMS: &str = "(?:负责|工作|承诺|办结|公告|服务|责任|告知|代理|代办|预约|考核|追究|公示|评议|岗位|值班|公开|受理|会签|联席|岗|角)制";
/// The last words of titles that are also those of letters and papers: a title only where something else says so.
const WEAK_GENRES: &str = "法|决定|决议|解释|解答|批复|意见|通知|公告|规划|方案|标准|指南|措施|清单|纲要|纪要|要点|计划|法典|修正案|安排|用语|手册";
/// The last words of parts of a collection that are rules under a name of their own: 文明用语, 工作纪律, “五不准”.
const PARTS: &str = "(?:用语|忌语|禁语|承诺|纪律|禁令|戒律|礼仪|[一二两三四五六七八九十]{1,2}个?(?:不准|不许|不得|不让|严禁|禁止|必须|公开|做到))[”」]?";
/// What may follow the last word of a title.
const TAIL: &str = "(?:[（(〔\\[]?(?:试行|暂行|修订|修正|草案|征求意见稿|最终稿|定稿|节选|全文|[一二三四五六七八九十]{1,3}|DOC|docx?|PDF|pdf|[0-9０-９]{4}年?(?:修订|修正|修改|版)?)[）)〕\\]]?|[0-9０-９]{1,2})*";
/// Words with which a sentence about a regulation begins, not its title.
const NOT_FIRST: &str = "^(?:附|本|该|按|根据|依据|依照|违反|遵守|执行|严格|不|应|须|对|凡|以上|上述|其他|下列|有关|各项|符合|属于|参照)";
/// Titles of letters: 致全县群众的一封信.
const LETTERS: &str = "(?:一封信|公开信|感谢信|慰问信|表扬信|邀请函|邀请信|道歉信|建议信|复函|贺电|唁电)";
/// Titles of papers that are no regulations, whatever their last word.
const PAPERS: &str = "发言|发言稿|讲话|讲稿|演讲|致辞|汇报|总结|述职|简报|新闻|通讯|体会|心得|经验(?:材料|交流)|先进事迹|典型(?:材料|发言)|调研报告|工作报告|情况报告|采访实录|随笔|论文|读后感|倡议书|主持词|贺信|感谢信";

static STRONG: LazyLock<Regex> = LazyLock::new(|| pattern(&format!("(?:{GENRES}|{SHORT_SYSTEMS}){TAIL}$")));
static WEAK: LazyLock<Regex> = LazyLock::new(|| pattern(&format!("(?:{WEAK_GENRES}){TAIL}$")));
static NO_TITLE: LazyLock<Regex> = LazyLock::new(|| pattern(NOT_FIRST));
static PART: LazyLock<Regex> = LazyLock::new(|| pattern(&format!("{PARTS}{TAIL}$")));
static LETTER: LazyLock<Regex> = LazyLock::new(|| pattern(&format!("{LETTERS}{TAIL}$")));
/// A year that begins a title: 2021年窗口考核办法.
static YEAR: LazyLock<Regex> = LazyLock::new(|| pattern("^(?:19|20)[0-9]{2}年度?\\p{Han}"));
static PAPER: LazyLock<Regex> = LazyLock::new(|| pattern(&format!("(?:{PAPERS})(?:材料|稿|全文)?{TAIL}$")));
static SALUTATION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "^(?:(?:尊敬的|敬爱的|亲爱的|各位)[\\p{Han}、，\\s]{0,30}?(?:领导|同志|同事|同仁|来宾|嘉宾|代表|委员|朋友|评委|女士|先生|老师|同学)们?|(?:同志|同事|朋友)们)(?:[、，：:！!,]|$)",
    )
});
static DIVIDER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "^[【\\[（(]?(?:第[一二三四五六七八九十百0-9]{1,4}篇|(?:篇|范文|范本|篇章)[一二三四五六七八九十0-9]{1,3})[】\\]）)]?\\s*[:：、.\\s]\\s*",
    )
});
static COLLECTION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "(?:汇编|选编|汇总|规章制度|制度集|大全|[0-9一二三四五六七八九十]项(?:\\p{Han}{2})?制度)(?:[（(].{1,12}[）)])?$",
    )
});
static ORGAN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "^\\p{Han}{2,30}(?:中心|局|委员会|委|政府|办公室|厅|部|院|所|处|站|大队|支队|总队|街道办事处|公司|法院|检察院|协会)$",
    )
});
static DATE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "^[（(]?[0-9０-９〇○零一二三四五六七八九]{4}\\s*年\\s*[0-9０-９一二三四五六七八九十]{1,3}\\s*月\\s*[0-9０-９一二三四五六七八九十]{1,3}\\s*日[）)]?$",
    )
});

/// How surely a line is the title of a regulation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Certainty {
    /// It names a part of a collection; any section may be called so.
    Part,
    /// Its last word is that of letters and papers too.
    Weak,
    /// Its last word is that of a regulation.
    Strong,
}

/// The title in a line, without the marks around it, and how surely it is one.
pub(super) fn title(line: &str) -> Option<(&str, Certainty)> {
    let bare = bare_title(line);
    let count = length(bare);
    if !(3..=60).contains(&count) || list_mark(bare).is_some() || NO_TITLE.is_match(bare) {
        return None;
    }
    if bare.contains(['。', '，', '；', '：', '！', '？', ',', ';', ':', '!', '?', '=', '|', '\t'])
        || bare.starts_with(['（', '(', '”', '、', '●', '■', '·'])
        // “最多跑一次”改革办法 begins with a name; “首问负责制度” is one that somebody quotes.
        || bare.starts_with('“') && (bare.ends_with('”') || !bare.contains('”'))
        || bare.starts_with(|c: char| c.is_ascii_digit()) && !YEAR.is_match(bare)
        || bare.starts_with('第') && bare.contains(['章', '条', '节'])
        // A sentence that names a title at its end.
        || bare.matches('、').count() > 2
        || bare.contains("下列")
        || bare.contains("如下")
    {
        return None;
    }
    if STRONG.is_match(bare) && count <= 45 {
        Some((bare, Certainty::Strong))
    } else if WEAK.is_match(bare) && count >= 4 || is_paper(bare) && count <= 40 {
        Some((bare, Certainty::Weak))
    } else {
        None
    }
}

/// The brackets in which titles are set.
const BRACKETS: [(char, char); 5] = [('《', '》'), ('【', '】'), ('〖', '〗'), ('「', '」'), ('『', '』')];
/// What titles are set between.
const ORNAMENTS: &str = "★☆◆◇■●▲—-=~～·•*_";
/// The name of a part is no longer than this.
const LONGEST_PART: usize = 24;

/// A title without heading marks, brackets around it and strays before it.
pub(super) fn bare_title(line: &str) -> &str {
    let bare = line.trim_start_matches('#').trim().trim_matches('*');
    let bare = bare.trim_start_matches(['。', '，', '、', '；', '.', '．']).trim();
    // ★考勤制度★
    let ornament = bare.chars().next().filter(|&c| ORNAMENTS.contains(c) && bare.ends_with(c));
    let bare = ornament.map_or(bare, |c| bare.trim_matches(c).trim());
    let inner = BRACKETS.iter().find_map(|&(open, close)| {
        let inner = bare.strip_prefix(open)?.strip_suffix(close)?;
        (!inner.contains([open, close])).then_some(inner)
    });
    inner.map_or(bare, str::trim)
}

/// Whether a line names a part of a collection, without being a title on its own.
pub(super) fn is_part(line: &str) -> bool {
    let bare = bare_title(line);
    let boxed = ['【', '〖'].iter().any(|&open| line.trim_start_matches(['#', ' ', '*']).starts_with(open));
    (3..=LONGEST_PART).contains(&length(bare))
        && (boxed && bare.len() < line.len() && bare.chars().all(is_han) || PART.is_match(bare))
        && !NO_TITLE.is_match(bare)
        && !bare.contains(|c: char| "。，；：！？、,;:!?=|\t".contains(c))
        && !bare.starts_with(|c: char| c.is_ascii_digit() || "（(●■·".contains(c))
        && list_mark(bare).is_none()
}

/// Whether a line says no more than which annex begins: 附件2.
pub(super) fn is_annex(line: &str) -> bool {
    let number = bare_title(line).strip_prefix("附件").map(|rest| rest.trim_end_matches(['：', ':']).trim());
    number.is_some_and(|number| {
        number.chars().count() <= 3
            && number.chars().all(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(c))
    })
}

/// Whether a line says no more than a name, which over 第一条 is that of a text whatever its last word: 帮办代办工作流程.
pub(super) fn is_name(line: &str) -> bool {
    let bare = bare_title(line);
    (3..=LONGEST_PART).contains(&length(bare))
        && bare.chars().all(|c| is_han(c) || c.is_ascii_uppercase() || "“”·".contains(c))
        && !NO_TITLE.is_match(bare)
        && list_mark(bare).is_none()
}

/// Whether a title is that of a legal instrument, though its last word may be that of another paper too.
pub(super) fn is_instrument(title: &str) -> bool {
    const WORDS: &[&str] =
        &["法", "决定", "决议", "解释", "解答", "批复", "修正案", "法典", "纪要", "安排", "标准", "意见"];
    let bare = bare_title(title);
    let bare = bare.split(['（', '(']).next().unwrap_or(bare);
    WORDS.iter().any(|word| bare.ends_with(word))
}

/// Whether a title is that of a speech, a report or the like.
pub(super) fn is_paper(title: &str) -> bool {
    PAPER.is_match(title)
}

/// Whether a title is that of a letter to somebody.
pub(super) fn is_letter(title: &str) -> bool {
    LETTER.is_match(title)
}

/// Whether a line greets those who listen to a speech.
pub(super) fn is_salutation(line: &str) -> bool {
    SALUTATION.is_match(line)
}

/// Whether a title is that of a collection of regulations.
pub(super) fn is_collection(title: &str) -> bool {
    COLLECTION.is_match(bare_title(title))
}

/// The length in bytes of `第二篇：`, `篇3:` at the head of a line.
pub(super) fn divider(line: &str) -> Option<usize> {
    DIVIDER
        .find(line)
        .map(|found| found.end())
        .filter(|&end| line.get(end..).is_some_and(|rest| rest.contains(is_han)))
}

/// Whether a line is nothing but the name of an organ.
pub(super) fn is_organ(line: &str) -> bool {
    ORGAN.is_match(line) && !STRONG.is_match(line)
}

/// Whether a line is nothing but a date.
pub(super) fn is_date(line: &str) -> bool {
    DATE.is_match(line)
}

/// Whether the characters of `part` stand in `title`, as where a title is printed once more on several lines.
pub(super) fn holds(title: &str, part: &str) -> bool {
    let part = key(part);
    !part.is_empty() && key(title).contains(&part)
}

/// Titles compare by their characters: marks, blanks and what stands in brackets make no difference.
pub(super) fn same(a: &str, b: &str) -> bool {
    key(a) == key(b)
}

fn key(title: &str) -> String {
    static NOTE: LazyLock<Regex> = LazyLock::new(|| pattern(&format!("{TAIL}$")));
    let rest = divider(title).and_then(|len| title.get(len..)).unwrap_or(title);
    let rest = bare_title(rest);
    let end = NOTE.find(rest).map_or(rest.len(), |note| note.start());
    rest.get(..end).unwrap_or(rest).chars().filter(|&c| is_han(c) || c.is_ascii_alphabetic()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_and_what_only_looks_like_one() {
        for line in [
            "廉政建设制度",
            "《窗口管理规范》",
            "。窗口工作制度",
            "窗口管理规范（试行）",
            "首问负责制",
            "窗口工作制度1（DOC）",
            "部门窗口及窗口工作人员考评办法",
            "## 某市档案管理办法（2015年修订）",
            "某县“一窗受理”窗口管理办法（试行）",
            "“最多跑一次”改革实施办法",
        ] {
            assert_eq!(title(line).map(|t| t.1), Some(Certainty::Strong), "{line}");
        }
        for line in ["中华人民共和国某某法", "窗口典型发言稿最终稿", "关于印发《甲办法》的通知"]
        {
            assert_eq!(title(line).map(|t| t.1), Some(Certainty::Weak), "{line}");
        }
        for line in [
            "一、信息公开制度",
            "违反本制度",
            "窗口人员应当遵守下列规定：",
            "第一章 管理办法",
            "工作人员",
            "甲，乙制度",
            "附件：收费办法",
            "“首问负责制度”",
            "各单位应当执行下列规定",
            "制度",
        ] {
            assert_eq!(title(line), None, "{line}");
        }
    }

    #[test]
    fn dividers_organs_and_dates() {
        assert_eq!(divider("第三篇：窗口工作制度"), Some("第三篇：".len()));
        assert_eq!(divider("篇2:工作职责"), Some("篇2:".len()));
        assert_eq!(divider("篇幅很长"), None);
        assert!(is_organ("某县政务服务中心") && !is_organ("某县政务服务中心工作制度"));
        assert!(is_date("2019年6月12日") && is_date("二〇〇九年一月十二日") && !is_date("2019年6月"));
        assert!(is_collection("# 某中心规章制度（2021年版）") && !is_collection("窗口工作制度"));
        for line in ["同志们：", "各位领导、同志们：", "尊敬的各位评委！", "各位代表："]
        {
            assert!(is_salutation(line), "{line}");
        }
        for line in ["各位工作人员应当守时。", "同志之间应当团结。", "各科室：", "尊敬的办事群众：", "朋友圈"]
        {
            assert!(!is_salutation(line), "{line}");
        }
        assert!(same("第三篇：窗口工作制度1（DOC）", "。窗口工作制度"));
    }
}
