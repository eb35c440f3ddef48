//! The look of a corpus file: `# 名称`, `## 第一章 总则`, an article or item a paragraph, one blank line between them.

use std::collections::HashSet;

use super::{
    announced,
    breaks::is_reference,
    ledger::{At, Edits, Ledger},
    reason::Reason,
    split::{Part, Plan, Role},
};
use crate::{
    law::{Level, address_at},
    text::{FoldedText, list_mark},
};

/// How many ranks 第N编、章、节、条 have above all list marks.
pub(super) const RANKS: usize = 4;
/// The longest 第N条之M, in characters.
const LONGEST: usize = 14;

/// A regulation's place in the working text.
#[derive(Debug, Clone)]
pub(super) struct Laid {
    pub(super) part: Part,
    pub(super) at: At,
}

/// 第N编/章/节/条 at the head of a line: its rank, its number, and its length in bytes with the marks before it.
pub(super) fn unit(line: &str) -> Option<(usize, u32, usize)> {
    let bare = line.trim_start_matches(['#', '*', ' ', '　']);
    if !bare.starts_with('第') {
        return None;
    }
    let end = bare
        .char_indices()
        .take(LONGEST)
        .find(|&(_, c)| "编章节条".contains(c))
        .map(|(i, c)| i + c.len_utf8())?;
    let inserted = bare.get(end..)?.strip_prefix('之').map_or(0, |rest| {
        let digits = rest.find(|c| !"一二三四五六七八九十".contains(c)).unwrap_or(rest.len());
        if digits > 0 { '之'.len_utf8() + digits } else { 0 }
    });
    let len = end + inserted;
    let folded = FoldedText::new(bare.get(..len)?);
    let (address, used) = address_at(folded.as_str(), false)?;
    let &[step] = address.steps() else { return None };
    let after = bare.get(len..)?;
    let rank = [Level::Part, Level::Chapter, Level::Section, Level::Article]
        .iter()
        .position(|&l| l == step.level)?;
    // 第三条、第四条规定的情形 names two; 第三条、窗口人员…… is one with a stroke behind its number.
    let apart = after.is_empty()
        || after.starts_with(|c: char| c.is_whitespace() || "：:、.．*".contains(c))
            && !after.starts_with("、第");
    // 第三条—第五条 are several. 第三条规定的情形 is a sentence about an article, 第二章的规定 one about a chapter.
    let dashed = after.trim_start_matches(['—', '－', '–', '-', '~', '～']);
    let range = dashed.len() < after.len() && dashed.starts_with('第');
    let mention = range || is_reference(after, rank < RANKS - 1);
    let whole = used == folded.as_str().len() && (apart || !mention);
    let heading = rank == RANKS - 1 || !after.contains(['。', '，', '；']);
    (whole && heading).then_some((rank, step.number, line.len() - bare.len() + len))
}

/// Lays the text out as the plan says: what belongs to no regulation goes, the rest is written as a corpus file is.
/// Gives the regulations with their places.
pub(super) fn lay_out(ledger: &mut Ledger<'_>, plan: Plan) -> Vec<Laid> {
    doubts(ledger, &plan);
    let text = ledger.text();
    let mut edits = Edits::default();
    leave_out(text, &plan, &mut edits);
    let mut places = Vec::new();
    for part in &plan.parts {
        let own: Vec<(At, Role)> = part
            .lines
            .clone()
            .filter_map(|n| plan.lines.get(n))
            .filter(|line| !matches!(line.role, Role::Out(_)))
            .map(|line| (line.at, line.role))
            .collect();
        let (Some((first, _)), Some((last, _))) = (own.first(), own.last()) else { continue };
        if let Some(reason) = part.made_title {
            edits.insert(first.start(), format!("# {}\n\n", part.title), reason);
            if reason == Reason::TitleBefore {
                edits.doubt(*first, Reason::Disordered);
            }
        }
        // Breaks first: of two things put in at one place, the first stands first.
        for pair in own.windows(2) {
            if let [(a, _), (b, _)] = pair {
                between(text, *a, *b, &mut edits);
            }
        }
        for (at, role) in &own {
            line(text, *at, *role, &mut edits);
        }
        places.push((part.clone(), At::new(first.start(), last.end())));
    }
    let shifts = edits.shifts();
    let laid = places
        .into_iter()
        .map(|(part, at)| Laid { part, at: At::new(shifts.place(at.start()), shifts.place(at.end())) })
        .collect();
    ledger.apply(edits);
    laid
}

/// Says of lines what is odd about them, before anything is done to them.
fn doubts(ledger: &mut Ledger<'_>, plan: &Plan) {
    let mut edits = Edits::default();
    let of_parts = plan.parts.iter().flat_map(|part| part.doubts.iter().copied());
    let unclaimed = plan.unclaimed.iter().map(|&n| (n, Reason::Unclaimed));
    for (n, reason) in of_parts.chain(unclaimed) {
        if let Some(line) = plan.lines.get(n) {
            edits.doubt(line.at, reason);
        }
    }
    for at in announced::miscounted(ledger.text(), plan) {
        edits.doubt(at, Reason::Announced);
    }
    ledger.apply(edits);
}

/// Removes the lines that belong to no regulation, each row of them for its one reason, and the blanks around them.
fn leave_out(text: &str, plan: &Plan, edits: &mut Edits) {
    let reason = |n: usize| match plan.lines.get(n).map(|line| line.role) {
        Some(Role::Out(reason)) => Some(reason),
        _ => None,
    };
    let starts: HashSet<usize> = plan.parts.iter().filter_map(|part| starts(plan, part)).collect();
    let mut end = 0;
    let mut n = 0;
    while let Some(first) = plan.lines.get(n) {
        let Some(why) = reason(n) else {
            let gap = At::new(end, first.at.start());
            // Between two lines of one regulation the gap is laid out; elsewhere it goes.
            if n == 0 || reason(n - 1).is_some() || starts.contains(&n) {
                edits.remove(gap, Reason::Blank);
            }
            end = first.at.end();
            n += 1;
            continue;
        };
        edits.remove(At::new(end, first.at.start()), Reason::Blank);
        let mut last = n;
        while reason(last + 1) == Some(why) {
            last += 1;
        }
        let row = plan.lines.get(last).map_or(first.at, |last| first.at.join(last.at));
        edits.remove(row, why);
        end = row.end();
        n = last + 1;
    }
    edits.remove(At::new(end, text.len()), Reason::Blank);
}

/// The first line of a part that is in its regulation.
fn starts(plan: &Plan, part: &Part) -> Option<usize> {
    part.lines.clone().find(|&n| plan.lines.get(n).is_some_and(|line| !matches!(line.role, Role::Out(_))))
}

/// One line: heading marks, the blank behind 第N条.
fn line(text: &str, at: At, role: Role, edits: &mut Edits) {
    let words = at.of(text);
    if role == Role::Title {
        let bare = super::title::bare_title(
            super::title::divider(words).and_then(|len| words.get(len..)).unwrap_or(words),
        );
        let start = words.find(bare).unwrap_or(0);
        let head = words.get(..start).unwrap_or_default();
        if head != "# " {
            // 篇3: and 《 are how titles are set; a full stop before one is a slip.
            let slip = head.contains(['。', '，', '；', '、']);
            edits.insert(at.start(), "# ", Reason::Heading);
            edits.remove(at.slice(0..start), if slip { Reason::StrayMark } else { Reason::Heading });
        }
        edits.remove(at.slice(start + bare.len()..words.len()), Reason::Heading);
        return;
    }
    let Some((rank, _, len)) = unit(words) else {
        // A heading that is an item of its regulation is written as one.
        let bare = words.trim_start_matches('#').trim_start();
        if bare.len() < words.len() && list_mark(bare).is_some() {
            edits.remove(at.slice(0..words.len() - bare.len()), Reason::Heading);
        }
        return;
    };
    let bare = words.trim_start_matches(['#', ' ']);
    let head = words.len() - bare.len();
    if rank < RANKS - 1 {
        let mark = if rank == RANKS - 2 { "### " } else { "## " };
        let given = words.get(..head).unwrap_or_default();
        if given.is_empty() {
            edits.insert(at.start(), mark, Reason::Heading);
        }
    } else if head > 0 {
        edits.remove(at.slice(0..head), Reason::Heading);
    }
    let after = words.get(len..).unwrap_or_default();
    match after.chars().next() {
        None => {}
        Some(c) if c.is_whitespace() || c == '*' => {}
        Some(c) if matches!(c, '、' | '.' | '．' | '：' | ':' | '－' | '—' | '–' | '-') => {
            let mark = at.slice(len..len + c.len_utf8());
            let apart = after.chars().nth(1).is_none_or(char::is_whitespace);
            if apart {
                edits.remove(mark, Reason::ArticleMark);
            } else {
                edits.replace(mark, " ", Reason::ArticleMark);
            }
        }
        Some(_) => edits.insert(at.start() + len, " ", Reason::Heading),
    }
}

/// One blank line between two paragraphs; none inside a table.
fn between(text: &str, a: At, b: At, edits: &mut Edits) {
    let gap = At::new(a.end(), b.start());
    if !gap.of(text).trim().is_empty() {
        // What stood between them was left out, with the blanks around it.
        edits.insert(gap.end(), "\n\n", Reason::Blank);
        return;
    }
    let table = a.of(text).starts_with('|') && b.of(text).starts_with('|');
    let wanted = if table { 1 } else { 2 };
    let (mut feeds, mut start) = (0, 0);
    for (i, _) in gap.of(text).match_indices('\n').take(wanted) {
        edits.remove(gap.slice(start..i), Reason::Blank);
        feeds += 1;
        start = i + 1;
    }
    edits.remove(gap.slice(start..gap.len()), Reason::Blank);
    if feeds < wanted {
        edits.insert(gap.end(), "\n".repeat(wanted - feeds), Reason::Blank);
    }
}
