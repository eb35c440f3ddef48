//! What a web page puts around its text: buttons, navigation, notices, links to other pages.

use std::{collections::HashSet, sync::LazyLock};

use regex::Regex;

use super::{
    layout,
    ledger::{At, Edits, Ledger},
    lines::{folded, length, lines},
    links, pattern,
    reason::Reason,
    title,
};
use crate::text::{MarkStyle, list_mark};

/// A line made of nothing but these words is furniture. Folded, without blanks.
static WORDS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    words(
        "合集下载 朗读 朗读全文 语音播报 点击朗读 返回顶部 回到顶部 返回首页 返回列表 返回上一页 返回 上一篇 \
        下一篇 上一条 下一条 上一页 下一页 尾页 末页 没有了 打印 打印本页 打印此页 打印页面 打印文章 关闭 \
        关闭窗口 关闭本页 关闭页面 收藏 收藏本页 加入收藏 设为首页 设为主页 分享 分享到 一键分享 微信 微博 \
        新浪微博 qq空间 点赞 评论 发表评论 网友评论 举报 纠错 我要纠错 复制链接 相关文档 最新文档 热门文档 \
        相关文章 最新文章 热门文章 相关推荐 相关阅读 相关链接 相关信息 相关新闻 相关主题 相关搜索 推荐阅读 \
        为您推荐 猜你喜欢 热门推荐 延伸阅读 查看更多 更多 展开全文 阅读全文 展开 收起 登录 注册 网站地图 \
        网站首页 首页 导航 网站导航 联系我们 关于我们 免责声明 版权声明 隐私政策 隐私声明 使用帮助 意见反馈 触屏版 电脑版 \
        手机版 无障碍 无障碍阅读 长者模式 关怀版 繁体版 english 字体 字号 大 中 小 大中小 默认 特大 放大 缩小 \
        下载 点击下载 立即下载 免费下载 下载文档 加入会员 开通会员 vip 扫一扫 扫码关注 关注我们 官方微信 \
        微信公众号",
    )
});
/// Words that furniture consists of only together with others: 职责大全导航.
static SITE_WORD: LazyLock<Regex> =
    LazyLock::new(|| pattern("^\\p{Han}{2,6}(?:大全|专栏|专题|栏目|频道|范文网|文库|资料网)"));
/// A line that begins like this, is no longer than [`SHORT`] and is no sentence, is furniture.
static HEADS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    words(
        "责任编辑: (责任编辑: [责任编辑: (责编: 责编: (编辑: 编辑: 小编: 相关解读: 来源: 文章来源: 信息来源: 稿件来源: 内容来源: 发布时间: 发布日期: 发表时间: \
        更新时间: 更新日期: 添加时间: 录入时间: 点击次数: 点击数: 点击量: 浏览次数: 浏览量: 阅读次数: 阅读量: \
        访问量: 访问次数: 人气: 字体: 字号: 字体大小: 分享到: 当前位置: 您的位置: 你的位置: 您当前的位置: \
        您现在的位置: 当前所在位置: 上一篇: 下一篇: 上一条: 下一条: 扫一扫 微信扫 长按识别 关注公众号 网站标识码 \
        备案号:icp icp备 建议使用 本站声明 本网声明 免责声明: 版权声明: 下载次数: 文档格式: 所需积分: 关键词: \
        关键字: tags: 热门标签 【打印 【关闭 【字体 [打印 [关闭 [字体 打印本页 收藏本页 主办单位: 承办单位: \
        技术支持: 索引号: 发布机构: 公开方式: 主题分类: 信息分类: 体裁分类: 扫码关注 点击下载 免费下载 加微信 欢迎访问 转载请注明 更多精彩 您是第",
    )
});
/// A line that holds one of these, and is no longer than [`LONG`], is furniture whatever else it says: no regulation
/// speaks of the page that it stands on.
static PHRASES: LazyLock<Vec<&str>> = LazyLock::new(|| {
    words(
        "下载文档前请 仅部分预览 如文档侵犯您的权益 版权归原作者 版权归作者 如有侵权请联系 icp备 公网安备 网安备 \
        本文由网友 文库网友 网友上传 vip免费 更多范文 更多文档 领取优惠 本站所有内容 本站所有资料 未经许可不得转载 浏览器版本过低 更多精彩内容 网站标识码",
    )
});
/// The same, in a line that is no sentence.
static NOTICES: LazyLock<Vec<&str>> = LazyLock::new(|| {
    words(
        "版权所有 copyright © 返回顶部 客服电话: 关注公众号 关注微信公众号 代写 \
        阅读原文 免费领取 领取更多 限时优惠",
    )
});
/// Furniture that stands at the end of a page: what follows belongs to another text.
static PAGE_ENDS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    words(
        "下载文档前请 仅部分预览 如文档侵犯您的权益 版权所有 copyright © 返回顶部 相关文档 最新文档 相关文章 \
        相关推荐 猜你喜欢 上一篇 下一篇 推荐阅读 icp备",
    )
});
/// What a page says of its text, several in one line: 日期：2023-05-06 作者：管理员 点击：102次
static PROPERTIES: LazyLock<Vec<&str>> =
    LazyLock::new(|| words("日期: 时间: 作者: 来源: 编辑: 字号: 字体: 点击 浏览 阅读 访问量 人气 打印 收藏"));
/// Those of them that count readers: no text of an author does.
const COUNTERS: [&str; 5] = ["点击", "浏览", "阅读", "访问量", "人气"];
/// How many entries and pages a list has.
static COUNTS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "共[0-9]{1,6}[条页项篇]|第[0-9]{1,4}页|每页[0-9]{1,3}条|(?:跳|转)?到第?[0-9]{0,4}页|[0-9]{1,4}/[0-9]{1,4}页?",
    )
});
const SHORT: usize = 60;
const LONG: usize = 160;

fn words(list: &'static str) -> Vec<&'static str> {
    list.split_whitespace().collect()
}

/// `某制度 - 某网`: the title bar of a page.
static TITLE_BAR: LazyLock<Regex> =
    LazyLock::new(|| pattern("^(.{2,60}?)\\s*[-_–—|]{1,2}\\s*[^-_–—|，。]{2,20}$"));
/// Removes page furniture. Gives the places in the source after which a new page begins.
pub(super) fn strip(ledger: &mut Ledger<'_>) -> Vec<usize> {
    let text = ledger.text();
    let all = lines(text);
    let mut edits = Edits::default();
    let mut ends = Vec::new();
    let found: Vec<Option<Furniture>> = all.iter().map(|at| furniture(at.of(text))).collect();
    let is_furniture = |n: usize| found.get(n).copied().flatten().is_some();
    let linked = links::find(text, &all);
    for (n, &at) in all.iter().enumerate() {
        // The name of a column is furniture only beside other furniture.
        let column = SITE_WORD.find(at.of(text)).is_some_and(|name| name.end() == at.len())
            && (is_furniture(n + 1) || n > 0 && is_furniture(n - 1));
        if is_furniture(n) || column && linked.get(n) == Some(&false) {
            edits.remove(at, Reason::Chrome);
        }
        if found.get(n) == Some(&Some(Furniture::PageEnd)) && !goes_on(text, &all, n) {
            ends.push(ledger.origin(at.start()));
        }
    }
    title_bars(text, &all, &mut edits);
    for (n, at) in all.iter().enumerate() {
        if linked.get(n) == Some(&true) && !is_furniture(n) {
            edits.remove(*at, Reason::Links);
        }
    }
    ledger.apply(edits);
    ends
}

/// Whether the articles around line `n` count on over it, so that the text does not end there: 第一条 before the foot of a page, 第二条
/// behind it.
fn goes_on(text: &str, all: &[At], n: usize) -> bool {
    let number = |at: &At| layout::unit(at.of(text)).map(|(rank, number, _)| (rank, number));
    let before = all.get(..n).unwrap_or_default().iter().rev().find_map(number);
    let behind = all.get(n + 1..).unwrap_or_default().iter().find_map(number);
    matches!((before, behind), (Some((rank, last)), Some((same, next))) if rank == same && next == last + 1)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Furniture {
    Any,
    PageEnd,
}

fn furniture(line: &str) -> Option<Furniture> {
    let count = length(line);
    // An article is one, even one about web pages.
    if count > LONG || layout::unit(line).is_some() {
        return None;
    }
    let folded = folded(line.trim_start_matches(|c: char| c.is_ascii_digit() || ". 、*-•·|".contains(c)));
    // Without blanks `来源:` is hidden behind no number, but the copyright sign may be all there is.
    let folded = folded.trim_start_matches(['>', '»', '·']);
    // What ends like a sentence, or has a number, is somebody's words.
    let sentence = line.contains(['。', '；']) || line.starts_with('第');
    let section = count <= LONG && !sentence && links::is_head(folded);
    let is = section
        || !sentence && has_properties(folded)
        || PHRASES.iter().any(|phrase| folded.contains(phrase))
        || count <= SHORT
            && !sentence
            && (HEADS.iter().any(|head| folded.starts_with(head))
                || NOTICES.iter().any(|phrase| folded.contains(phrase))
                || list_mark(line).is_none_or(|mark| mark.style == MarkStyle::Bullet) && only_words(folded)
                || folded.starts_with("主办:")
                    && ["承办:", "技术支持", "网站", "备案"].iter().any(|word| folded.contains(word)));
    let ends = section || PAGE_ENDS.iter().any(|phrase| folded.contains(phrase));
    is.then_some(if ends { Furniture::PageEnd } else { Furniture::Any })
}

/// Whether a line begins with a property of its page, and says how often it was read beside others.
fn has_properties(folded: &str) -> bool {
    const BEGINS: [&str; 7] = ["日期:", "时间:", "作者:", "来源:", "发布日期:", "发布时间:", "更新时间:"];
    let count = |words: &[&str]| words.iter().filter(|word| folded.contains(**word)).count();
    BEGINS.iter().any(|word| folded.starts_with(word)) && count(&COUNTERS) > 0 && count(&PROPERTIES) > 2
}

/// Whether `line` is a row of words of the list.
fn only_words(line: &str) -> bool {
    // 上一页 1 2 3 下一页
    let pages = line.contains("上一页") || line.contains("下一页");
    let line = &*if pages { line.replace(|c: char| c.is_ascii_digit(), "|") } else { line.to_owned() };
    let bare = COUNTS.replace_all(line, "|");
    let mut rest = &*bare;
    let mut words = 0;
    let mut own = 0;
    while !rest.is_empty() {
        rest = rest.trim_start_matches([
            '|', '·', '>', '<', '»', '«', '-', '/', '[', ']', '【', '】', '(', ')', ':', '、', '+', '…', '.',
        ]);
        let longest = WORDS.iter().filter(|word| rest.starts_with(**word)).max_by_key(|word| word.len());
        let site = SITE_WORD.find(rest).map(|found| found.end());
        match (longest, site) {
            (Some(word), _) => {
                rest = rest.get(word.len()..).unwrap_or_default();
                own += 1;
            }
            (None, Some(len)) => rest = rest.get(len..).unwrap_or_default(),
            (None, None) if rest.is_empty() => break,
            (None, None) => return false,
        }
        words += 1;
    }
    // The name of a column alone may be anybody's words.
    words > 0 && own > 0 && (own < words || !is_single_size(line))
}

/// 大, 中, 小 alone are not a choice of letter sizes.
fn is_single_size(line: &str) -> bool {
    matches!(
        line,
        "大" | "中" | "小" | "默认" | "更多" | "返回" | "评论" | "下载" | "微信" | "放大" | "缩小" | "展开"
    )
}

fn title_bars(text: &str, all: &[At], edits: &mut Edits) {
    let whole: HashSet<&str> = all.iter().map(|at| at.of(text)).collect();
    for at in all {
        let name = TITLE_BAR.captures(at.of(text)).and_then(|found| found.get(1)).map(|name| name.as_str());
        if name.is_some_and(|name| whole.contains(name) && title::title(name).is_some()) {
            edits.remove(*at, Reason::PageTitle);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn furniture_goes_and_text_stays() {
        for line in [
            "朗读",
            "合集下载",
            "职责大全 导航",
            "返回顶部",
            "触屏版电脑版",
            "© 某某网 example.com版权所有",
            "责任编辑：张三",
            "来源：某市政府网  点击次数：123",
            "【打印本页】【关闭窗口】",
            "上一篇：甲制度",
            "  1. 1、下载文档前请自行甄别文档内容的完整性。",
            "当前位置：首页 > 政务公开 > 制度",
            "字号：大 中 小",
            "扫一扫在手机打开当前页",
            "编辑:某某大全2019-05-27",
            "日期：2023-05-06  作者：管理员  点击：102次",
            "发布时间：2023-05-06 09:12  来源：市政务服务中心  浏览次数：1024  字号：[大 中 小]  打印 收藏",
            "（责任编辑：张三）",
            "相关解读：《值班管理办法》政策解读",
            "上一页 1 2 3 下一页",
        ] {
            assert!(furniture(line).is_some(), "{line}");
        }
        for line in [
            "中",
            "下载",
            "日期：　　作者：　　页数：",
            "1 2 3",
            "打印一次性告知书，交申请人。",
            "第五条 不得以微信公众号等名义从事旅游业务。",
            "来源合法、手续齐全的，予以受理。",
            "第一条 首页应当公布办事指南。",
            "一、窗口人员应当及时更新网站首页的信息，并在公告栏公布。",
            "关闭窗口应当提前三日公告。",
            "小微企业",
            "第三条 网页应当注明下载文档前请自行甄别。",
        ] {
            assert!(furniture(line).is_none(), "{line}");
        }
    }

    #[test]
    fn title_bars_and_link_lists() {
        let source = "考勤制度 - 制度大全\n考勤制度\n一、甲。\n· 关于甲的通知 2020-01-01\n· 关于乙的通知 2020-01-02\n· 关于丙的通知 2020-01-03\n";
        let mut ledger = Ledger::new(source);
        strip(&mut ledger);
        assert_eq!(ledger.text().split_whitespace().collect::<Vec<_>>(), ["考勤制度", "一、甲。"]);
    }
}
