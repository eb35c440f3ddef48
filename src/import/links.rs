//! Links to other pages: rows of them, and the lists behind 相关推荐 or 友情链接.

use std::sync::LazyLock;

use regex::Regex;

use super::{
    layout,
    ledger::At,
    lines::{folded, length},
    pattern,
    title::{self, Certainty},
};
use crate::text::{MarkStyle, list_mark};

/// A link with the day it was put up.
static DATED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "^[·•●■◆>»\\-*]?\\s*.{4,60}?\\s*[\\[(（【]?(?:20|19)[0-9]{2}[-/.][0-9]{1,2}[-/.][0-9]{1,2}[\\])）】]?$",
    )
});
static BULLET: LazyLock<Regex> =
    LazyLock::new(|| pattern("(?:^[·•●■◆»>]\\s*.{4,60}(?:\\.\\.\\.|…)$)|https?://\\S+$"));
/// Fewer links than this in a row may be anything.
const ROW: usize = 3;

/// Behind these words a page lists other pages.
const HEADS: &[&str] = &[
    "相关推荐",
    "相关阅读",
    "相关文章",
    "相关文档",
    "相关链接",
    "相关新闻",
    "相关主题",
    "相关搜索",
    "相关资讯",
    "推荐阅读",
    "推荐文章",
    "为您推荐",
    "为你推荐",
    "猜你喜欢",
    "您可能感兴趣",
    "你可能感兴趣",
    "大家都在看",
    "精彩推荐",
    "热门推荐",
    "热门文章",
    "热门文档",
    "热门阅读",
    "最新文章",
    "最新文档",
    "最新资讯",
    "延伸阅读",
    "友情链接",
    "网站链接",
    "站内链接",
];
/// The name of a page is no longer than this.
const ENTRY: usize = 50;
/// The head of a list, with links on it, is no longer than this in bytes.
const LONGEST_HEAD: usize = 600;
/// A title stands no more lines than this before the first sentence of its text.
const BEFORE_TEXT: usize = 8;

/// Whether a line says that links follow, behind it or on it.
pub(super) fn is_head(line: &str) -> bool {
    // Few lines have what all heads have.
    if line.len() > LONGEST_HEAD
        || !line.contains(['关', '荐', '章', '档', '读', '讯', '趣', '看', '你', '链'])
    {
        return false;
    }
    let folded = folded(line);
    let bare = folded.trim_matches(|c: char| "【】[]〖〗《》<>«»·•■◆●|*#-_…".contains(c));
    HEADS.iter().any(|head| {
        let rest = bare.strip_prefix(head);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(':') || rest.ends_with("更多"))
    }) && !folded.contains(['。', ';'])
}

/// Which of the lines `all` are links.
pub(super) fn find(text: &str, all: &[At]) -> Vec<bool> {
    let mut linked: Vec<bool> = Vec::with_capacity(all.len());
    let is_link = |at: &At| {
        let line = at.of(text);
        length(line) <= 90 && (DATED.is_match(line) || BULLET.is_match(line))
    };
    for row in all.chunk_by(|a, b| is_link(a) == is_link(b)) {
        let links = row.len() >= ROW && row.first().is_some_and(is_link);
        linked.extend(row.iter().map(|_| links));
    }
    let lines: Vec<&str> = all.iter().map(|at| at.of(text)).collect();
    let mut n = 0;
    while n < lines.len() {
        n += 1;
        if !lines.get(n - 1).is_some_and(|line| is_head(line)) {
            continue;
        }
        let end = (n..lines.len()).find(|&m| !lines.get(m).is_some_and(|line| is_entry(line)));
        let end = end.map_or(lines.len(), |end| n + own_head(lines.get(n..end).unwrap_or_default()));
        linked.iter_mut().take(end).skip(n).for_each(|linked| *linked = true);
        n = n.max(end);
    }
    linked
}

/// Whether a line behind the head of a list of links is one of them: a few words that end no sentence, and that no list of
/// a regulation numbers.
fn is_entry(line: &str) -> bool {
    let numbered = list_mark(line).is_some_and(|mark| mark.style <= MarkStyle::BracketedHan);
    length(line) <= ENTRY
        && !line.contains(['。', '；', '！'])
        && !numbered
        && !title::is_salutation(line)
        && layout::unit(line).is_none()
}

/// Where among the lines between the head of a list and a text the title of that text stands.
fn own_head(entries: &[&str]) -> usize {
    let is_title = |line: &str| {
        title::title(line).is_some_and(|(_, certainty)| certainty == Certainty::Strong)
            || line.starts_with("# ")
    };
    let near = entries.len().saturating_sub(BEFORE_TEXT);
    let last = (near..entries.len()).rev().take_while(|&n| !entries.get(n).is_some_and(|line| is_head(line)));
    let Some(title) = last.into_iter().find(|&n| entries.get(n).is_some_and(|line| is_title(line))) else {
        return entries.len();
    };
    let organ = title.checked_sub(1).filter(|&n| entries.get(n).is_some_and(|line| title::is_organ(line)));
    organ.unwrap_or(title)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::lines::lines;

    fn rest(text: &str) -> String {
        let all = lines(text);
        let linked = find(text, &all);
        let kept = all.iter().zip(linked).filter(|(_, linked)| !linked).map(|(at, _)| at.of(text));
        kept.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn lists_of_other_pages_go_and_the_text_behind_them_stays() {
        assert_eq!(
            rest(
                "一、甲。\n相关推荐\n考勤制度\n卫生制度\n热门文章：\n1.仓库制度大全\n2.办公室制度\n首页 | 地址"
            ),
            "一、甲。 相关推荐"
        );
        assert_eq!(
            rest("友情链接：某市政府网\n某县政府网\n地址：某路1号\n学习制度\n卫生制度\n第一条 整洁。"),
            "友情链接：某市政府网 卫生制度 第一条 整洁。"
        );
        assert_eq!(
            rest("【相关阅读】\n学习制度\n某县政务服务中心\n卫生制度\n一、整洁\n二、安静"),
            "【相关阅读】 某县政务服务中心 卫生制度 一、整洁 二、安静"
        );
        let text = "（一）相关链接：由中心维护。 相关推荐人应当签字";
        assert_eq!(rest(text), text);
    }
}
