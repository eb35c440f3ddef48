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
    Speech,
    Other,
}

impl Genre {
    /// Why it is no regulation.
    pub(super) fn reason(self) -> Reason {
        match self {
            Genre::Letter => Reason::Notice,
            Genre::Speech => Reason::Speech,
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
/// Words of speeches and reports.
static SPEECH: LazyLock<Regex> = LazyLock::new(|| {
    pattern("各位(?:领导|同志|来宾|同事|代表|评委|朋友)|同志们|谢谢大家|我的(?:发言|汇报)|汇报如下|敬请指正")
});
/// Words of norms.
static NORM: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "应当|应该|必须|不得|禁止|严禁|不准|负责|可以|予以|按照|须|应(?:及时|将|在|由|建立|设|提供|根据|定期)|制度|规定|^(?:组织|制定|受理|主持|协助|承担|完成|承办|协调|做好|建立|设立|审核|维护|登记)",
    )
});

/// The sort of the text `body` under the title `name`, which is empty where there is none.
pub(super) fn of(name: &str, body: &[&str]) -> Genre {
    let numbered = body.iter().filter(|line| is_numbered(line)).count();
    if title::is_paper(name) {
        return Genre::Speech;
    }
    if LETTER_TITLE.is_match(name) && numbered < 3 {
        return Genre::Letter;
    }
    let strong = title::title(name).is_some_and(|(_, certainty)| certainty == title::Certainty::Strong);
    if strong || title::is_instrument(name) {
        return Genre::Regulation;
    }
    if body.first().is_some_and(|line| title::is_salutation(line)) {
        return Genre::Speech;
    }
    if numbered < 3 && body.iter().any(|line| LETTER.is_match(line)) {
        return Genre::Letter;
    }
    if body.iter().any(|line| line.starts_with("第一条") || line.starts_with("第二条")) {
        return Genre::Regulation;
    }
    if body.iter().any(|line| SPEECH.is_match(line)) {
        return Genre::Speech;
    }
    let (sentences, norms) = body
        .iter()
        .flat_map(|line| line.split(['。', '；']))
        .filter(|s| length(s) >= 5)
        .fold((0usize, 0usize), |(all, norms), sentence| {
            (all + 1, norms + usize::from(NORM.is_match(sentence)))
        });
    // A text of rules says in about every second sentence what must be done; one with a title may say it in fewer.
    let share = if name.is_empty() { 40 } else { 30 };
    if sentences >= 2 && norms * 100 >= sentences * share || !name.is_empty() && numbered >= 3 {
        Genre::Regulation
    } else {
        Genre::Other
    }
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
