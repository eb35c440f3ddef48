//! Values of labels in running text: everything from the label up to where the next one of its rank begins.

use super::{
    around::{asked_at, label_mark, without_speaker},
    label::{Hit, Shape},
};
use crate::{
    doc::{Block, BlockKind, Draft, Field},
    text::{MarkStyle, Plain, Span, list_mark},
};

/// The fields of all labels outside label cells of tables.
pub(super) fn fields(draft: &Draft, hits: &[Vec<Hit>]) -> Vec<Field> {
    let mut fields = Vec::new();
    for (i, (block, here)) in draft.blocks.iter().zip(hits).enumerate() {
        let in_cell = matches!(block.kind, BlockKind::Cell(_));
        for (n, hit) in here.iter().enumerate() {
            if in_cell && hit.shape == Shape::Alone {
                continue;
            }
            let last_here = n + 1 == here.len();
            let mut value: Vec<Span<Plain>> =
                (!hit.rest.is_empty()).then_some(hit.rest).into_iter().collect();
            if last_here {
                value.extend(following(draft, hits, i, hit, !value.is_empty()));
            }
            for name in &hit.fields {
                fields.push(Field::new(name.clone(), hit.label, value.clone()));
            }
        }
    }
    fields
}

/// The blocks after block `from` that belong to its label `hit`.
fn following(draft: &Draft, hits: &[Vec<Hit>], from: usize, hit: &Hit, has_value: bool) -> Vec<Span<Plain>> {
    let mut value = Vec::new();
    let Some(own) = draft.blocks.get(from) else { return value };
    let outer = enclosing(draft, hits, from, hit);
    let mut inner: Option<u32> = None;
    for (block, there) in draft.blocks.iter().zip(hits).skip(from + 1) {
        let words = block.span.of(&draft.plain);
        let leaves = |next: &Hit| outer.is_some_and(|outer| is_alike(next.shape, outer));
        // Lines that begin in bold type are labels of one kind, known or not.
        let is_next_bold =
            begins_bold(draft, own) && begins_bold(draft, block) && (has_value || !value.is_empty());
        if is_next_bold
            || carries_on_bare(own.span.of(&draft.plain), words)
            || there.first().is_some_and(leaves)
            || is_next_bullet(
                hit,
                own.span.of(&draft.plain),
                value.first().map(|at| at.of(&draft.plain)),
                words,
            )
            || ends(hit, own, block, words, there, has_value || !value.is_empty(), &mut inner)
        {
            break;
        }
        let spoken =
            if hit.shape == Shape::Asked { without_speaker(words, &["答", "A", "a"]) } else { words };
        value.push(block.span.slice(words.len() - spoken.len()..words.len()));
    }
    value
}

/// Whether a block outside a table begins with words set in bold.
fn begins_bold(draft: &Draft, block: &Block) -> bool {
    let start = block.span.trim(&draft.plain).start();
    !matches!(block.kind, BlockKind::Cell(_) | BlockKind::Heading(_))
        && draft.strong.iter().any(|strong| strong.start() == start && !strong.is_empty())
}

/// Whether two lines begin with bare numbers one after the other: 2　时限 and 3　分段.
fn carries_on_bare(own: &str, words: &str) -> bool {
    let number = |words: &str| -> Option<u32> {
        let words = words.trim_start();
        let digits = words.find(|c: char| !c.is_ascii_digit())?;
        let behind = words.get(digits..)?.starts_with([' ', '　', '\t']);
        words.get(..digits).filter(|_| behind)?.parse().ok()
    };
    matches!((number(own), number(words)), (Some(own), Some(next)) if next == own + 1)
}

/// Takes the labels away that are mere items of a list in the value of another label: 5. 送达 after 4. 决定.
pub(super) fn without_items(draft: &Draft, mut hits: Vec<Vec<Hit>>) -> Vec<Vec<Hit>> {
    for i in 0..hits.len() {
        let is_item = hits.get(i).and_then(|here| here.first()).is_some_and(|hit| {
            let words = hit.rest.of(&draft.plain);
            words.chars().all(|c| "。；;.".contains(c)) && enclosing(draft, &hits, i, hit).is_some()
        });
        if let Some(here) = hits.get_mut(i).filter(|_| is_item) {
            here.clear();
        }
    }
    hits
}

/// Takes the questions away that a label on the next line answers at once: 联系谁？ above 咨询电话：0388-5526148.
pub(super) fn without_answered(draft: &Draft, mut hits: Vec<Vec<Hit>>) -> Vec<Vec<Hit>> {
    for i in 0..hits.len() {
        let (Some([question]), Some(block)) = (hits.get(i).map(Vec::as_slice), draft.blocks.get(i)) else {
            continue;
        };
        let asks = question.rest.is_empty() && block.span.of(&draft.plain).trim_end().ends_with(['？', '?']);
        let answer =
            hits.get(i + 1).and_then(|next| next.first()).filter(|answer| answer.shape == Shape::Led);
        let is_answered =
            answer.is_some_and(|answer| answer.fields.iter().any(|field| question.fields.contains(field)));
        if asks
            && is_answered
            && let Some(here) = hits.get_mut(i)
        {
            here.clear();
        }
    }
    hits
}

/// The shape of the label in whose value `hit` is an item of a list that is no list of labels (送达, the last of five steps):
/// the next label of that shape ends both.
fn enclosing(draft: &Draft, hits: &[Vec<Hit>], from: usize, hit: &Hit) -> Option<Shape> {
    let Shape::Marked(own) = hit.shape else { return None };
    let before = draft.blocks.iter().zip(hits).take(from).rev();
    let mut is_item = false;
    // A list in the value begins with its first item; other numbers carry on from before the label.
    let mut first = None;
    for (block, there) in before {
        if let Some(label) = there.first() {
            let outside = !is_alike(label.shape, hit.shape);
            // A value that stands behind its label on one line is no list.
            let on_one_line = label.shape == Shape::Led && !label.rest.is_empty();
            return (is_item && first == Some(1) && outside && !on_one_line).then_some(label.shape);
        }
        let mark = label_mark(block.span.of(&draft.plain));
        first = mark.filter(|mark| mark.style == own.style).map(|mark| mark.number).or(first);
        is_item |= mark.is_some_and(|mark| mark.style == own.style && mark.number + 1 == own.number);
    }
    None
}

/// Whether two labels stand in the same way.
fn is_alike(a: Shape, b: Shape) -> bool {
    match (a, b) {
        (Shape::Marked(a), Shape::Marked(b)) => a.style == b.style,
        (a, b) => a == b,
    }
}

/// Whether `words` carry on the bullets among which the label `hit` stands, whether they name a field or not: ■ 收费：不收费 is
/// followed by ■ 温馨提示. A label without a value on its own line may be that of a list with its bullet; `first` tells, the
/// first line of the value.
fn is_next_bullet(hit: &Hit, own: &str, first: Option<&str>, words: &str) -> bool {
    let bullet = |words: &str| {
        let mark = list_mark(words.trim_start())?;
        words.trim_start().chars().next().filter(|_| mark.style == MarkStyle::Bullet)
    };
    let Some(own) = bullet(own).filter(|_| matches!(hit.shape, Shape::Marked(_))) else { return false };
    let is_listed = hit.rest.is_empty() && first.is_none_or(|first| bullet(first) == Some(own));
    !is_listed && bullet(words) == Some(own)
}

/// Whether the value of `hit` ends before `block`. `inner` follows the numbers of a list inside the value.
fn ends(
    hit: &Hit,
    own: &Block,
    block: &Block,
    words: &str,
    there: &[Hit],
    has_value: bool,
    inner: &mut Option<u32>,
) -> bool {
    if let BlockKind::Cell(cell) = own.kind {
        // A label line inside a cell reaches to the end of the cell.
        let same = matches!(block.kind, BlockKind::Cell(other) if other == cell);
        return !same || !there.is_empty();
    }
    if let BlockKind::Heading(level) = block.kind {
        return match hit.shape {
            Shape::Heading(own) => level <= own,
            _ => true,
        };
    }
    if matches!(hit.shape, Shape::Heading(_)) {
        return false;
    }
    let next = there.first();
    if next.is_some_and(|next| rank(next.shape) <= rank(hit.shape)) {
        return true;
    }
    // A label alone on its line opens a section of loose lines: another field's label ends it once it has a value.
    if hit.shape == Shape::Alone && has_value && next.is_some_and(|next| next.fields != hit.fields) {
        return true;
    }
    // 申请时限：… is a label whatever it names: what it says is none of another time that has been given.
    let is_time = hit.fields.iter().any(|field| matches!(&**field, "承诺时限" | "法定时限"));
    if is_time && has_value && (names_a_time(words) || opens_something_else(words)) {
        return true;
    }
    // Questions and answers begin behind whatever stands in loose lines.
    if !matches!(hit.shape, Shape::Asked | Shape::Marked(_)) && is_question(words) {
        return true;
    }
    // A name in the same brackets that is no known label opens the next section all the same.
    let bracketed = words.trim().starts_with('【');
    let closed = bracketed && words.trim().ends_with('】') && !hit.rest.is_empty();
    if has_value && (hit.shape == Shape::Bracketed && bracketed || closed) {
        return true;
    }
    // A paragraph that begins with its label is all of the value, but for a list behind it.
    if hit.shape == Shape::Told {
        return list_mark(words).is_none() && block.kind == BlockKind::Paragraph;
    }
    // So does a question that asks for no field.
    if hit.shape == Shape::Asked {
        return is_question(words);
    }
    sibling(hit, words, inner)
}

/// Whether a line without a label carries on the numbering in which the label itself stands, or opens a new section.
fn sibling(hit: &Hit, words: &str, inner: &mut Option<u32>) -> bool {
    let Some(mark) = label_mark(words) else { return false };
    let title_like = words.chars().count() <= 20 && !words.ends_with(['。', '；', ';', '，']);
    match hit.shape {
        Shape::Marked(own) if own.style == mark.style && mark.style != MarkStyle::Bullet => {
            let carries_on = mark.number == own.number + 1 && *inner != Some(mark.number.wrapping_sub(1));
            *inner = Some(mark.number);
            carries_on
        }
        Shape::Marked(_) => false,
        _ => {
            let list = *inner == Some(mark.number.wrapping_sub(1)) || mark.number <= 1;
            if mark.style == MarkStyle::Han {
                *inner = list.then_some(mark.number);
            }
            matches!(mark.style, MarkStyle::Part | MarkStyle::Roman | MarkStyle::Han) && title_like && !list
        }
    }
}

/// Whether a line is a question, marked as one: 问：, Q3.
fn is_question(words: &str) -> bool {
    asked_at(words.trim_start()) > 0
}

/// Whether a line begins with a short name and a colon, and gives no time behind it: 温馨提示：, 法律责任：逾期不改正的. 变更：5个工作日 gives a case its
/// time.
fn opens_something_else(words: &str) -> bool {
    const LONGEST: usize = 8;
    let Some((name, rest)) = words.trim_start().split_once(['：', ':']) else { return false };
    let gives_time = |c: char| c.is_numeric() || "一二三四五六七八九十两当即自不最法承（(".contains(c);
    let is_name = (2..=LONGEST).contains(&name.chars().count()) && name.chars().all(char::is_alphabetic);
    is_name && !rest.trim_start().starts_with(gives_time) && !["其中", "说明"].contains(&name)
}

/// Whether a line begins with a name for some time and a colon: 申请时限：, 公示期限：.
fn names_a_time(words: &str) -> bool {
    const LONGEST: usize = 10;
    let words = words.trim_start();
    let words = list_mark(words).map_or(words, |mark| words.get(mark.len..).unwrap_or_default());
    let Some((name, _)) = words.split_once(['：', ':']) else { return false };
    let name = name.split(['（', '(']).next().unwrap_or(name).trim();
    (3..=LONGEST).contains(&name.chars().count())
        && ["时限", "期限", "时间", "期间", "天数", "年限", "周期"].iter().any(|end| name.ends_with(end))
        && !name.contains(['，', '。', '；', '、'])
}

/// How far out a label stands; the smaller, the further.
fn rank(shape: Shape) -> u8 {
    match shape {
        Shape::Heading(level) => level,
        Shape::Marked(mark) => match mark.style {
            MarkStyle::Part => 9,
            MarkStyle::Roman | MarkStyle::Han | MarkStyle::Square => 10,
            MarkStyle::BracketedHan | MarkStyle::Key => 11,
            MarkStyle::Arabic => 12,
            MarkStyle::BracketedArabic => 13,
            MarkStyle::Circled => 14,
            MarkStyle::Bullet => 16,
        },
        Shape::Bracketed | Shape::Asked => 10,
        Shape::Alone => 15,
        Shape::Told | Shape::Led => 20,
        Shape::Inline => 21,
    }
}
