//! What the checks say of their own upkeep: of silences and of the baseline. No norm is behind it but the order of the house.

use std::sync::Arc;

use crate::finding::{Finding, Fingerprint, Label, Level};

/// A check of silences or of the baseline, with a code like a rule's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HouseRule {
    /// Its code.
    pub code: &'static str,
    /// What it is about, in a few words.
    pub title: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// What to do.
    pub advice: &'static str,
}

/// A silence that cannot be understood.
pub const MALFORMED: HouseRule = HouseRule {
    code: "S01",
    title: "豁免写法有误",
    why: "读不懂的豁免不起作用；没有规则编号和理由的豁免，以后谁也不知道为什么放过。",
    advice: "写成：规矩：忽略 C03 因为 法律原文如此 至 2027-06-30。要写规则编号和理由；“至”哪一天可以不写。",
};
/// A silence that silences nothing.
pub const UNUSED: HouseRule = HouseRule {
    code: "S02",
    title: "豁免没有用到",
    why: "问题已经改了，或者豁免放错了地方；留着它，以后真出了问题也看不见。",
    advice: "删去这条豁免；放错了地方的，移到问题所在那一段的前一行。",
};
/// A silence whose day has passed.
pub const EXPIRED: HouseRule = HouseRule {
    code: "S03",
    title: "豁免已过期",
    why: "豁免写明的日子已过，问题重新报出。",
    advice: "改正问题后删去豁免；确需延长的，重新核实理由，改“至”后的日期。",
};
/// A silence that was made for an earlier text of the article behind the rule.
pub const OUTDATED: HouseRule = HouseRule {
    code: "S04",
    title: "豁免所依的条款已有新文本",
    why: "放过这个问题的理由，是对照旧条款说的；条款变了，理由要重新看。",
    advice: "对照新条款核实；仍然成立的，把“依”后的日期改成新文本的施行日期。",
};
/// An entry of the baseline that is found no longer.
pub const STALE: HouseRule = HouseRule {
    code: "S05",
    title: "基线里的问题已不存在",
    why: "问题已经改了，基线里还留着；基线只该越来越短，不然同样的问题再出现也看不见。",
    advice: "再运行一次 guiju lint --write-baseline，把它从基线里去掉。",
};

/// All of them.
pub const HOUSE: [HouseRule; 5] = [MALFORMED, UNUSED, EXPIRED, OUTDATED, STALE];

impl HouseRule {
    /// How grave their findings are.
    pub const LEVEL: Level = Level::Warning;

    /// The one with that code.
    pub fn of_code(code: &str) -> Option<Self> {
        HOUSE.into_iter().find(|rule| rule.code.eq_ignore_ascii_case(code))
    }

    /// What it found at `primary`, about `words`.
    pub(super) fn finding(self, message: String, primary: Label, words: &str) -> Finding {
        Finding {
            rule: self.code.into(),
            title: self.title.into(),
            level: Self::LEVEL,
            message,
            advice: self.advice.to_owned(),
            why: self.why.into(),
            primary,
            related: Vec::new(),
            basis: Arc::new([]),
            field: None,
            edit: None,
            fingerprint: Fingerprint::of([self.code, words]),
        }
    }
}
