//! What a time limit is for, as far as the words around it say.

use super::LimitRole;

/// Words that tell a role, looked for backwards from the number; the nearest one counts.
const ROLE_WORDS: &[(&str, LimitRole)] = &[
    ("法定时限", LimitRole::Statutory),
    ("法定办结时限", LimitRole::Statutory),
    ("法定期限", LimitRole::Statutory),
    ("法定办理时限", LimitRole::Statutory),
    ("法定办理期限", LimitRole::Statutory),
    ("法定办结", LimitRole::Statutory),
    ("法定办理", LimitRole::Statutory),
    ("法定审批", LimitRole::Statutory),
    ("法定", LimitRole::Statutory),
    ("条例规定", LimitRole::Statutory),
    ("法律规定", LimitRole::Statutory),
    ("法律允许", LimitRole::Statutory),
    ("法规允许", LimitRole::Statutory),
    ("法规规定", LimitRole::Statutory),
    ("承诺", LimitRole::Promised),
    ("办结", LimitRole::Promised),
    ("办理时限", LimitRole::Promised),
    ("办理期限", LimitRole::Promised),
    ("补正", LimitRole::Applicant),
    ("补齐", LimitRole::Applicant),
    ("补交", LimitRole::Applicant),
    ("整改", LimitRole::Applicant),
    ("承诺受理时限", LimitRole::Step),
    ("承诺受理期限", LimitRole::Step),
    ("申请时限", LimitRole::Applicant),
    ("申请期限", LimitRole::Applicant),
    ("申报时限", LimitRole::Applicant),
    ("申报期限", LimitRole::Applicant),
    ("送达", LimitRole::Delivery),
    ("颁发", LimitRole::Delivery),
    ("发证", LimitRole::Delivery),
    ("公示", LimitRole::Publicity),
    ("公告", LimitRole::Publicity),
    ("复议", LimitRole::Remedy),
    ("诉讼", LimitRole::Remedy),
    ("起诉", LimitRole::Remedy),
    ("延长", LimitRole::Extension),
    ("延期", LimitRole::Extension),
    ("听证", LimitRole::SpecialProcedure),
    ("招标", LimitRole::SpecialProcedure),
    ("拍卖", LimitRole::SpecialProcedure),
    ("检验", LimitRole::SpecialProcedure),
    ("检测", LimitRole::SpecialProcedure),
    ("检疫", LimitRole::SpecialProcedure),
    ("鉴定", LimitRole::SpecialProcedure),
    ("评审", LimitRole::SpecialProcedure),
    ("有效", LimitRole::Validity),
];

/// Words after the number that tell a role more surely than any word before it.
const ROLE_WORDS_AFTER: &[(&str, LimitRole)] = &[
    ("一次性告知", LimitRole::CorrectionNotice),
    ("一次告知", LimitRole::CorrectionNotice),
    ("发补正", LimitRole::CorrectionNotice),
    ("出具补正", LimitRole::CorrectionNotice),
    ("发《补正", LimitRole::CorrectionNotice),
    ("发出《补正", LimitRole::CorrectionNotice),
    ("出具《补正", LimitRole::CorrectionNotice),
    ("告知需要补正", LimitRole::CorrectionNotice),
    ("告知申请人需要补正", LimitRole::CorrectionNotice),
    ("告知补正", LimitRole::CorrectionNotice),
    ("补正", LimitRole::Applicant),
    ("补齐", LimitRole::Applicant),
    ("补交", LimitRole::Applicant),
    ("补办手续", LimitRole::Applicant),
    ("补办相关手续", LimitRole::Applicant),
    ("补办有关手续", LimitRole::Applicant),
    ("有效", LimitRole::Validity),
    ("申请行政复议", LimitRole::Remedy),
    ("提起行政诉讼", LimitRole::Remedy),
    ("向人民法院", LimitRole::Remedy),
    ("送达", LimitRole::Delivery),
    ("颁发", LimitRole::Delivery),
    ("发证", LimitRole::Delivery),
    ("照片", LimitRole::MaterialAge),
    ("出具的", LimitRole::MaterialAge),
    ("办结", LimitRole::Promised),
    ("给结果", LimitRole::Promised),
    ("出结果", LimitRole::Promised),
    ("能拿到", LimitRole::Promised),
    ("办好", LimitRole::Promised),
    ("办完", LimitRole::Promised),
    ("办妥", LimitRole::Promised),
    ("完成办理", LimitRole::Promised),
    ("办理完毕", LimitRole::Promised),
];

/// What a limit is called.
const LIMIT_NAMES: [&str; 6] = ["办理期限", "办理时限", "审批期限", "审查期限", "期限", "时限"];

/// Words of handing over a decision that has been made.
const HANDED_OVER: [&str; 7] = ["颁发", "发给", "发放", "核发", "送达", "寄送", "寄出"];

/// Words that tell of time that does not count.
pub(crate) const UNCOUNTED: [&str; 7] = ["不计入", "不计算在", "不含在", "不算在", "不占", "另计", "另算"];

/// Words that a note on a limit begins with where it is no time of the organ: 60日（申请人用时）.
const NOT_OURS: [&str; 7] =
    ["另行办理", "申请人用时", "申请人自行", "由申请人自行", "不属于审批", "不属于行政审批", "不属于办理"];

/// Who applies, holds a licence or owes something.
const APPLICANTS: [&str; 17] = [
    "申请人",
    "申请单位",
    "企业",
    "当事人",
    "经营者",
    "经营主体",
    "持证人",
    "被许可人",
    "用人单位",
    "建设单位",
    "纳税人",
    "权利人",
    "参保人",
    "监护人",
    "您",
    "你",
    "业主",
];

/// Words of a duty right behind the one who has it.
const DUTY: [&str; 7] = ["应当", "应", "须", "需", "必须", "务必", "请"];

/// Who deals with applications, and so is the one whose time runs once named.
const OFFICES: [&str; 9] = ["机关", "局", "中心", "窗口", "部门", "机构", "政府", "本厅", "我们"];

/// What stands between two steps of a procedure, folded.
pub(crate) const STEPS: [char; 15] =
    ['-', '>', '→', '↓', '⇒', '➜', '➔', '➝', '➞', '➡', '⟶', '⟹', '⇨', '►', '▶'];

/// The role that the words of a sentence give a limit: `before` it, the rest of the sentence (`tail`), and as much of that
/// as comes before the next limit (`own_tail`).
pub(super) fn role(before: &str, tail: &str, own_tail: &str) -> LimitRole {
    // 自受理投诉之日起 says it as well as any other word before the number.
    let before = own_step(before);
    if ["投诉", "举报", "信访", "诉求", "反映问题"].iter().any(|word| before.contains(word)) {
        return LimitRole::Complaint;
    }
    let whole = before;
    let before = without_exclusion(without_origin(before));
    let [tail, own_tail] = [tail, own_tail].map(|words| words.split(STEPS).next().unwrap_or(words));
    // 评议(18个工作日) 决定(10个工作日) 送达(5个工作日): behind the bracket another thing begins.
    let is_noted = whole.ends_with('(') && own_tail.starts_with(')');
    let [tail, own_tail] = if is_noted { [""; 2] } else { [tail, own_tail] };
    // 延长办理期限20个工作日 extends as much as 延长20个工作日.
    let head = before.trim_end_matches(['了', '至', '到', '为']);
    let head = LIMIT_NAMES.iter().find_map(|name| head.strip_suffix(name)).unwrap_or(head);
    if ["延长", "延期"].iter().any(|word| head.ends_with(word)) {
        return LimitRole::Extension;
    }
    // 15个工作日,不计入: time that does not count is that of a special procedure.
    let noted = own_tail.trim_start_matches(['内', ',', '(', ' ']);
    if is_uncounted(before) || is_set_apart(whole, noted) {
        return LimitRole::SpecialProcedure;
    }
    let clause =
        own_tail.find([',', '(', ')', '、']).map_or(own_tail, |i| own_tail.get(..i).unwrap_or(own_tail));
    let clause = before_exclusion(clause);
    if is_duty_of_applicant(whole, clause) {
        return LimitRole::Applicant;
    }
    // 5个工作日内一次性网上告知: what is told at once is what is to be corrected.
    if clause.split_once("一次").is_some_and(|(_, rest)| rest.contains("告知")) {
        return LimitRole::CorrectionNotice;
    }
    // What is handed over within days of the decision is the decision, whatever the word for it; the decision to accept
    // only begins the time.
    let decided = whole.contains("决定") && !whole.contains("受理");
    if decided && HANDED_OVER.iter().any(|word| clause.contains(word)) {
        return LimitRole::Delivery;
    }
    let near = ROLE_WORDS_AFTER
        .iter()
        .filter_map(|&(word, role)| clause.find(word).map(|i| (i, role)))
        .min_by_key(|&(i, _)| i);
    if let Some((_, role)) = near {
        return role;
    }
    // Of two that end together (法定办理期限, 办理期限) the longer one.
    let nearest = ROLE_WORDS
        .iter()
        .filter_map(|&(word, role)| {
            // 法定代表人 and 法定退休年龄 tell of no limit.
            // 告知承诺 is a way to apply.
            let mut found = before.rmatch_indices(word).filter(|(i, _)| {
                if word == "承诺" && before.get(..*i).is_some_and(|head| head.ends_with("告知")) {
                    return false;
                }
                !before.get(i + word.len()..).is_some_and(|after| {
                    ["代表", "节假", "退休", "形式", "条件", "程序", "职责", "职权", "监护", "继承", "代理"]
                        .iter()
                        .any(|other| after.starts_with(other))
                })
            });
            found.next().map(|(i, _)| ((i + word.len(), word.len()), role))
        })
        .max_by_key(|&(at, _)| at);
    if let Some((_, role)) = nearest {
        return role;
    }
    // 从受理算起，7个工作日内作出决定 promises as much, as does 10个工作日内，即11月24日前作出决定; what the law has the organ do (应当) is
    // no promise.
    let behind =
        |open: &str, close: char| own_tail.split_once(open)?.1.split_once(close).map(|(_, rest)| rest);
    let noted = behind("(", ')').filter(|_| own_tail.trim_start_matches(['以', '内']).starts_with('('));
    let that_is = behind(",即", '前').or(noted);
    let decides = [Some(clause), that_is]
        .into_iter()
        .flatten()
        .any(|words| words.split_once("作出").is_some_and(|(_, rest)| rest.contains("决定")));
    let lawful = ["应当", "依法", "规定", "法律"].iter().any(|word| whole.contains(word));
    if decides && whole.contains("受理") && !lawful {
        return LimitRole::Promised;
    }
    let tail = before_exclusion(without_origin_behind(tail));
    let later = ROLE_WORDS_AFTER
        .iter()
        .filter_map(|&(word, role)| tail.find(word).map(|i| (i, role)))
        .min_by_key(|&(i, _)| i);
    later.map_or(LimitRole::Unknown, |(_, role)| role)
}

/// Whether the note behind a limit says that its own time does not count (10个工作日，市局时限，不计入) or is not the organ's, or leaves out the
/// very thing whose time it is: 整改60日，整改时间不计入承诺时限. 8个工作日（公示时间另计） leaves out another.
fn is_set_apart(before: &str, noted: &str) -> bool {
    let note = noted.find(')').map_or(noted, |i| noted.get(..i).unwrap_or(noted));
    let names_other =
        |clause: &&str| ["时间", "期间", "不含", "不包括", "除"].iter().any(|word| clause.contains(word));
    let own = note.split(',').take_while(|clause| !names_other(clause) || is_own_time(clause));
    if own.into_iter().any(is_own_time) {
        return true;
    }
    let left_out = UNCOUNTED.iter().filter_map(|word| note.find(word)).min();
    let what = left_out.and_then(|i| note.get(..i)?.rsplit([',', '(']).next());
    let what =
        what.map(|what| what.trim_end_matches("所需").trim_end_matches("时间").trim_end_matches("期间"));
    what.is_some_and(|what| what.chars().count() >= 2 && before.contains(what))
}

/// Whether a clause of a note says that the time of the limit does not count; 不计入节假日 leaves out another.
fn is_own_time(clause: &str) -> bool {
    const OTHERS: [&str; 9] = ["节假日", "法定节", "双休", "周末", "休息日", "补正", "听证", "公示", "评审"];
    let counted = UNCOUNTED.iter().find_map(|word| clause.strip_prefix(word));
    counted.is_some_and(|rest| !OTHERS.iter().any(|other| rest.trim_start_matches('在').starts_with(other)))
        || NOT_OURS.iter().any(|word| clause.starts_with(word))
}

/// Whether the last one named before a limit is who applies, with a duty: 企业应当在变更后15日内. What is done with the application
/// then (`clause`) is not theirs.
fn is_duty_of_applicant(before: &str, clause: &str) -> bool {
    let named = APPLICANTS.iter().filter_map(|who| before.rfind(who).map(|i| i + who.len()));
    let Some(rest) = named.max().and_then(|end| before.get(end..)) else { return false };
    let is_owed = DUTY.iter().any(|word| rest.starts_with(word));
    let ours =
        ["办结", "拿到", "出结果", "告知", "作出", "办理完毕"].iter().any(|word| clause.contains(word));
    is_owed && !ours && !OFFICES.iter().any(|office| rest.contains(office))
}

/// The words of the step that `before` ends in: of 受理(1日)-审查(5日)-送达 what stands in another step is said of that step. The
/// stroke of a telephone number (0999-1234567) parts no steps.
fn own_step(before: &str) -> &str {
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let parts = |(i, mark): &(usize, &str)| {
        let (head, tail) = (before.get(..*i), before.get(i + mark.len()..));
        !(is_digit(head.and_then(|head| head.chars().next_back()))
            && is_digit(tail.and_then(|tail| tail.chars().next())))
    };
    let last = before.rmatch_indices(STEPS).find(parts);
    last.and_then(|(i, mark)| before.get(i + mark.len()..)).unwrap_or(before)
}

/// The words before a limit without a clause of what does not count: 扣除公示时间，7个工作日内 publishes nothing.
fn without_exclusion(before: &str) -> &str {
    let clauses = before.trim_end_matches(',');
    let from = clauses.rfind(',').map_or(0, |i| i + 1);
    let excludes =
        |clause: &str| ["扣除", "除去", "不含", "不计", "不包括"].iter().any(|word| clause.starts_with(word));
    if clauses.get(from..).is_some_and(excludes) { before.get(..from).unwrap_or(before) } else { before }
}

/// The words behind a limit up to what it leaves out: 3个工作日不含申请人补正材料的时间 is no time to correct anything.
fn before_exclusion(behind: &str) -> &str {
    let from = ["不含", "不包括", "不包含"].iter().filter_map(|word| behind.find(word)).min();
    from.and_then(|i| behind.get(..i)).unwrap_or(behind)
}

/// Whether the clause right before a limit says that the time does not count: 时间不计入承诺时限，最长20个工作日.
fn is_uncounted(before: &str) -> bool {
    let before =
        ["一般", "通常", "最长", "约"].iter().find_map(|word| before.strip_suffix(word)).unwrap_or(before);
    let Some(clauses) = before.strip_suffix(',') else { return false };
    let clause = clauses.rsplit([',', '(']).next().unwrap_or(clauses);
    !clause.contains(')') && UNCOUNTED.iter().any(|word| clause.contains(word))
}

/// The words behind a limit without those right there that say from when it runs: 15个工作日，自告知书送达之日起计算 delivers nothing.
fn without_origin_behind(tail: &str) -> &str {
    let origin = tail.strip_prefix(',').filter(|rest| rest.starts_with(['自', '从']));
    origin.and_then(|rest| rest.split_once('起')).map_or(tail, |(_, rest)| rest)
}

/// The words before a limit without those that say from when it runs: 自认定书送达之日起 makes no delivery, and 检验合格之日起 no
/// special procedure.
fn without_origin(before: &str) -> &str {
    let ends = before.trim_end_matches(['算', '计', ',', '的']);
    if !ends.ends_with('起') {
        return before;
    }
    let from = ends.rfind(['自', '从']).into_iter().chain(ends.rfind("收到")).min();
    let clause = || ends.strip_suffix("之日起")?.rfind([',', ':']).map(|i| i + 1).or(Some(0));
    from.or_else(clause).and_then(|from| before.get(..from)).unwrap_or(before)
}
