//! Under which circumstances a duty has its limit.

use std::collections::BTreeSet;

use super::{Act, Duties, Matter, clause::Clause};
use crate::{
    doc::Document,
    law::TimeLimit,
    text::{Folded, Span},
};

impl Act {
    /// Whether it follows from a stage or a case anyway: the delivery from 准予许可, but not from 不予许可.
    fn follows_from(&self, words: &str) -> bool {
        let denied = |at: Span<Folded>| {
            words.get(..at.start()).is_some_and(|before| before.ends_with(['不', '未', '无', '予']))
        };
        self.after.iter().flat_map(|after| after.find(words)).any(|at| !denied(at))
    }
}

/// What names of items end in.
const ITEMS: [&str; 6] = ["许可", "登记", "备案", "核准", "确认", "补贴"];

impl Duties {
    /// Those that the words since the limit before it name, else its sentence, else the headings above; the cases that the sentence
    /// makes; and the stage from which the time runs.
    pub(super) fn circumstances_of(
        &self,
        document: &Document,
        limit: &TimeLimit,
        clause: &Clause<'_>,
        act: &Act,
    ) -> BTreeSet<String> {
        // 在5个工作日内办理一般投诉: the object stands behind.
        let own = [clause.own_before(), clause.after].concat();
        let sentence = [clause.before, clause.after].concat();
        let mut named = self.named_in(&own);
        if named.is_empty() {
            named = self.named_in(&sentence);
        }
        if named.is_empty() {
            let above = document.title.into_iter().chain(document.headings_above(limit.measure));
            named = above
                .flat_map(|heading| self.named_in(document.folded.slice(document.folded.from_plain(heading))))
                .collect();
        }
        // A review ahead of the application is one of what was sent in, whether its sentence says so or not.
        named.retain(|name| !act.follows_from(name));
        let mut cases: BTreeSet<String> = self.cases_in(clause.own_before(), act);
        if cases.is_empty() {
            cases = self.cases_in(clause.before, act);
        }
        cases.extend(case_of_limit(clause));
        named.extend(cases);
        named.extend(self.stage(document, limit, clause, act));
        named
    }

    fn named_in(&self, words: &str) -> BTreeSet<String> {
        self.circumstances.iter().filter(|one| one.said.is_in(words)).map(|one| one.name.clone()).collect()
    }

    /// The conditions of a sentence that are not those of the duty itself: 涉及民生的, 逾期未答复的.
    fn cases_in(&self, words: &str, act: &Act) -> BTreeSet<String> {
        // 逾期未答复的, 实施综合督导,
        const BEGINS: [&str; 16] = [
            "实施",
            "开展",
            "组织",
            "对",
            "如",
            "若",
            "遇",
            "因",
            "涉及",
            "属于",
            "不属于",
            "需要",
            "发生",
            "经",
            "除",
            "凡",
        ];
        let (lead, last) = words.rsplit_once([',', ':']).unwrap_or(("", words));
        let lead = lead.split([',', ':']).filter_map(|clause| {
            let clause = clause.trim();
            clause
                .strip_suffix('的')
                .or_else(|| BEGINS.iter().any(|word| clause.starts_with(word)).then_some(clause))
        });
        let conditions = lead.chain(last.trim().strip_suffix('的'));
        // 交办的信访事项 are a case of their own as well.
        let kinds = self.matters.iter().flat_map(|matter| matter.named.said.find(words));
        let kinds = kinds.filter_map(|at| {
            let before = words.get(..at.start())?;
            // 食品经营许可承诺件 is of one item, 行政许可决定 of all.
            let is_item = words.get(at.range()).is_some_and(|matter| matter.ends_with('件'))
                && ITEMS.iter().any(|end| before.ends_with(end))
                && !before.ends_with("行政许可");
            let before = before.strip_suffix('的').or(is_item.then_some(before))?;
            before.rsplit(|c: char| !c.is_alphabetic()).next()
        });
        let cases = conditions.chain(kinds).filter(|condition| {
            let is_own = act.follows_from(condition);
            let begins = self.only_begins(condition) && !self.is_passed_on(condition);
            !is_own && !begins && self.named_in(condition).is_empty()
        });
        cases.map(|case| self.bare_case(case).to_owned()).collect()
    }

    /// A case without the words that only lead in to it, and without whom the duty is on anyway: 首问责任人不能当场答复,
    /// 对不属于本窗口职责的事项.
    fn bare_case<'w>(&self, case: &'w str) -> &'w str {
        let leads = ["对于", "对", "凡是", "凡", "如果", "如", "若", "遇"];
        let case = leads.iter().find_map(|word| case.strip_prefix(word)).unwrap_or(case);
        let at_head =
            |matter: &Matter| matter.named.said.find(case).find(|at| at.start() == 0).map(|at| at.end());
        let person = self.matters.iter().filter_map(at_head).filter_map(|len| case.get(..len));
        let person = person.filter(|words| words.ends_with(['人', '员'])).max_by_key(|words| words.len());
        person.and_then(|words| case.strip_prefix(words)).unwrap_or(case)
    }

    /// Whether a condition says where something came from: 12345热线转办的投诉 are not those that the window receives.
    fn is_passed_on(&self, condition: &str) -> bool {
        ["转办", "交办", "转来", "移交"].iter().any(|word| {
            let from = condition.strip_suffix(word);
            from.is_some_and(|from| self.matters.iter().any(|matter| matter.named.said.is_in(from)))
        })
    }

    /// Whether a condition says no more than that there is something to act on: 收到投诉的, 服务对象提出投诉的.
    fn only_begins(&self, condition: &str) -> bool {
        const WORDS: [&str; 48] = [
            "收到",
            "接到",
            "接待",
            "受理",
            "提出",
            "提交",
            "发生",
            "发现",
            "服务对象",
            "申请人",
            "投诉人",
            "群众",
            "当事人",
            "窗口",
            "督查科",
            "中心",
            "对于",
            "对",
            "凡",
            "有",
            "申请书",
            "申请",
            "于",
            "收受",
            "反映",
            "材料",
            "次日",
            "当日",
            "之日",
            "完整",
            "齐全",
            "正式",
            "登记",
            "签收",
            "转办单",
            "转办",
            "通知书",
            "通知",
            "责任单位",
            "承办单位",
            "工作人员",
            "人员",
            "书面",
            "应当",
            "件",
            "事项",
            "在",
            "后",
        ];
        let mut rest = condition.to_owned();
        for matter in &self.matters {
            let found: Vec<_> = matter.named.said.find(rest.as_str()).map(|at| at.range()).collect();
            found.into_iter().rev().for_each(|at| rest.replace_range(at, ""));
        }
        for word in WORDS {
            rest = rest.replace(word, "");
        }
        rest.chars().count() <= 1
    }

    /// The act that must be over before the time begins to run, unless the duty follows from it anyway: 核实后3日内答复.
    fn stage(
        &self,
        document: &Document,
        limit: &TimeLimit,
        clause: &Clause<'_>,
        act: &Act,
    ) -> Option<String> {
        let own = clause.own_before();
        let told = limit.origin.map(|origin| document.folded.slice(document.folded.from_plain(origin)));
        let words = told.or_else(|| {
            own.rfind('后').and_then(|i| own.get(..i)).and_then(|words| words.rsplit([',', ':']).next())
        })?;
        if act.follows_from(words) {
            return None;
        }
        let words = words
            .trim_end_matches(['起', '后', '算', '计', '之', '日'])
            .trim_start_matches(['自', '从', '在', '于']);
        (!self.only_begins(words)).then(|| format!("{words}后"))
    }
}

/// The case that another limit makes: 承诺时限不超过5个工作日的，补齐时限为2个工作日.
fn case_of_limit(clause: &Clause<'_>) -> Option<String> {
    let own = clause.own_before();
    let behind = own.trim_start_matches(['以', '之', '上', '下', '内', '含']);
    behind.starts_with("的,").then(|| clause.before.strip_suffix(own).map(str::to_owned))?
}
