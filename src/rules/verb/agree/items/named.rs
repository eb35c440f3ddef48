//! The items that a regulation or an announcement names with their time limits: in a sentence (食品经营许可的承诺时限为8个工作日), or in a table with a row
//! for each.

use std::sync::{Arc, LazyLock};

use regex::Regex;

use super::{
    super::super::{
        Fact,
        item::{Item, Version, plain_name, without_variant},
        norm::names_another,
    },
    said, topic,
};
use crate::{
    doc::{Block, BlockKind, Document},
    finding::Label,
    law::{LimitRole, TimeLimit, heading},
    text::tail,
};

/// The words before a limit that name an item, and which of its limits it is.
static NAMED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let item = r"(?P<item>[\p{Han}()]{2,24}?(?:许可|登记|备案|审批|核准|确认|认定|核发|给付|注册|换证|补证|注销|变更|延续)(?:\([\p{Han}]{2,8}\))?)";
    let what = "(?P<what>承诺|法定|办结|办理)(?:办结|办理)?(?:时限|期限|时间)";
    Regex::new(&format!(
        "(?:^|[,。;:、]){item}(?:事项|业务)?(?:的?{what}(?:为|是|:|不超过|不得超过)?|,?应当?(?:自[^,。;]{{0,12}}起,?)?在?|,?自[^,。;]{{0,12}}起,?)$"
    ))
    .ok()
});

/// The limits of `role` that `document` sets for items that it names, of `organ`; empty where it does not say whose they are.
pub(super) fn limits(document: &Document, role: LimitRole, organ: &str) -> Vec<Fact> {
    let fact = |limit: &TimeLimit| {
        let block = document.block_at(limit.measure)?;
        let name = match block.kind {
            BlockKind::Cell(_) => in_row(document, block, role)?,
            _ => in_sentence(document, block, limit, role)?,
        };
        let (name, variants) = without_variant(&name);
        let what = format!("{}时限", role.name());
        let value = said(document, limit);
        let label = Label { at: limit.measure, note: what.clone() };
        let item = Arc::new(Item {
            organ: organ.to_owned(),
            name: plain_name(name),
            code: None,
            version: Version::of(document),
        });
        (!value.is_empty()).then(|| Fact { topic: topic(&item, &what, &variants), value, label })
    };
    document.limits.iter().filter_map(fact).collect()
}

/// Which limit the words 承诺, 办结 and 法定 mean.
fn role_of(word: &str) -> LimitRole {
    if word.contains("法定") { LimitRole::Statutory } else { LimitRole::Promised }
}

fn in_sentence(document: &Document, block: &Block, limit: &TimeLimit, role: LimitRole) -> Option<String> {
    let words = block.span.of(&document.plain);
    let mark = heading(words).map_or(0, |(_, len)| len);
    let start = document.folded.from_plain(block.span.slice(mark..words.len())).start();
    let before = document.folded.as_str().get(start..document.folded.from_plain(limit.at).start())?;
    let sentence = tail(before).rsplit(['。', ';', '\n']).next()?;
    let named = NAMED.as_ref()?.captures(sentence)?;
    let behind = document.folded.as_str().get(document.folded.from_plain(limit.at).end()..)?;
    let is_told = match named.name("what") {
        Some(what) => role_of(what.as_str()) == role,
        None => {
            role == LimitRole::Promised && ["办结", "办理完毕"].iter().any(|word| behind.starts_with(word))
        }
    };
    (is_told && !names_another(sentence)).then(|| named.name("item").map(|item| item.as_str().to_owned()))?
}

/// The item of the row of a cell, when the cell stands below 承诺时限 or the like.
fn in_row(document: &Document, block: &Block, role: LimitRole) -> Option<String> {
    let BlockKind::Cell(own) = block.kind else { return None };
    let cells = || {
        document.blocks.iter().filter_map(move |other| match other.kind {
            BlockKind::Cell(cell) if cell.table == own.table => Some((cell, other)),
            _ => None,
        })
    };
    let words = |block: &Block| document.folded.slice(document.folded.from_plain(block.span)).trim();
    let head = |column: u32| cells().find(|(cell, _)| cell.row == 1 && cell.column == column);
    let title = head(own.column).map(|(_, block)| words(block))?;
    let is_limit = [
        "承诺时限",
        "承诺期限",
        "承诺办结时限",
        "办结时限",
        "办理时限",
        "法定时限",
        "法定办结时限",
        "法定期限",
    ];
    if own.row == 1 || !is_limit.iter().any(|word| title.starts_with(word)) || role_of(title) != role {
        return None;
    }
    let items = ["事项", "事项名称", "项目", "项目名称", "业务", "业务名称"];
    let column = cells().find(|(cell, block)| cell.row == 1 && items.contains(&words(block)))?.0.column;
    let item = cells().find(|(cell, _)| cell.row == own.row && cell.column == column)?.1;
    Some(words(item).to_owned())
}
