//! The steps of a procedure as they count together: a step's parts are in it, and of steps side by side the longest counts.

use crate::{
    doc::{Block, BlockKind, Document},
    law::{STEPS, TimeLimit, UNCOUNTED},
    text::{FoldedText, MarkStyle, Plain, Span, list_mark},
};

/// Words of steps that run side by side.
const PARALLEL: [&str; 4] = ["并联", "同时", "同步", "并行"];

/// Words of steps of which one is gone through.
const ALTERNATIVE: [&str; 3] = ["或者", "任选", "其一"];

/// `steps` without those that are parts of another one: 审查（4个工作日，其中现场核查3个工作日）, and the items of a list under an item
/// with a limit of its own.
pub(super) fn without_parts<'d>(document: &Document, steps: &[&'d TimeLimit]) -> Vec<&'d TimeLimit> {
    let is_part = |(i, step): &(usize, &&TimeLimit)| {
        let before = steps.get(i.saturating_sub(MOST_PARTS)..*i).unwrap_or_default();
        before.iter().any(|whole| is_said_within(document, whole, step) || says_each(document, whole, step))
            || item_above(document, step).is_some_and(|(line, is_item)| {
                is_item && before.iter().any(|whole| line.contains(whole.at))
                    || is_not_ours(line.of(&document.plain))
            })
    };
    steps.iter().enumerate().filter(|each| !is_part(each)).map(|(_, step)| *step).collect()
}

/// Whether the line above several steps says that their time is another's: （一）村级程序（不属于镇政府办理时限）.
fn is_not_ours(line: &str) -> bool {
    UNCOUNTED.iter().chain(&["不属于"]).any(|word| {
        line.split_once(word).is_some_and(|(_, rest)| rest.contains("时限") || rest.contains("时间"))
    })
}

/// How many steps back the one may stand of which a step is a part, or beside which it runs.
const MOST_PARTS: usize = 12;

/// Whether words that name parts lead from `whole` to `part` in one clause: 4个工作日，其中材料审查1个工作日、现场核查3个工作日.
pub(super) fn is_said_within(document: &Document, whole: &TimeLimit, part: &TimeLimit) -> bool {
    let line = document.block_at(part.at).map_or(part.at, |block| block.span);
    let between = document.plain.get(whole.at.end()..part.at.start()).filter(|_| line.contains(whole.at));
    between.is_some_and(|words| {
        let lead = document.plain.get(line.start()..whole.at.start()).unwrap_or_default();
        // 核查（15个工作日，公安核查与审核并行，核查不超过12个工作日）: one bracket is about one step.
        let one_bracket =
            lead.ends_with(['（', '(']) && words.trim_start_matches('内').starts_with(['，', ',']);
        let leads = one_bracket || ["其中", "包括", "包含", "含"].iter().any(|word| words.contains(word));
        // 9个工作日。其中：现场核查5个工作日
        let words = words.trim_start_matches(['内', '。', '；', ';']);
        let closed = words.contains(['）', ')', '。', '；', ';']) || words.contains(STEPS);
        leads && !closed
    })
}

/// Whether `part` only says again, for each of those who do it, how long `whole` takes: 8个工作日。三个部门并联办理，各自限时8个工作日.
fn says_each(document: &Document, whole: &TimeLimit, part: &TimeLimit) -> bool {
    let line = document.block_at(part.at).map_or(part.at, |block| block.span);
    let between = document.plain.get(whole.at.end()..part.at.start()).filter(|_| line.contains(whole.at));
    part.amount == whole.amount
        && between.is_some_and(|words| {
            let clause = words.rsplit(['，', ',', '。', '；']).next().unwrap_or_default();
            ["各自", "分别", "每个部门", "每个单位"].iter().any(|word| clause.contains(word))
        })
}

/// How far in a line of a list stands; headings hold all below them.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Depth {
    Heading(u8),
    Item(MarkStyle),
}

fn depth(document: &Document, block: &Block) -> Option<Depth> {
    let mark = list_mark(block.span.of(&document.plain).trim());
    match (block.kind, mark) {
        (BlockKind::Heading(level), _) => Some(Depth::Heading(level)),
        (BlockKind::Item(_), None) => Some(Depth::Item(MarkStyle::Bullet)),
        (BlockKind::Paragraph | BlockKind::Item(_), Some(mark)) => Some(Depth::Item(mark.style)),
        _ => None,
    }
}

/// The line of a list under which a step stands, further out than its own; and whether the step is itself an item of a list.
fn item_above(document: &Document, step: &TimeLimit) -> Option<(Span<Plain>, bool)> {
    const REACH: usize = 40;
    let next = document.blocks.partition_point(|block| block.span.start() <= step.at.start());
    let (own, above) = document.blocks.get(..next)?.split_last()?;
    let own = depth(document, own);
    let is_outer = |block: &&Block| {
        depth(document, block).is_some_and(|depth| own.as_ref().is_none_or(|own| depth < *own))
    };
    let outer = above.iter().rev().take(REACH).find(is_outer)?;
    Some((outer.span, own.is_some()))
}

/// The steps whose time adds up, in order: of those that run side by side the longest, of those that stand for one another the shortest.
/// Where nothing says beside which one a step runs, or no step has that name, it is taken to be the one before it.
pub(super) fn counted<'d>(document: &Document, steps: &[&'d TimeLimit]) -> Vec<&'d TimeLimit> {
    let mut counted: Vec<&TimeLimit> = Vec::new();
    // The kind of the run of steps that the last of `counted` stands for.
    let mut run: Option<Beside> = None;
    for (i, step) in steps.iter().enumerate() {
        let beside = beside(document, steps, i);
        let Some(beside) = beside else {
            // 审查，与现场核查并行 and 现场核查: the one that was named.
            let named = matches!(&run, Some(Beside { with: Some(with), .. }) if step_words(document, step).contains(with.as_str()));
            if !named {
                run = None;
                counted.push(step);
                continue;
            }
            if let Some(last) = counted.last_mut() {
                keep(last, step, false);
            }
            continue;
        };
        let starts = run.is_none()
            && (beside.is_led || beside.names_later(document, steps.get(i + 1..).unwrap_or_default()));
        let named = beside.with.as_ref().and_then(|with| {
            let mut near = counted.iter().enumerate().rev().take(MOST_PARTS);
            near.find(|(_, counted)| step_words(document, counted).contains(with.as_str())).map(|(i, _)| i)
        });
        let other = named.or(counted.len().checked_sub(1)).and_then(|i| counted.get_mut(i));
        match other.filter(|_| !starts) {
            Some(other) => keep(other, step, beside.is_choice),
            None => counted.push(step),
        }
        run = Some(beside);
    }
    counted
}

/// Lets `step` stand for the counted `other` too: the longer of both, or the shorter.
fn keep<'d>(other: &mut &'d TimeLimit, step: &'d TimeLimit, shorter: bool) {
    if (step.amount < other.amount) == shorter {
        *other = step;
    }
}

/// What is said of a step that does not come after the one before it.
struct Beside {
    /// Whether only one of them is gone through.
    is_choice: bool,
    /// Whether the words that say so lead in all steps of the line: 同步办理：营业执照1个工作日，印章1个工作日.
    is_led: bool,
    /// The step beside which it is said to run: 与现场核查并行.
    with: Option<String>,
}

impl Beside {
    /// Whether it is one of the steps behind it that it runs beside.
    fn names_later(&self, document: &Document, later: &[&TimeLimit]) -> bool {
        self.with
            .as_ref()
            .is_some_and(|with| later.iter().any(|step| step_words(document, step).contains(with.as_str())))
    }
}

fn beside(document: &Document, steps: &[&TimeLimit], i: usize) -> Option<Beside> {
    let step = steps.get(i)?;
    let says = |words: &str| PARALLEL.iter().chain(&ALTERNATIVE).any(|word| words.contains(word));
    // 准予或者不予 is one decision.
    let own = step_words(document, step).replace("或者不", "");
    let note = note(document, step);
    let words = format!("{own}{note}");
    let is_led = lead(document, steps, step).iter().any(|lead| says(&lead.replace("或者不", "")));
    (says(&words) || is_led).then(|| {
        let until = PARALLEL.iter().filter_map(|word| words.find(word)).min();
        let with = until
            .and_then(|until| words.get(..until)?.rsplit_once(['与', '和']))
            .map(|(_, with)| with.trim());
        let with = with.filter(|with| with.chars().count() >= 2);
        Beside {
            is_choice: ALTERNATIVE.iter().any(|word| words.contains(word)),
            is_led,
            with: with.map(str::to_owned),
        }
    })
}

/// The words before the first of several steps in the line of `step`, and in its own part of the line, folded: 同步办理。, 各部门同步审核，
fn lead(document: &Document, steps: &[&TimeLimit], step: &TimeLimit) -> Vec<String> {
    let line = document.block_at(step.at).map_or(step.at, |block| block.span);
    let parts = |c: char| ['；', ';'].contains(&c) || STEPS.contains(&c);
    let until = |from: usize, to: usize| document.plain.get(from..to).unwrap_or_default();
    let before = until(line.start(), step.at.start());
    let own = before.rfind(parts).map_or(line.start(), |i| line.start() + i + 1);
    let own =
        (own..=step.at.start()).find(|&i| document.plain.is_char_boundary(i)).unwrap_or(step.at.start());
    let end =
        step.at.end() + until(step.at.end(), line.end()).find(parts).unwrap_or(line.end() - step.at.end());
    [line, Span::new(own, end)]
        .into_iter()
        .filter_map(|part| {
            let mut here = steps.iter().filter(|other| part.contains(other.at));
            let (first, _) = (here.next()?, here.next()?);
            let words = FoldedText::new(until(part.start(), first.at.start()));
            let words = words.as_str();
            words.rfind([',', '。', ':', ';']).and_then(|end| words.get(..end)).map(str::to_owned)
        })
        .collect()
}

/// The words behind a limit that are said of its own step, folded: （5个工作日，与现场核查并行）, （2个工作日）并行.
fn note<'d>(document: &'d Document, step: &TimeLimit) -> &'d str {
    let after = document.folded.as_str().get(document.folded.from_plain(step.at).end()..).unwrap_or_default();
    let ends = |c: char| [';', '。', '\n', ')', '、'].contains(&c) || STEPS.contains(&c);
    after.trim_start_matches(['内', ')']).split(ends).next().unwrap_or_default()
}

/// The words of a step: those of its clause before the limit, else of its whole block.
pub(super) fn step_words(document: &Document, limit: &TimeLimit) -> String {
    let folded = |at: Span<Plain>| document.folded.from_plain(at);
    let line = folded(document.block_at(limit.at).map_or(limit.at, |block| block.span));
    let text = document.folded.as_str();
    let before = text.get(line.start()..folded(limit.at).start()).unwrap_or_default();
    let ends = |c: char| [';', '。', '、', ','].contains(&c) || STEPS.contains(&c);
    // 3.办结，3个工作日
    let named = before.trim_end_matches(ends);
    let clause = named.rsplit(ends).next().unwrap_or_default();
    if clause.len() < named.len() && !clause.trim().is_empty() {
        return clause.to_owned();
    }
    // 现场核查 | 工程科 | 3个工作日: the row names the step.
    let row = document.step_head(limit.at).map_or("", |head| document.folded.slice(folded(head.span)));
    format!("{row}{before}")
}
