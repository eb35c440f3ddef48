//! Which words of a document are its title.

use super::{fields::column_name, kind::kind_of_title};
use crate::{
    doc::{Block, BlockKind, Cell, Draft, FieldTable, Kind, NoticeKind},
    text::{Plain, Span, list_mark},
};

/// The title of a document and what it says of its kind.
pub(super) struct Titled {
    pub(super) title: Option<Span<Plain>>,
    pub(super) kind: Option<Kind>,
}

/// The fewest characters of a line that is a page's own name.
const SHORTEST_NAME: usize = 5;

/// So many characters alike are the name of a page.
const SHORTEST_COMMON: usize = 6;

/// Finds the title: what the format marks as one, else one of the first lines that names a kind of document, else the first
/// heading or short line. A page's `<title>` decides the kind when no line does.
pub(super) fn titled(draft: &Draft, table: &FieldTable) -> Titled {
    let words = |block: &Block| block.span.of(&draft.plain);
    // A heading of the first level is a title however long it is.
    let first_level = |block: &Block| block.kind == BlockKind::Heading(1);
    // An item of a list is no title: menus have 通知公告 in them.
    let title_like = |block: &&Block| {
        first_level(block) || (!matches!(block.kind, BlockKind::Item(_)) && is_title_like(words(block)))
    };
    let head: Vec<&Block> = draft.blocks.iter().filter(title_like).take(6).collect();
    // 二、受理单位 is a section, whatever it names; 一 次 性 告 知 书 only looks like the first one.
    let is_spaced = |words: &str| words.split_whitespace().all(|word| word.chars().count() == 1);
    // So is 【办件类型】承诺件; 【某市某局】办结通知书 is a title.
    let is_boxed = |words: &str| {
        let boxed = words.strip_prefix('【').and_then(|rest| rest.split_once('】'));
        boxed.is_some_and(|(name, rest)| !rest.trim().is_empty() && column_name(name, table).is_some())
    };
    let is_section = |block: &Block| {
        let words = words(block);
        !first_level(block) && (list_mark(words).is_some() || is_boxed(words)) && !is_spaced(words)
    };
    // Below a heading, a cell has a title in it no more than a menu has: 办件类型 | 承诺件.
    let headed = draft.blocks.iter().any(first_level);
    let is_part = |block: &Block| {
        matches!(block.kind, BlockKind::Cell(cell) if headed || !fills_row(draft, cell))
            || is_section(block)
            // 受理 2个工作日 材料齐全的，发给受理通知书 is a row of steps.
            || !first_level(block) && words(block).contains("的，")
    };
    // What stands below the first section is a part, whatever it is called: ### 特殊环节 below ## 二、办理流程.
    let sections = head.iter().position(|block| is_section(block)).filter(|&first| first > 0);
    let above = head.get(..sections.unwrap_or(head.len())).unwrap_or_default();
    // （纳税服务指引　某局编写） below the heading tells of the document.
    let is_remark = |block: &Block| {
        let words = words(block).trim();
        headed && words.starts_with(['（', '(']) && words.ends_with(['）', ')'])
    };
    let titles = above.iter().filter(|block| !is_part(block) && !is_remark(block)).map(|block| block.span);
    let named = draft.title.into_iter().chain(titles);
    for span in named {
        if let Some(kind) = kind_of_title(span.of(&draft.plain)) {
            // 关于印发……的通知 carries a regulation; 关于调整办公时间的通知 tells the public something.
            let articles = draft.blocks.iter().any(|block| words(block).trim_start().starts_with("第一条"));
            let kind =
                if kind == Kind::Notice(NoticeKind::Other) && articles { Kind::Regulation } else { kind };
            return Titled { title: Some(span), kind: Some(kind) };
        }
    }
    let heading = draft.blocks.iter().find(|block| block.kind == BlockKind::Heading(1));
    let first = draft
        .blocks
        .iter()
        // A line of strokes may stand above the title.
        .find(|block| words(block).contains(char::is_alphanumeric) && !is_way_to_page(words(block)))
        .filter(|block| is_title_like(words(block)) && !matches!(block.kind, BlockKind::Cell(_)));
    let pages = || draft.meta.iter().filter(|(key, _)| key == "title").map(|(_, value)| value);
    // What a page calls itself stands on it as a heading of some level.
    let own = draft.blocks.iter().find(|block| {
        let words = words(block).trim();
        // Behind it stands the name of the site, which its header shows as well.
        words.chars().count() >= SHORTEST_NAME && pages().any(|page| page.trim_start().starts_with(words))
    });
    // 出版物零售单位设立审批 calls itself 出版物零售单位设立、变更审批 on the page.
    let near = || {
        head.iter().copied().find(|block| {
            let words = words(block).trim();
            !is_part(block) && pages().any(|page| common_head(page.trim(), words) >= SHORTEST_COMMON)
        })
    };
    // 申请条件 and 收费依据和标准 are names of parts.
    let lower = || {
        head.iter().copied().find(|block| {
            matches!(block.kind, BlockKind::Heading(_))
                && !is_section(block)
                && words(block).trim().chars().count() >= SHORTEST_NAME
                && column_name(words(block), table).is_none()
        })
    };
    // Whole in bold, above everything but the menu.
    let bold = || {
        head.iter().copied().find(|block| {
            let is_bold = draft.strong.iter().any(|strong| strong.contains(block.span.trim(&draft.plain)));
            is_bold && !is_part(block) && !matches!(block.kind, BlockKind::Cell(_))
        })
    };
    let found = heading.or(own).or_else(near).or_else(lower).or_else(bold).or(first);
    let title = draft.title.or(found.map(|block| block.span));
    let page = pages().find_map(|page| kind_of_title(page));
    Titled { title, kind: page }
}

/// Whether a cell has its row for itself, but for the number of the document: a title does, while a menu (首页 | 公示公告 | 办事指南) and a
/// label with its value (办件类型 | 承诺件) stand beside others.
fn fills_row(draft: &Draft, own: Cell) -> bool {
    draft.blocks.iter().all(|block| match block.kind {
        BlockKind::Cell(cell) if cell.table == own.table && cell.row == own.row && cell != own => {
            let words = block.span.of(&draft.plain);
            words.trim().is_empty() || words.contains('号') || words.contains(|c: char| c.is_ascii_digit())
        }
        _ => true,
    })
}

/// How many characters two names begin with alike.
fn common_head(a: &str, b: &str) -> usize {
    a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count()
}

fn is_title_like(line: &str) -> bool {
    let count = line.chars().count();
    (2..=60).contains(&count)
        && line.contains(char::is_alphanumeric)
        && !line.ends_with(['。', '；', '，', ';', ',', '：', ':'])
        && !has_open_colon(line)
        // 首页 | 办事指南 | 互动交流 is a menu.
        && line.matches(['|', '｜']).count() < 2
        && !is_row_of_tags(line)
        && !is_way_to_page(line)
        && !["首页", "当前位置", "您的位置", "所在位置"].iter().any(|word| line.contains(word))
}

/// Whether `line` shows the way to a page through its site: 某市档案馆 > 服务 > 查档指南.
fn is_way_to_page(line: &str) -> bool {
    // So does 某市自然资源局 / 通知公告 / 正文.
    line.contains(['>', '＞', '›', '»']) || line.matches('→').count() >= 2 || line.matches(" / ").count() >= 2
}

/// Whether `line` shows what an item is, a word beside the other: 行政许可　承诺件　县级　可网办.
fn is_row_of_tags(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    let is_tag =
        |word: &&str| (2..=6).contains(&word.chars().count()) && !word.ends_with(['书', '单', '告', '函']);
    words.len() >= 3 && words.iter().all(is_tag)
}

/// Whether a colon stands in `line` outside brackets: 关于诉求件（编号：…）的答复 is a title.
fn has_open_colon(line: &str) -> bool {
    let mut depth = 0_u32;
    line.chars().any(|c| {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && matches!(c, '：' | ':')
    })
}
