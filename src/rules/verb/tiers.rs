//! `tiers`: grades of an amount (三天以内, 超过三天不超过七天, 超过七天) meet end to end.

mod around;
mod defined;
mod grade;
mod leave;
mod note;
mod row;
mod unit;

use toml::Spanned;

use self::{
    defined::Definitions,
    grade::{Edge, Grade, Reader, grades},
    leave::{LESS_THAN_A_DAY, WHOLE_DAYS, begins_late},
};
use super::{
    super::{
        compile::{Compiled, Compiler},
        file,
        rule::Rule,
    },
    Days, Verb,
    article::opens_section,
};
use crate::{
    doc::{Block, BlockKind, Document},
    finding::{Finding, Label},
    text::{Folded, FoldedText, MarkStyle, Span, list_mark, tail},
};

/// Grades counted in these units.
#[derive(Debug, Clone)]
pub(in super::super) struct Tiers {
    units: Vec<String>,
}

impl Tiers {
    pub(in super::super) fn compile(
        written: &Spanned<file::Tiers>,
        compiler: &Compiler<'_>,
    ) -> Compiled<Self> {
        let mut units: Vec<String> = written
            .get_ref()
            .units
            .iter()
            .map(|unit| FoldedText::new(unit.get_ref()).as_str().to_owned())
            .collect();
        if units.is_empty() {
            return Err(compiler.mistake(written, "[tiers] 没有写单位", "写 units = [\"天\", \"分\"]。"));
        }
        // 个工作日 before 个, so that the longer one is read.
        units.sort_by_key(|unit| std::cmp::Reverse(unit.len()));
        Ok(Self { units })
    }
}

impl Verb for Tiers {
    fn run(&self, rule: &Rule, document: &Document, _days: Days) -> Vec<Finding> {
        let text = document.folded.as_str();
        // A range needs no word beside its dash.
        if !["以上", "以下", "以内", "超过", "不满", "-", "~", "至", "到"]
            .iter()
            .any(|word| text.contains(word))
        {
            return Vec::new();
        }
        let definitions = Definitions::of(text);
        // Half days exist only where somebody counts in them, as everybody does who is on leave.
        // Not where it says that they count whole days.
        let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
        let leave = has(&["请假", "事假", "病假", "休假"]);
        let halves = has(&["半天", "半日"]) || leave && !has(&WHOLE_DAYS);
        let steps = Steps { halves, leave };
        let counts_less = has(&["半天", "半日"]) || has(&WHOLE_DAYS) || has(&LESS_THAN_A_DAY);
        let mut findings = Vec::new();
        let mut section: Vec<Grade> = Vec::new();
        let mut before: Option<Grade> = None;
        let runs = runs(document);
        for (i, run) in runs.iter().enumerate() {
            let section_of = section_of(document, &runs, i);
            let counts = |(_, block): &&(usize, &Block)| {
                let numeral = |c: char| c.is_numeric() || NUMERALS.contains(c);
                document.folded.slice(document.folded.from_plain(block.span)).contains(numeral)
            };
            let read = |(part, block): &(usize, &Block)| {
                let (unit, row) = row::of(document, block, &self.units);
                let reader =
                    Reader { units: &self.units, unit, definitions: &definitions, section: section_of };
                let mut found = grades(text, document.folded.from_plain(block.span), &reader);
                for grade in &mut found {
                    (grade.part, grade.row) = (*part, row.clone());
                }
                found
            };
            let mut grades: Vec<Grade> = run.blocks.iter().filter(counts).flat_map(read).collect();
            grades.retain(|grade| !is_quoted(text, grade.at));
            leave_outcomes(text, &mut grades);
            join_lines(text, &mut grades);
            count_out(&mut grades);
            if run.opens_section {
                findings.extend(redefined(rule, document, &section));
                section.clear();
            }
            let over = before.as_ref().zip(grades.first()).filter(|(a, b)| in_next_article(text, a, b));
            let chains = chains(text, &grades);
            let pairs = chains.iter().flat_map(|chain| chain.windows(2)).filter_map(|pair| match *pair {
                [a, b] => Some((a, b)),
                _ => None,
            });
            for (a, b) in over.into_iter().chain(pairs) {
                let Some(message) = fault(a, b, steps) else { continue };
                let plain = |grade: &Grade| document.folded.to_plain(grade.at);
                let mut finding = rule.finding(document, plain(b), message);
                finding.primary.note = "这一档".to_owned();
                finding.related.push(Label { at: plain(a), note: "相邻的一档".to_owned() });
                findings.push(finding);
            }
            if leave && !counts_less {
                findings.extend(chains.iter().filter_map(|chain| begins_late(rule, document, chain)));
            }
            before = grades.last().cloned();
            section.extend(grades);
        }
        findings.extend(redefined(rule, document, &section));
        findings
    }
}

/// What a number that is written in words has in it; a line without any has no grade.
const NUMERALS: &str = "一二三四五六七八九十百千万亿两半零";

/// What lies between two numbers of a unit.
#[derive(Debug, Clone, Copy)]
struct Steps {
    /// Whether days are counted in halves.
    halves: bool,
    /// Whether it is leave that is counted, and so in days, of which there are some between one week or month and two.
    leave: bool,
}

impl Steps {
    /// What lies between the ends of two grades that leave nothing out, in hundredths.
    fn between(self, a: &Grade, b: &Grade) -> u32 {
        let counted = (a.is_point() || a.counted) && b.low.is_some_and(|low| low.at.hundredths() % 100 == 0);
        let in_days = self.leave && ["周", "个月"].contains(&a.unit.as_str());
        if in_days || unit::is_measured(&a.unit) {
            0
        } else if self.halves && !counted && a.unit.contains(['天', '日']) {
            // 一天以内, 一天半以上 counts in halves; 半天以内, 一天以上 says nothing of who leaves after an hour of work.
            b.low.map_or(0, |low| low.at.hundredths() % 100)
        } else {
            100
        }
    }
}

/// Whether a grade stands in an article that is quoted: 《…条例》第十二条：“……5000人以下的，由县级公安机关许可”.
fn is_quoted(text: &str, at: Span<Folded>) -> bool {
    let line = tail(text.get(..at.start()).unwrap_or_default());
    let line = line.rsplit('\n').next().unwrap_or_default();
    let open = line.rfind('"').filter(|_| line.matches('"').count() % 2 == 1);
    let before = open.and_then(|open| line.get(..open)).unwrap_or_default();
    before.trim_end_matches([':', ',', ' ']).ends_with(['条', '款', '项']) || before.ends_with("规定:")
}

/// Leaves out what only says how long something takes in a case: the 2 of 承诺时限不超过5个工作日的，2个工作日内补齐.
fn leave_outcomes(text: &str, grades: &mut Vec<Grade>) {
    const LONGEST: usize = 12;
    let mut case: Option<Span<Folded>> = None;
    grades.retain(|grade| {
        let between = case.and_then(|case| text.get(case.end()..grade.at.start()));
        let follows = between.is_some_and(|words| {
            words.starts_with("的,") && words.chars().count() <= LONGEST && !words.contains(['。', ';', '\n'])
        });
        // 不少于60人 as well
        let has_one_end = grade.low.is_none() || grade.high.is_none();
        let is_outcome = follows && has_one_end && !is_case(text, grade);
        if !is_outcome {
            case = is_case(text, grade).then_some(grade.at);
        }
        !is_outcome
    });
}

/// Makes one paragraph of lines that each begin with a grade, where all but the last end with a semicolon: a list without marks.
fn join_lines(text: &str, grades: &mut [Grade]) {
    let begins = |grade: &Grade| text.get(..grade.at.start()).is_some_and(|before| before.ends_with('\n'));
    for i in 1..grades.len() {
        let (done, rest) = grades.split_at_mut(i);
        let (Some(above), Some(grade)) = (done.last(), rest.first_mut()) else { continue };
        let between = text.get(above.at.end()..grade.at.start()).unwrap_or_default();
        let one_line = between.strip_suffix(";\n").is_some_and(|line| !line.contains('\n'));
        if one_line && begins(above) && begins(grade) {
            grade.part = above.part;
        }
    }
}

/// Counts neighbours in one unit: 7天以内 beside 超过1周.
fn count_out(grades: &mut [Grade]) {
    for i in 1..grades.len() {
        let (done, rest) = grades.split_at_mut(i);
        if let (Some(above), Some(grade)) = (done.last_mut(), rest.first_mut())
            && !grade.count_in(&above.unit)
        {
            above.count_in(&grade.unit);
        }
    }
}

/// Whether `b`, the first grade of an article, goes on from `a`, the last one of the article before: both begin with the same
/// words, and say who decides.
fn in_next_article(text: &str, a: &Grade, b: &Grade) -> bool {
    let decided =
        |grade: &Grade| around::dealt_with(text, grade.at) == Some(around::BY) && is_case(text, grade);
    let lead = around::lead(text, b.at);
    a.unit == b.unit
        && lead.chars().count() >= 2
        && lead == around::lead(text, a.at)
        && decided(a)
        && decided(b)
        && same_subject(text, a, b)
        && adjoins(a, b, false)
}

/// A stretch of text in which grades may belong to one another: an article, or a section that is none.
struct Run<'d> {
    /// Its blocks, each with the number of the paragraph that it is a part of; a list or a table belongs to the paragraph above it.
    blocks: Vec<(usize, &'d Block)>,
    /// Whether an article or an outermost section begins with it.
    opens_section: bool,
}

fn runs(document: &Document) -> Vec<Run<'_>> {
    let mut runs: Vec<Run<'_>> = Vec::new();
    let mut outermost: Option<MarkStyle> = None;
    let mut part = 0;
    for block in &document.blocks {
        let words = block.span.of(&document.plain);
        let mark = list_mark(words).map(|mark| mark.style);
        let in_cell = matches!(block.kind, BlockKind::Cell(_));
        let opens_section = !in_cell && opens_section(document, block);
        let outer = !in_cell && mark.is_some_and(|style| outermost.is_some_and(|outer| style < outer));
        if opens_section || runs.is_empty() {
            runs.push(Run { blocks: Vec::new(), opens_section });
        }
        if opens_section || outer || (mark.is_none() && !in_cell) {
            part += 1;
            outermost = mark;
        } else if outermost.is_none() {
            outermost = mark;
        }
        if let Some(run) = runs.last_mut() {
            run.blocks.push((part, block));
        }
    }
    runs
}

/// The article, or the section that is none, of which the run at `i` is a part.
fn section_of(document: &Document, runs: &[Run<'_>], i: usize) -> Span<Folded> {
    let opens = |run: &&Run<'_>| run.opens_section;
    let begins = |run: &Run<'_>| {
        run.blocks.first().map_or(0, |(_, block)| document.folded.from_plain(block.span).start())
    };
    let start = runs.get(..=i).unwrap_or_default().iter().rfind(opens).map_or(0, begins);
    let end = runs
        .get(i + 1..)
        .unwrap_or_default()
        .iter()
        .find(opens)
        .map_or(document.folded.as_str().len(), begins);
    Span::new(start, end)
}

/// Consecutive grades of one thing: each begins where the one before ends, or nearly so, or leaves out what no other one has, or takes
/// away what the other has. Single values (缺勤1次扣1分) are grades only beside others that are more.
fn chains<'g>(text: &str, grades: &'g [Grade]) -> Vec<Vec<&'g Grade>> {
    let mut chains: Vec<Vec<&Grade>> = Vec::new();
    for grade in grades {
        // 3人以下的户，不超过80平方米；3人以上的户: what each case comes to stands between them.
        let alike = |chain: &Vec<&Grade>| {
            let near = |last: &&&Grade| {
                let between = text.get(last.at.end()..grade.at.start()).unwrap_or_default();
                between.chars().count() <= OUTCOME && !between.contains('\n')
            };
            chain.last().filter(near).is_some_and(|last| last.unit == grade.unit && last.part == grade.part)
        };
        let back = chains.iter().rev().take(2).position(alike).unwrap_or(0);
        let own = chains.len().checked_sub(back + 1);
        let chain = own.and_then(|own| chains.get(own));
        let last = chain.and_then(|chain| chain.last().copied());
        let graded = chain.map_or(0, Vec::len) > 1;
        let linked = last.is_some_and(|last| {
            last.unit == grade.unit
                && same_subject(text, last, grade)
                && (adjoins(last, grade, graded)
                    || leaves_out(text, last, grade, grades, graded)
                    || overlaps(text, last, grade))
        });
        match own.and_then(|own| chains.get_mut(own)).filter(|_| linked) {
            Some(chain) => chain.push(grade),
            None => chains.push(vec![grade]),
        }
    }
    chains.retain(|chain| chain.len() > 1 && chain.iter().any(|grade| !grade.is_point()));
    chains
}

/// How far apart two grades may stand with another number between them that tells what the first comes to, in characters.
const OUTCOME: usize = 20;

/// Whether `b` goes on where `a` ends, upwards or downwards. `graded` when a chain led up to `a`.
fn adjoins(a: &Grade, b: &Grade, graded: bool) -> bool {
    let near = |end: Edge, start: Edge| {
        let apart = start.at.hundredths().abs_diff(end.at.hundredths());
        apart <= 100
    };
    match (a.low, a.high, b.low, b.high) {
        // 三天以内, 三天以上
        (_, Some(end), Some(start), _) if start.at >= end.at => near(end, start),
        // 九十四至九十分, 九十分以下
        (Some(end), _, _, Some(start)) if start.at <= end.at && b.low.is_none_or(|low| low.at < end.at) => {
            near(end, start)
        }
        // 半天以内, 一天以上, 两天以上: the second grade has no end.
        (Some(first), None, Some(second), None) => graded && second.at > first.at,
        _ => false,
    }
}

/// Whether `a` and `b` are grades between which something is left out that none of `all` has: 1—3天的由科长批准，6—10天的由主任批准.
/// Amounts so far apart are grades of one thing only where each is a case of its own, dealt with alike.
/// So are times that something happens, counted on in one sentence: 1次的，2至3次的，5次以上的. `graded` when a chain led up to `a`.
fn leaves_out(text: &str, a: &Grade, b: &Grade, all: &[Grade], graded: bool) -> bool {
    let (low, high) = match (a.low, a.high, b.low, b.high) {
        (_, Some(end), Some(start), _) if start.at > end.at => (end.at, start.at),
        (Some(end), _, _, Some(start)) if start.at < end.at => (start.at, end.at),
        _ => return false,
    };
    let between = |grade: &Grade| {
        grade.unit == a.unit
            && grade.row == a.row
            && grade.low.is_none_or(|edge| edge.at < high)
            && grade.high.is_none_or(|edge| edge.at > low)
    };
    // 3次以下的…；5次以上的: the second one is told with the words of the first.
    let goes_on = graded || a.low.is_none() && around::lead(text, b.at).is_empty();
    let counted = goes_on && a.unit == "次" && a.part == b.part && is_case(text, a) && is_case(text, b);
    // 旷工1天的扣分，连续旷工超过15日的: days in a row are counted apart from days.
    let apart = around::is_unbroken(text, b.at) && !around::is_unbroken(text, a.at);
    !apart && (counted || dealt_alike(text, a, b)) && !all.iter().any(between)
}

/// Whether `b` begins inside `a`, so that what is in both is dealt with twice: 3至7天的由科长批准，5天以上的由主任批准.
fn overlaps(text: &str, a: &Grade, b: &Grade) -> bool {
    let (Some(end), Some(start)) = (a.high, b.low) else { return false };
    let inside = start.at < end.at && a.low.is_none_or(|low| low.at < start.at);
    let goes_on = b.high.is_none_or(|high| high.at > end.at);
    inside && goes_on && !a.is_point() && dealt_alike(text, a, b)
}

/// Whether two grades are cases that are dealt with alike, each by its own words or in its own row of a table.
fn dealt_alike(text: &str, a: &Grade, b: &Grade) -> bool {
    let dealt = (around::dealt_with(text, a.at), around::dealt_with(text, b.at));
    match dealt {
        _ if a.row.is_some() => a.row == b.row,
        (Some(one), Some(other)) => one == other,
        // 不超过1万元的，由科室采购；5万元以上的，公开招标
        (Some(around::BY) | None, None) | (None, Some(around::BY)) => {
            a.part == b.part && is_case(text, a) && is_case(text, b)
        }
        _ => false,
    }
}

/// Whether a grade is a case of its own: 三次以上的，
fn is_case(text: &str, grade: &Grade) -> bool {
    let after = text.get(grade.at.end()..).unwrap_or_default();
    // 一至三天的（不含一天），
    let noted = text.get(grade.at.range()).is_some_and(|words| words.contains("的("));
    after.starts_with("的,") || noted && after.starts_with(',')
}

/// Whether the words before the two grades name the same subject: those of the second are usually left out, but not in a paragraph
/// of its own.
fn same_subject(text: &str, a: &Grade, b: &Grade) -> bool {
    let penal = |grade: &Grade| {
        let after = text.get(grade.at.end()..).unwrap_or_default().trim_start_matches('的');
        around::PENALTIES.iter().any(|penalty| after.starts_with(penalty))
            || around::lead(text, grade.at).ends_with(['处', '罚'])
            || around::PENAL_LEADS.iter().any(|word| around::lead(text, grade.at).contains(word))
    };
    // 一年内不用的 and 一年以上未动工的 are two events.
    let events = (around::event(text, a.at), around::event(text, b.at));
    let differ = matches!(events, (Some(one), Some(other)) if one != other);
    if penal(a) || penal(b) || a.row != b.row || differ {
        return false;
    }
    let (lead, next) = (around::lead(text, a.at), around::lead(text, b.at));
    let named = next == lead || !next.is_empty() && lead.ends_with(next);
    if a.part == b.part { next.is_empty() || named } else { named && !next.is_empty() }
}

/// What is wrong between two grades.
fn fault(a: &Grade, b: &Grade, steps: Steps) -> Option<String> {
    let (end, start) = match (a.high, b.low) {
        (Some(end), Some(start)) if start.at >= end.at => (end, start),
        (Some(end), Some(start)) if a.low.is_none_or(|low| low.at < start.at) => {
            return Some(format!(
                "分档重叠：{}{unit}到{}{unit}同时属于相邻的两档",
                start.at,
                end.at,
                unit = a.unit
            ));
        }
        _ => match (a.low, a.high, b.low, b.high) {
            // 超过1天的，超过3天的，超过5天的: each ends where the next begins.
            (Some(low), None, Some(second), None) if !low.included && !second.included => return None,
            (Some(low), None, Some(second), None) => {
                return Some(format!(
                    "分档重叠：{}{}以上同时属于这一档和前一档{}{}以上",
                    second.at, a.unit, low.at, a.unit
                ));
            }
            (Some(end), _, _, Some(start)) => (start, end),
            _ => return None,
        },
    };
    if end.at == start.at {
        let number = format!("{}{}", end.at, a.unit);
        return match (end.included, start.included) {
            (true, true) => Some(format!("分档重叠：{number}同时属于相邻的两档")),
            // 不满一年 and 超过一年: nobody is so late to the day.
            (false, false) if a.unit == "年" => None,
            (false, false) => Some(format!("分档有空档：{number}不属于任何一档")),
            _ => None,
        };
    }
    let apart = start.at.hundredths() - end.at.hundredths();
    let covered = if end.included && start.included { steps.between(a, b) } else { 0 };
    (apart > covered).then(|| format!("分档有空档：{}{}与{}{}之间没有规定", end.at, a.unit, start.at, a.unit))
}

/// 七天以上（含七天） in one place and 七天以上（不含七天） in another of the same run: the word changes its meaning.
fn redefined(rule: &Rule, document: &Document, grades: &[Grade]) -> Vec<Finding> {
    let stated: Vec<&Grade> = grades.iter().filter(|grade| grade.stated.is_some()).collect();
    let mut findings = Vec::new();
    for (i, grade) in stated.iter().enumerate() {
        let earlier = stated.get(..i).unwrap_or_default().iter().find(|other| {
            other.unit == grade.unit && other.stated != grade.stated && other.number() == grade.number()
        });
        if let Some(other) = earlier {
            let plain = |grade: &Grade| document.folded.to_plain(grade.at);
            let message = format!("“{}{}以上”一处含本数，一处不含", grade.number(), grade.unit);
            let mut finding = rule.finding(document, plain(grade), message);
            finding.related.push(Label { at: plain(other), note: "另一种解释".to_owned() });
            findings.push(finding);
        }
    }
    findings
}
