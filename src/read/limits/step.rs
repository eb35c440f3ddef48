//! What the limit of a step is: one of the organ's towards the decision, or one that does not count towards it.

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::LazyLock,
};

use regex::Regex;

use crate::{
    doc::{Block, BlockKind, Document, Field, TIMES},
    law::{LimitRole, STEPS, TimeLimit, UNCOUNTED},
    text::{FoldedText, Plain, Span, head, list_mark, tail},
};

/// What the name of a step says of its limit, where that is none of the organ's towards the decision: 专家评审 | 20个工作日（另计）, 送达 |
/// 3个工作日, 企业整改（60日）.
pub(super) fn of_step(document: &Document, limit: &TimeLimit) -> LimitRole {
    let name = name_of_step(document, limit);
    let begins = |words: &[&str]| words.iter().any(|word| name.starts_with(word));
    let ends = |words: &[&str]| words.iter().any(|word| name.ends_with(word));
    let before = document.plain.get(..limit.at.start()).unwrap_or_default();
    let before_in_line = FoldedText::new(tail(before).rsplit('\n').next().unwrap_or_default());
    let before_in_line = before_in_line.as_str();
    // 查看在这1个工作日内完成 speaks of a time that has been given.
    let restates = ["这", "该", "上述", "前述"].iter().any(|word| before.ends_with(word));
    let elsewhere =
        ["另行办理", "单独事项", "另一事项"].iter().any(|word| own_part(before_in_line).contains(word));
    match () {
        // 核发标牌（另行办理，公安机关3个工作日内核发）
        () if elsewhere
            || restates
            || is_total(before_in_line)
            || begins(&["合计", "总计", "共计", "总时", "其中", "以上"]) =>
        {
            LimitRole::Unknown
        }
        // 所需时间不计入承诺时限，医院出具结论以15个工作日为限
        () if own_part(before_in_line).contains("所需时间不计") => LimitRole::SpecialProcedure,
        () if begins(&["公示", "公告"]) => LimitRole::Publicity,
        () if begins(&["送达", "发证", "颁证", "领证", "发放", "制证、送达", "制证、发证"]) => {
            LimitRole::Delivery
        }
        () if begins(&["申请人", "申请单位"])
            || ["申请", "提交申请", "网上申请", "提出申请", "申报"].contains(&name)
            || ends(&["整改", "补正", "缴费", "缴款"]) =>
        {
            LimitRole::Applicant
        }
        // Money is paid once the decision is made.
        () if begins(&["拨付", "资金拨付", "资金发放", "兑付", "兑现", "打款", "拨款"]) => {
            LimitRole::Unknown
        }
        () => LimitRole::Step,
    }
}

/// What a document says does not count, folded: 评定和公示的时间不算在内, 不含听证、检验所需时间.
static LEFT_OUT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let end = "(?:所需|需要|花费)?的?(?:时间|期间|时限|天数|用时)?";
    Regex::new(&format!(
        r"(?:^|[^\p{{Han}}])(?P<before>[\p{{Han}}、]{{2,24}}?){end}(?:[0-9]+个?(?:工作日|日|天|月))?(?:均|都|一律)?,?(?:不算在|不计入|不计算在|不包括在|不含在|不占|另计|另算|除外)|(?:不含|不包括|不计|扣除)(?P<behind>[\p{{Han}}、]{{2,24}})"
    ))
    .ok()
});

/// Gives the steps that a document says do not count, in their row or elsewhere (评定和公示的时间不算在内), the role of what does not.
pub(super) fn set_apart(document: &Document, limits: &mut [TimeLimit]) {
    /// How much of a step's line names it, in characters.
    const NAME: usize = 14;
    let heads = heads(document);
    for limit in limits.iter_mut().filter(|limit| limit.role == LimitRole::Step) {
        if row_is_uncounted(document, limit, &heads) {
            limit.role = LimitRole::SpecialProcedure;
        }
    }
    let text = document.folded.as_str();
    let may_be = ["不算", "不计", "不含", "不包括", "不占", "另计", "另算", "除外", "扣除"];
    if !limits.iter().any(|limit| limit.role == LimitRole::Step)
        || !may_be.iter().any(|word| text.contains(word))
    {
        return;
    }
    let said = LEFT_OUT.iter().flat_map(|left_out| left_out.captures_iter(text));
    let words =
        said.filter_map(|found| found.name("before").or(found.name("behind"))).map(|words| words.as_str());
    let things: BTreeSet<&str> = words
        .flat_map(|words| words.split(['、', '和', '及', '与', '或']))
        .map(|thing| thing.trim_end_matches("时间").trim_end_matches("所需").trim_end_matches(['的', '等']))
        .filter(|thing| (2..=8).contains(&thing.chars().count()))
        .collect();
    for limit in limits.iter_mut().filter(|limit| limit.role == LimitRole::Step) {
        let name = match document.step_head(limit.at) {
            Some(head) => document.folded.slice(document.folded.from_plain(head.span)),
            None => line_before(document, limit).rsplit(STEPS).next().unwrap_or_default(),
        };
        let end = name.char_indices().nth(NAME).map_or(name.len(), |(i, _)| i);
        let name = name.get(..end).unwrap_or_default();
        if things.iter().any(|thing| name.contains(thing)) {
            limit.role = LimitRole::SpecialProcedure;
        }
    }
}

/// Names of steps, as they end.
const NAMES: [&str; 27] = [
    "受理", "收件", "初审", "审核", "审查", "审批", "复核", "复审", "核查", "核验", "核准", "踏勘", "勘查",
    "勘验", "审定", "会审", "联审", "决定", "批准", "签发", "登簿", "缮证", "制证", "办结", "发证", "送达",
    "公示",
];

/// Gives the times in the value of a promise that is told step by step the role of steps: 办理时限：受理1个工作日，审核3个工作日. One name alone
/// (审批：8个工作日) may stand for the whole, and what alone takes longer than the law allows is judged as a promise.
pub(super) fn of_promise(document: &Document, limits: &mut [TimeLimit]) {
    let name = |limit: &TimeLimit| {
        let line = line_before(document, limit);
        let own = line
            .rsplit([',', '。', ';', '、'])
            .next()
            .unwrap_or(line)
            .rsplit(STEPS)
            .next()
            .unwrap_or_default();
        let own = own.trim_end_matches([':', '(', ' ', '为', '需']);
        let own = ["时间", "时限", "期限"].iter().find_map(|end| own.strip_suffix(end)).unwrap_or(own);
        NAMES.into_iter().find(|name| own.ends_with(name))
    };
    let field = |limit: &TimeLimit| {
        document.field_at(limit.at).filter(|field| &*field.name == "承诺时限").map(|field| field.label)
    };
    let mut told: BTreeMap<Span<Plain>, BTreeSet<&str>> = BTreeMap::new();
    let mut steps: Vec<(usize, Span<Plain>, &str)> = Vec::new();
    for (i, limit) in limits.iter().enumerate().filter(|(_, limit)| limit.role == LimitRole::Promised) {
        if let Some((label, name)) = field(limit).zip(name(limit)) {
            told.entry(label).or_default().insert(name);
            steps.push((i, label, name));
        }
    }
    let lawful: Vec<TimeLimit> =
        limits.iter().filter(|limit| limit.role == LimitRole::Statutory).cloned().collect();
    let too_long = |limit: &TimeLimit| lawful.iter().any(|law| limit.compare(law) == Some(Ordering::Greater));
    for (i, label, name) in steps {
        let several = told.get(&label).is_some_and(|names| names.len() > 1);
        if let Some(limit) = limits.get_mut(i).filter(|limit| several && !too_long(limit)) {
            limit.role = match name {
                "发证" | "送达" => LimitRole::Delivery,
                "公示" => LimitRole::Publicity,
                _ => LimitRole::Step,
            };
        }
    }
}

/// Gives times that several steps have behind what is done in them (…出具受理通知书。办理时限：1个工作日。) the role of steps, beside a
/// promise with a line of its own.
pub(super) fn behind_steps(document: &Document, limits: &mut [TimeLimit]) {
    let words_before = |limit: &TimeLimit| {
        let field = document.field_at(limit.at).filter(|field| &*field.name == "承诺时限")?;
        let block = document.block_at(field.label).filter(|block| block.span.contains(limit.at))?;
        document.plain.get(block.span.start()..field.label.start())
    };
    let promised = |limit: &TimeLimit| limit.role == LimitRole::Promised;
    let (mut behind, mut has_own_line) = (Vec::new(), false);
    for (i, limit) in limits.iter().enumerate().filter(|(_, limit)| promised(limit)) {
        match words_before(limit) {
            Some(before) if before.trim_end().ends_with(['。', '；']) => behind.push(i),
            Some(before) => has_own_line |= !before.contains(['。', '；']),
            // The value stands below its label, or in a cell beside it.
            None => {
                has_own_line |= document.field_at(limit.at).is_some_and(|field| &*field.name == "承诺时限")
            }
        }
    }
    for i in behind.iter().filter(|_| has_own_line && behind.len() > 1) {
        if let Some(limit) = limits.get_mut(*i) {
            limit.role = LimitRole::Step;
        }
    }
}

/// What stands at the head of each column of each table.
type Heads<'d> = HashMap<(u32, u32), &'d str>;

fn heads(document: &Document) -> Heads<'_> {
    let head = |block: &Block| match block.kind {
        BlockKind::Cell(cell) if cell.row == 1 => {
            Some(((cell.table, cell.column), block.span.of(&document.plain).trim()))
        }
        _ => None,
    };
    // Of several paragraphs in a cell the first.
    document.blocks.iter().rev().filter_map(head).collect()
}

/// Whether a cell of the row of a limit says that its time does not count: 不计入承诺时限, or 否 under 是否计入承诺时限. A column of the law's
/// times, or of sums, is none of steps either.
fn row_is_uncounted(document: &Document, limit: &TimeLimit, heads: &Heads<'_>) -> bool {
    let at = document.blocks.partition_point(|block| block.span.start() <= limit.at.start());
    let Some(at) = at.checked_sub(1) else { return false };
    let Some(BlockKind::Cell(own)) = document.blocks.get(at).map(|block| block.kind) else { return false };
    let cell = |block: &Block| match block.kind {
        BlockKind::Cell(cell) if cell.table == own.table && cell.row == own.row => Some(cell.column),
        _ => None,
    };
    let words = |block: &Block| Some((cell(block)?, block.span.of(&document.plain).trim()));
    let before = document.blocks.get(..at).unwrap_or_default().iter().rev().map_while(words);
    let row = before.chain(document.blocks.get(at..).unwrap_or_default().iter().map_while(words));
    let head = |column: u32| heads.get(&(own.table, column)).copied().unwrap_or_default();
    let says = |(column, words): (u32, &str)| {
        let clauses = || words.split(['，', ',', '（', '(', '；']);
        clauses().any(|clause| UNCOUNTED.iter().any(|word| clause.starts_with(word)))
            || words == "否" && head(column).contains("计入")
    };
    // 放线（接到申请后5个工作日内到场） | 批后服务 under 内容 | 时限: how long a step takes stands in the column for that.
    let is_time = |head: &str| TIMES.contains(&head.split(['（', '(']).next().unwrap_or_default().trim());
    let beside_time = || {
        let timed = |(column, words): &(u32, &str)| {
            *column != own.column && !words.is_empty() && is_time(head(*column))
        };
        !head(own.column).contains('时') && row.clone().any(|cell| timed(&cell))
    };
    ["法定", "累计", "合计", "备注", "法规定", "例规定"].iter().any(|word| head(own.column).contains(word))
        || beside_time()
        || row.clone().any(says)
}

/// Whether folded words before a limit make it the sum of the steps: ，共15个工作日, 以上环节合计15个工作日.
fn is_total(before: &str) -> bool {
    let clause = before.rsplit([',', '。', ';', '(', ')']).next().unwrap_or_default();
    let clause = clause.strip_suffix("不超过").unwrap_or(clause).trim_end_matches(['为', '是', '约']);
    ["共", "共计", "合计", "总计", "总共", "累计", "全程", "总时限", "总用时"].iter().any(|word| {
        clause.ends_with(word)
            || clause.ends_with(&format!("{word}:"))
            || clause.ends_with(&format!("{word}需"))
    })
}

/// The name of the step that a limit is of: the head of its row, else the words of its line between the mark of the step before and
/// the first stroke, colon or bracket.
fn name_of_step<'d>(document: &'d Document, limit: &TimeLimit) -> &'d str {
    let words = |at: Span<Plain>| document.folded.slice(document.folded.from_plain(at)).trim();
    if let Some(head) = document.step_head(limit.at) {
        return words(head.span);
    }
    let line = line_before(document, limit);
    let own = line.rsplit(STEPS).next().unwrap_or(line).rsplit([';', '。']).next().unwrap_or(line).trim();
    let own = list_mark(own).map_or(own, |mark| own.get(mark.len..).unwrap_or_default());
    own.split([':', '(', ',']).next().unwrap_or(own).trim()
}

/// The words of a line that are said of its last step.
fn own_part(line: &str) -> &str {
    line.rsplit(STEPS).next().unwrap_or(line).rsplit([';', '。']).next().unwrap_or(line)
}

/// The words of the line of a limit before it, folded.
fn line_before<'d>(document: &'d Document, limit: &TimeLimit) -> &'d str {
    let at = document.folded.from_plain(limit.at);
    let line = document.block_at(limit.at).map_or(at, |block| document.folded.from_plain(block.span));
    document.folded.as_str().get(line.start()..at.start()).unwrap_or_default()
}

/// Whether a limit is a note on one of several steps in a row: 申请—受理（1个工作日）—现场检查（3个工作日）, A[受理 1个工作日] --> B[审查 5个工作日].
pub(super) fn is_in_chain(document: &Document, limit: &TimeLimit) -> bool {
    let text = document.folded.as_str();
    let at = document.folded.from_plain(limit.at);
    let before = tail(text.get(..at.start()).unwrap_or_default());
    let before = before.rsplit('\n').next().unwrap_or_default();
    let after = head(text.get(at.end()..).unwrap_or_default());
    let after = after.split('\n').next().unwrap_or_default();
    // 10个工作日→5个工作日 has no names.
    let is_named = |step: &str| {
        step.trim_start_matches(['(', ' '])
            .starts_with(|c: char| c.is_alphabetic() && !"一二三四五六七八九十两".contains(c))
    };
    let own = before.rsplit(STEPS).next().unwrap_or(before);
    let name = own.trim_end_matches(['(', '[', ' ']);
    let rest = after.trim_start_matches([')', ']', ' ']);
    let ends_here = rest.is_empty() || rest.starts_with(STEPS) || after.starts_with(']');
    if !name.ends_with(char::is_alphabetic) || !ends_here {
        return false;
    }
    let line = text.get(at.start() - before.len()..at.end() + after.len()).unwrap_or_default();
    let named = || line.split(STEPS).filter(|step| is_named(step));
    // Without brackets the others tell by their times: 周一—周五 are no steps.
    let is_timed =
        |step: &&str| ["个工作日", "个自然日", "小时", "分钟"].iter().any(|unit| step.contains(unit));
    named().filter(is_timed).count() >= 2
        || name.len() < own.len() && own.len() < before.len() && named().count() >= 2
}

/// Whether a line stands behind steps that are all told: behind a row of them with their times, unless it is the row of another case,
/// or, as a paragraph, behind a list of them.
pub(super) fn is_behind_steps(document: &Document, line: &Block, field: &Field) -> bool {
    let words = |at: Span<Plain>| document.folded.slice(document.folded.from_plain(at)).trim();
    let before = || field.value.iter().filter(|piece| piece.end() <= line.span.start());
    let is_timed = |words: &str| {
        ["工作日", "日", "天", "小时"].iter().any(|unit| words.contains(unit))
            && words.contains(char::is_numeric)
    };
    let is_row = |piece: &Span<Plain>| {
        let words = words(*piece);
        is_timed(words)
            && (words.contains(STEPS) || list_mark(words).is_none() && words.matches("工作日").count() > 1)
    };
    let is_item = |piece: &&Span<Plain>| {
        let kind = document.block_at(**piece).map(|block| block.kind);
        is_timed(words(**piece))
            && (matches!(kind, Some(BlockKind::Item(_))) || list_mark(words(**piece)).is_some())
    };
    let own = words(line.span);
    let names_time = ["时限", "期限", "用时", "时间"].iter().any(|word| own.starts_with(word));
    let is_paragraph = line.kind == BlockKind::Paragraph && list_mark(own).is_none();
    let is_listed = is_paragraph && before().filter(is_item).count() > 1;
    !own.contains(STEPS) && !names_time && (before().any(is_row) || is_listed)
}
