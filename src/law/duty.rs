//! Which words lay a duty on somebody: 应当, 必须, 不得.

/// Words that bid or forbid.
const BIDS: [&str; 15] = [
    "应当",
    "必须",
    "不得",
    "禁止",
    "严禁",
    "不准",
    "不许",
    "不允许",
    "务必",
    "务须",
    "切勿",
    "杜绝",
    "须",
    "应",
    "不可",
];

/// Words that hold one of these without bidding anything, and what may be left undone.
const IDLE: [&str; 29] = [
    "应急",
    "应用",
    "应答",
    "应聘",
    "应届",
    "应诉",
    "应对",
    "应付",
    "应邀",
    "应变",
    "应召",
    "应激",
    "应考",
    "适应",
    "响应",
    "相应",
    "供应",
    "对应",
    "反应",
    "效应",
    "回应",
    "呼应",
    "感应",
    "须知",
    "无须",
    "毋须",
    "不须",
    "不得不",
    "不可抗",
];

/// Whether the words of a provision lay a duty on anybody. What is only quoted lays none, and neither does a condition: 应当公开而
/// 没有公开的，追究责任 is a duty of whoever pursues it, if of anyone.
pub fn lays_duty(words: &str) -> bool {
    let said = without_quotations(words);
    let clauses = said.split(['，', '；', '。', '：', '\n', ',', ';', ':', '？', '！']);
    clauses.map(str::trim).filter(|clause| !clause.ends_with('的')).any(|clause| {
        let plain = IDLE.iter().fold(clause.to_owned(), |clause, idle| clause.replace(idle, ""));
        BIDS.iter().any(|bid| plain.contains(bid))
    })
}

/// Whether the words speak of what a document for applicants says or looks like, which a check could look at.
pub fn speaks_of_documents(words: &str) -> bool {
    const DOCUMENTS: [&str; 20] = [
        "指南",
        "告知书",
        "通知书",
        "决定书",
        "告知单",
        "通知单",
        "文书",
        "公告",
        "公示",
        "回执",
        "凭证",
        "须知",
        "表格",
        "写明",
        "载明",
        "注明",
        "列明",
        "标明",
        "书写",
        "填写",
    ];
    DOCUMENTS.iter().any(|word| words.contains(word))
}

fn without_quotations(words: &str) -> String {
    let mut depth = 0_usize;
    let mut said = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '“' | '《' | '「' => depth += 1,
            '”' | '》' | '」' => depth = depth.saturating_sub(1),
            _ if depth == 0 => said.push(c),
            _ => {}
        }
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn duties_and_what_only_sounds_like_one() {
        for words in [
            "窗口应当一次告知全部材料。",
            "不得以任何借口推诿。",
            "严禁收受礼品",
            "办结后须在当日归档。",
            "因故不能到岗的，应事先请假。",
            "应当公开而没有公开的，必须改正。",
        ] {
            assert!(lays_duty(words), "{words}");
        }
        for words in [
            "本制度所称限时办结，是指在承诺时限内办结。",
            "应当公开而没有公开的，追究责任。",
            "中心可以制定应急预案，配备相应设备。",
            "申请人无须再次提交。",
            "“应当”是用语，《禁止传销条例》是名称。",
            "申请人须知由窗口发放。",
        ] {
            assert!(!lays_duty(words), "{words}");
        }
        assert!(speaks_of_documents("办事指南应当写明时限"));
        assert!(!speaks_of_documents("工作人员应当佩戴工作牌"));
    }
}
