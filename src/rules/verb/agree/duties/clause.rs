//! The words of the sentence around a time limit: who, what, when.

use std::sync::LazyLock;

use regex::Regex;

use super::super::super::super::pattern::Pattern;
use crate::{
    doc::{Block, BlockKind, Document},
    law::{TimeLimit, heading},
    text::{Folded, Span, list_mark, tail},
};

/// The sentence of a limit, folded.
pub(super) struct Clause<'t> {
    /// From its beginning up to the limit.
    pub(super) before: &'t str,
    /// Where the words begin in `before` that come after the limit before this one.
    own: usize,
    /// From the limit to the end of its clause; where a comma follows at once, to the end of the next one.
    pub(super) after: &'t str,
    /// What stands right behind `after`.
    end: Option<char>,
    /// Whether the paragraph before the limit has opened a quotation.
    quoted: bool,
}

/// What ends a sentence.
const ENDS: [char; 3] = ['。', ';', '\n'];

impl<'t> Clause<'t> {
    pub(super) fn around(document: &'t Document, limit: &TimeLimit) -> Option<Self> {
        let text = document.folded.as_str();
        let (at, measure) = (document.folded.from_plain(limit.at), document.folded.from_plain(limit.measure));
        let block = document.folded.from_plain(document.block_at(limit.measure)?.span);
        let mark = heading(document.block_at(limit.measure)?.span.of(&document.plain));
        let lead = text.get(block.start()..at.start())?;
        let sentence = tail(lead).rsplit(ENDS).next().unwrap_or(lead);
        let start = at.start() - sentence.len();
        // 第九条 before its first sentence is no part of it.
        let start = match mark {
            Some(_) if start == block.start() => {
                start + lead.find('条').map_or(0, |i| i + '条'.len_utf8()).min(lead.len())
            }
            _ => start,
        };
        let before = text.get(start..at.start())?;
        // Limits stand in order: only the one before and the one after matter.
        let before_it = document.limits.partition_point(|other| other.measure.end() <= limit.at.start());
        let behind_it = document.limits.partition_point(|other| other.measure.start() < limit.measure.end());
        let measured =
            |i: usize| document.limits.get(i).map(|other| document.folded.from_plain(other.measure));
        let own =
            before_it.checked_sub(1).and_then(measured).map(|other| other.end()).filter(|&end| end >= start);
        let next = measured(behind_it).map(|other| other.start());
        let behind = text.get(at.end().max(measure.end())..block.end())?;
        let reach = next
            .map_or(behind.len(), |next| next.saturating_sub(at.end().max(measure.end())).min(behind.len()));
        let rest = behind.get(..reach)?;
        let skipped = rest.len() - rest.trim_start_matches([',', ':']).len();
        let len =
            rest.get(skipped..)?.find([',', ':', '。', ';', '(', ')']).map_or(rest.len(), |i| skipped + i);
        // 查清事实，把处理结果答复投诉人 goes on behind the comma.
        let goes_on = |words: &&str| [",把", ",将", ",并"].iter().any(|word| words.starts_with(word));
        let len = match rest.get(len..).filter(goes_on) {
            Some(words) => {
                let end =
                    words.get(1..)?.find([',', ':', '。', ';', '(', ')']).map_or(words.len(), |i| i + 1);
                len + end
            }
            None => len,
        };
        // The words of a clause of its own before the next limit are for that one.
        let after =
            if skipped > 0 && next.is_some() && len == rest.len() { "" } else { rest.get(skipped..len)? };
        Some(Self {
            before,
            own: own.map_or(0, |end| end - start),
            after,
            end: behind.get(len..)?.chars().next(),
            quoted: lead.matches('"').count() % 2 == 1,
        })
    }

    /// The words since the limit before this one.
    pub(super) fn own_before(&self) -> &'t str {
        self.before.get(self.own..).unwrap_or_default()
    }

    /// Whether the limit only tells in which case something is to be done (45日内不能办结的, 请假3天的), or what is to be done only
    /// follows: 15日内按下列方式处理.
    pub(super) fn is_condition(&self) -> bool {
        const NOT: [&str; 8] = ["未", "不能", "没有", "不得", "无法", "仍", "下列", "以下"];
        let not = NOT.iter().any(|word| self.after.contains(word));
        self.after.starts_with('的') || not || self.after.ends_with('的') && self.end != Some('。')
    }

    pub(super) fn is_quoted(&self) -> bool {
        self.quoted
    }

    /// Whether the limit is told by name: 办理时限为5个工作日, 最迟2个工作日.
    pub(super) fn is_named(&self) -> bool {
        let words = self.before.trim_end_matches(['为', '是', ':', '(']);
        ["时限", "期限", "时间", "期", "最长", "最迟", "至迟", "最晚", "最多", "年限"]
            .iter()
            .any(|word| words.ends_with(word))
    }

    /// Whether the words between an act and the limit do no more than name the time of the act: 时限为.
    pub(super) fn names(&self, between: &str) -> bool {
        const LONGEST: usize = 14;
        let last = ["最长", "最迟", "至迟", "最晚", "最多"].iter().any(|word| between.contains(word));
        self.is_named() && (last || between.chars().count() <= LONGEST && !between.contains(','))
    }

    /// Whether the time is counted back from something: 提前3天, 上班前1小时, 会议召开3日前.
    pub(super) fn is_ahead(&self) -> bool {
        self.before.ends_with('前') || self.before.ends_with("提早") || self.after.starts_with('前')
    }

    /// Whom the limit binds, when the words right before or behind it say: 督查科应当在, 由督查科.
    pub(super) fn party(&self) -> Option<String> {
        static PARTY: LazyLock<Option<Regex>> = LazyLock::new(|| {
            let ends = "窗口|科|科室|处|局|中心|部门|单位|机关|机构|负责人|代表|人员|申请人|投诉人|对象|当事人|本人|领导|主任|办公室|组";
            let modal = "应当|应|须|要|必须|需|提前|可以|将|会|在|于|自|对|至迟|最迟|最晚|接到|收到|受理|负责(?:[^人]|$)|$";
            Regex::new(&format!("(?:^|[,:)的由经])(?P<who>[\\p{{Han}}]{{0,10}}?(?:{ends}))(?:{modal})")).ok()
        });
        let who = |words: &str| {
            let found = PARTY.as_ref()?.captures_iter(words).last()?;
            // 事项由牵头部门: who acts stands last.
            let who = found.name("who")?.as_str().rsplit(['由', '经', '的', '对']).next()?;
            let who = ["本", "各", "该", "有关", "相关"]
                .iter()
                .find_map(|word| who.strip_prefix(word))
                .unwrap_or(who);
            (!who.is_empty()).then(|| who.to_owned())
        };
        let by = self.after.strip_prefix('由').and_then(|words| {
            let end = ["负责", "进行", "予以"].iter().filter_map(|word| words.find(word)).min();
            who(&format!("由{}", words.get(..end.unwrap_or(words.len()))?)).or_else(|| who_begins(words))
        });
        by.or_else(|| who(self.own_before())).or_else(|| who(self.before))
    }

    /// To whom something is handed in, where the words say so: 向督查科报送, 报督查科. Two that it goes to have a day each.
    pub(super) fn recipient(&self) -> Option<String> {
        static TO: LazyLock<Option<Regex>> = LazyLock::new(|| {
            let ends = "科|科室|处|局|中心|部门|单位|机关|机构|负责人|领导|主任|办公室|组|政府|委员会";
            Regex::new(&format!("(?:向|报送至?|上报|报给?|交)(?P<to>\\p{{Han}}{{0,8}}?(?:{ends}))")).ok()
        });
        let to = TO.as_ref()?.captures(self.after)?.name("to")?.as_str();
        Some(to.to_owned())
    }

    /// What an act is done to, in the words of the sentence itself: those behind 将, 把 or 对, else the subject, else those behind the
    /// act, else what the sentence begins with. `None` where the only thing named is whoever acts.
    pub(super) fn object(&self, act: &Pattern) -> Option<String> {
        let behind = act.find(self.after).last().and_then(|at| self.after.get(at.end()..)).map(thing);
        let before_act = |words: &'t str| {
            let end = act.find(words).next().map_or(words.len(), |at| at.start());
            words.get(..end).unwrap_or_default()
        };
        let moved = || {
            let words = [self.after, self.own_before()];
            let found = words.iter().find_map(|words| {
                words.rfind(['将', '把', '对']).and_then(|i| words.get(i + '将'.len_utf8()..))
            });
            found.map(|words| thing(before_act(words.split([',', ':']).next().unwrap_or(words))))
        };
        let modal = ["应当", "应", "必须", "须", "要", "自", "在", "于", "至迟", "最迟", "提前"];
        let subject = |clause: &'t str| {
            let clause = before_act(clause);
            let end = modal.iter().filter_map(|word| clause.find(word)).min().unwrap_or(clause.len());
            thing(clause.get(..end).unwrap_or_default())
        };
        let mut clauses = self.own_before().rsplit([',', ':']);
        let own = clauses.next().map(subject);
        // 重大事项,窗口负责人应当在…报告: the subject is whoever acts, and what it is about stands before.
        let by_party = own.as_deref().is_some_and(is_party);
        let earlier = clauses.filter(|clause| by_party && !clause.trim_end().ends_with('的')).map(subject);
        let mut found = moved().into_iter().chain(own).chain(behind).chain(earlier);
        found.find(|words| words.chars().count() >= 2 && !is_party(words))
    }
}

fn who_begins(words: &str) -> Option<String> {
    let end = words
        .char_indices()
        .map(|(i, c)| i + c.len_utf8())
        .take(8)
        .filter(|&end| words.get(..end).is_some_and(is_party))
        .last()?;
    words.get(..end).map(str::to_owned)
}

/// What names of those end in who act, and of whom one speaks.
fn is_party(words: &str) -> bool {
    const ENDS: [&str; 31] = [
        "院",
        "委员会",
        "政府",
        "委",
        "窗口",
        "科",
        "室",
        "处",
        "局",
        "中心",
        "部门",
        "单位",
        "机关",
        "机构",
        "负责人",
        "人员",
        "人",
        "对象",
        "领导",
        "主任",
        "组",
        "代表",
        "户",
        "者",
        "方",
        "企业",
        "公司",
        "家属",
        "股东",
        "居民",
        "群众",
    ];
    ENDS.iter().any(|end| words.ends_with(end))
}

/// A thing without the words that only lead in to it or follow it; empty for words that name none.
fn thing(words: &str) -> String {
    const LEADS: [&str; 24] = [
        "窗口", "部门", "中心", "并", "完毕", "完成", "到位", "全部", "所有", "有关", "相关", "该", "本",
        "各类", "各项", "给", "至", "到", "了", "的", "由", "向", "应当", "应",
    ];
    const NOTHING: [&str; 14] = [
        "记录", "资料", "决定", "结果", "情况", "意见", "时间", "时限", "期限", "手续", "工作", "书面",
        "材料", "事项",
    ];
    const VERBS: [&str; 9] = ["作出", "进行", "予以", "给予", "研究", "提出", "或者", "和", "及"];
    let mut words = words.trim();
    while let Some(rest) = LEADS.iter().find_map(|lead| words.strip_prefix(lead)) {
        words = rest;
    }
    let words = words.trim_end_matches(['的', '为', '是']);
    let says_nothing = NOTHING.contains(&words)
        || VERBS.iter().any(|word| words.starts_with(word))
        || words.ends_with(['后', '时', '内', '起', '日'])
        || ["时间", "时限", "期限"].iter().any(|end| words.ends_with(end));
    if says_nothing || words.contains(['《', '》', '"', '(', ')', '、']) {
        String::new()
    } else {
        words.to_owned()
    }
}

/// Whether the words of an act only name a thing or a place: 处理结果, 答复时限, 受理窗口.
pub(super) fn is_thing(words: &str, act: Span<Folded>) -> bool {
    const BEHIND: [&str; 23] = [
        "人", "结果", "情况", "意见", "时限", "期限", "单位", "部门", "通知", "书", "记录", "人员", "窗口",
        "科", "机制", "流程", "标准", "率", "之日", "后", "的", "事项", "机关",
    ];
    let behind = words.get(act.end()..).unwrap_or_default();
    let before = words.get(..act.start()).unwrap_or_default();
    // 办理时限为5个工作日 tells of the act nevertheless: there it stands at the end.
    let tells = ["时限", "期限", "时间", "期"].iter().any(|word| {
        let rest = behind
            .strip_prefix(word)
            .map(|rest| rest.trim_start_matches(|c| "为是:不一般得最长迟原则上".contains(c)));
        rest.is_some_and(str::is_empty)
    });
    // 核实情况 at the head of a clause is done, not a thing.
    !tells && !before.is_empty() && BEHIND.iter().any(|word| behind.starts_with(word))
        || before.ends_with(['未', '需', '拟', '被'])
}

/// The words that lead in to the sentence of a limit, the nearest first: the paragraph above its list, the headings, the title.
pub(super) fn lead_ins<'t>(document: &'t Document, limit: &TimeLimit) -> Vec<&'t str> {
    let folded = |block: &Block| document.folded.slice(document.folded.from_plain(block.span));
    let next = document.blocks.partition_point(|block| block.span.start() <= limit.measure.start());
    let above = document.blocks.get(..next.saturating_sub(1)).unwrap_or_default();
    let own = document.blocks.get(next.saturating_sub(1));
    let is_item = |block: &&Block| list_mark(block.span.of(&document.plain)).is_some();
    let lead = own.filter(is_item).and_then(|_| {
        above.iter().rfind(|block| !is_item(block) && !matches!(block.kind, BlockKind::Cell(_)))
    });
    let headings = document.headings_above(limit.measure).into_iter().rev().chain(document.title);
    let mut words: Vec<&str> = lead.into_iter().map(folded).collect();
    words.extend(headings.map(|heading| document.folded.slice(document.folded.from_plain(heading))));
    words
}
