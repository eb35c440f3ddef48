//! What sort of text a part is: a regulation, or something that only looks like one.

use std::sync::LazyLock;

use regex::Regex;

use super::{lines::length, pattern, reason::Reason, title};
use crate::text::{MarkStyle, list_mark};

/// The sort of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Genre {
    Regulation,
    /// 印发通知: sends a regulation round.
    Letter,
    /// 致……的一封信
    Correspondence,
    /// 特此通知: what is to be done now.
    Circular,
    Speech,
    Report,
    Advertising,
    /// Names without a sentence.
    Listing,
    Other,
}

impl Genre {
    /// Why it is no regulation.
    pub(super) fn reason(self) -> Reason {
        match self {
            Genre::Letter => Reason::Notice,
            Genre::Correspondence => Reason::Correspondence,
            Genre::Circular => Reason::Circular,
            Genre::Speech => Reason::Speech,
            Genre::Report => Reason::Report,
            Genre::Advertising => Reason::Advertising,
            Genre::Listing => Reason::Listing,
            Genre::Regulation | Genre::Other => Reason::Stray,
        }
    }
}

/// Words of letters that send something round.
static LETTER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "印发给你们|现予(?:以)?(?:印发|公布|发布)|现印发|予以印发|(?:请|希)[^。]{0,16}(?:遵照|认真|贯彻|参照|抓好)[^。]{0,8}(?:执行|落实)",
    )
});
static LETTER_TITLE: LazyLock<Regex> =
    LazyLock::new(|| pattern("(?:印发|转发|发布|公布|下发).{2,60}(?:通知|函|公告)$"));
/// The last line of a letter to somebody.
static CLOSING: LazyLock<Regex> = LazyLock::new(|| {
    pattern("^(?:(?:此致|谨致)[，,]?\\s*)?(?:敬礼|敬意|崇高的敬意|问候|顺颂\\p{Han}{2})[！!。]?$|^此致$")
});
/// The last sentence of a notice.
static NOTICE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "(?:特此|专此)(?:通知|公告|通告|通报|公示|函告|函复|函达|周知|告知|说明|报告|请示|批复|声明|启事|证明|答复|回复|致谢)[。！!]?$",
    )
});
static NOTICE_TITLE: LazyLock<Regex> = LazyLock::new(|| pattern("^\\p{Han}{0,30}(?:启事|海报|喜报|声明)$"));
/// Words of speeches and reports.
static SPEECH: LazyLock<Regex> = LazyLock::new(|| {
    pattern("各位(?:领导|同志|来宾|同事|代表|评委|朋友)|同志们|谢谢大家|我的(?:发言|汇报)|汇报如下|敬请指正")
});
/// Words of news, and of what was done in a year.
static REPORT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "^(?:会议|活动|培训|讲座)(?:指出|强调|要求|认为|现场|由|在)|本[报网台]讯|记者|通讯员|据悉|据介绍|出席(?:了)?(?:会议|活动)|^(?:一年来|半年来|今年以来|[0-9]{4}年以来|近年来)|下一步(?:打算|工作)|存在(?:的)?(?:主要)?(?:问题|不足)",
    )
});
/// Words of those who sell.
static SELLING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "优惠|促销|特价|包邮|抢购|招商|加盟|代写|代办证件|团购|满[0-9]+减|[一二三四五六七八九0-9]折|限时|免费(?:领取|试用|咨询)|加(?:我)?(?:微信|qq|QQ)|(?:微信|QQ|qq)号?[:：]|欢迎(?:来电|选购|惠顾|咨询|光临|订购)|名额有限|全场|价格(?:优惠|实惠|低)|订购热线|厂家直销|专业(?:代写|制作|承接)",
    )
});
/// Words of norms.
static NORM: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "应当|应该|必须|不得|禁止|严禁|不准|负责|可以|予以|按照|须|应(?:及时|将|在|由|建立|设|提供|根据|定期)|制度|规定|^(?:组织|制定|受理|主持|协助|承担|完成|承办|协调|做好|建立|设立|审核|维护|登记)",
    )
});
/// 起草说明, 关于《甲办法》的起草说明: the title of a paper that goes with a regulation.
static EXPLANATION: LazyLock<Regex> = LazyLock::new(|| {
    pattern("^#*\\s*(?:关于)?(?:《[^》]{2,60}》的?)?(?:起草|编制|修订|制定)(?:情况)?的?说明$")
});
/// 抄送：县委办公室。 and 某县人民政府办公室 2023年4月18日印发
static DISTRIBUTION: LazyLock<Regex> = LazyLock::new(|| {
    pattern("^抄[送报]\\s*[：:]|^\\p{Han}{2,30}\\s*[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日\\s*印发$")
});
/// Two words of those who sell are no accident.
const OFFERS: usize = 2;
/// A line longer than this is no title.
const LONGEST_TITLE: usize = 40;

/// Whether a line is the title of a paper that says why a regulation was drafted so.
pub(super) fn is_explanation(line: &str) -> bool {
    EXPLANATION.is_match(line)
}

/// Whether a line says to whom an official document is sent, or when it was printed.
pub(super) fn is_distribution(line: &str) -> bool {
    DISTRIBUTION.is_match(line)
}

/// Whether a title is that of a letter that sends a regulation round: 关于印发《甲办法》的通知.
pub(super) fn is_covering(title: &str) -> bool {
    LETTER_TITLE.is_match(title)
}

/// Whether a line says that something is sent round with it: 现予印发，请遵照执行。
pub(super) fn sends(line: &str) -> bool {
    LETTER.is_match(line)
}

/// The sort of the text `body` under the title `name`, which is empty where there is none.
pub(super) fn of(name: &str, body: &[&str]) -> Genre {
    let numbered = body.iter().filter(|line| is_numbered(line)).count();
    let has = |pattern: &Regex| body.iter().any(|line| pattern.is_match(line));
    if title::is_letter(name) {
        return Genre::Correspondence;
    }
    if title::is_paper(name) {
        return Genre::Speech;
    }
    if is_covering(name) && numbered < 3 {
        return Genre::Letter;
    }
    let strong = title::title(name).is_some_and(|(_, certainty)| certainty == title::Certainty::Strong);
    if strong || title::is_instrument(name) || title::is_part(name) && numbered > 0 {
        return Genre::Regulation;
    }
    if has(&CLOSING) {
        return Genre::Correspondence;
    }
    if body.first().is_some_and(|line| title::is_salutation(line)) {
        return Genre::Speech;
    }
    if numbered < 3 && has(&LETTER) {
        return Genre::Letter;
    }
    if body.iter().any(|line| line.starts_with("第一条") || line.starts_with("第二条")) {
        return Genre::Regulation;
    }
    let named = body.first().filter(|_| name.is_empty()).map_or(name, |first| first);
    if has(&NOTICE) || NOTICE_TITLE.is_match(named) {
        return Genre::Circular;
    }
    if let Some(first) = body.first().filter(|first| name.is_empty() && length(first) <= LONGEST_TITLE) {
        if title::is_letter(first) {
            return Genre::Correspondence;
        }
        if title::is_paper(first) {
            return Genre::Speech;
        }
    }
    if has(&SPEECH) {
        return Genre::Speech;
    }
    let (sentences, norms) = sentences(body);
    // A text of rules says in about every second sentence what must be done; one with a title may say it in fewer.
    let share = if name.is_empty() { 40 } else { 30 };
    if sentences >= 2 && norms * 100 >= sentences * share || !name.is_empty() && numbered >= 2 {
        return Genre::Regulation;
    }
    if body.iter().filter(|line| SELLING.is_match(line)).flat_map(|line| SELLING.find_iter(line)).count()
        >= OFFERS
    {
        return Genre::Advertising;
    }
    if has(&REPORT) {
        return Genre::Report;
    }
    if numbered == 0 && !body.iter().any(|line| is_sentence(line)) {
        return Genre::Listing;
    }
    Genre::Other
}

/// How many sentences a text has, and how many of them say what must be done.
fn sentences(body: &[&str]) -> (usize, usize) {
    body.iter()
        .flat_map(|line| line.split(['。', '；']))
        .filter(|s| length(s) >= 5)
        .fold((0, 0), |(all, norms), sentence| (all + 1, norms + usize::from(NORM.is_match(sentence))))
}

/// Whether a line says something, and does not only name it.
fn is_sentence(line: &str) -> bool {
    line.contains(['。', '；', '，', '！', '？', '：', '.', ',', ':']) && length(line) >= 5
}

fn is_numbered(line: &&str) -> bool {
    list_mark(line).is_some_and(|mark| mark.style != MarkStyle::Bullet)
        || line.starts_with('第') && line.contains('条')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regulations_letters_speeches() {
        assert_eq!(of("考勤制度", &["按时上班。"]), Genre::Regulation);
        assert_eq!(
            of("", &["各科室：", "《甲》等3项制度已经研究通过，现予以印发，希认真遵照执行。"]),
            Genre::Letter
        );
        assert_eq!(
            of("关于印发《甲办法》的通知", &["现将《甲办法》印发给你们，请参照执行。"]),
            Genre::Letter
        );
        assert_eq!(of("窗口典型发言稿", &["全年共办理三千件。"]), Genre::Speech);
        assert_eq!(of("", &["同志们，新的一年里，我们将继续努力。"]), Genre::Speech);
        assert_eq!(
            of("", &["尊敬的各位领导：", "一、我们应当努力。", "二、必须认真。", "三、不得松懈。"]),
            Genre::Speech
        );
        assert_eq!(of("", &["昨日，某市召开大会。", "大会开得很成功。", "群众纷纷称赞。"]), Genre::Other);
        assert_eq!(of("", &["负责组织督察业务公文的起草。", "负责受理投诉，不得推诿。"]), Genre::Regulation);
    }
}
