//! `limit`: time limits against each other, and how they are written.

mod at_most;
mod counted;
mod due;
mod expired;
mod publicity;
mod quoted;
mod steps;
mod sum;
mod written;

use toml::Spanned;

use self::{at_most::Bound, due::Due, written::Written};
use super::{
    super::{
        compile::{Compiled, Compiler},
        file,
        pattern::{Pattern, any_in},
        rule::Rule,
    },
    Days, Verb,
    variant::variants,
};
use crate::{
    corpus::Corpus,
    doc::{Block, BlockKind, Document},
    finding::{Finding, Label},
    law::{LimitRole, STEPS, TimeLimit, Unit},
    text::{FoldedText, Plain, Span, head, tail},
};

/// What must hold of time limits, and in which documents.
#[derive(Debug, Clone)]
pub(in super::super) struct Limit {
    must: Option<Must>,
    /// Dates are counted right, by the calendar of the corpus.
    due: Option<(Due, Corpus)>,
    case: Option<String>,
    when: Vec<Pattern>,
    unless: Vec<Pattern>,
    except: Vec<Pattern>,
}

#[derive(Debug, Clone)]
enum Must {
    /// Limits of the role are not longer than the bound.
    AtMost(LimitRole, Bound),
    /// All limits of the first role together are not longer than those of the second.
    Sum(LimitRole, LimitRole),
    /// Limits of the role are given in these units; those of the second role in no other once one of them is.
    Units(LimitRole, Vec<Unit>, Option<LimitRole>),
    /// Limits of the role are those of the law that is quoted.
    Quoted(LimitRole),
    /// Every limit is written so.
    Written(Written),
}

impl Limit {
    pub(in super::super) fn compile(
        written: &Spanned<file::Limit>,
        compiler: &Compiler<'_>,
    ) -> Compiled<Self> {
        let limit = written.get_ref();
        let role = || match &limit.role {
            Some(role) => compiler.role(role),
            None => Err(compiler.mistake(written, "[limit] 没有写是哪种时限", "写 role = \"承诺\" 等。")),
        };
        let must = match (&limit.at_most, &limit.sum_at_most, limit.units.as_slice(), &limit.written) {
            (Some(bound), None, [], None) => Some(Must::AtMost(role()?, Bound::compile(bound, compiler)?)),
            (None, Some(whole), [], None) => Some(Must::Sum(role()?, compiler.role(whole)?)),
            (None, None, units @ [_, ..], None) => {
                let names = Unit::ALL.map(Unit::name);
                let unit = |word: &str| Unit::ALL.into_iter().find(|unit| unit.name() == word);
                let units = units.iter().map(|word| compiler.word(word, "单位", &names, unit));
                let mixed = limit.mixed.as_ref().map(|role| compiler.role(role)).transpose()?;
                Some(Must::Units(role()?, units.collect::<Compiled<_>>()?, mixed))
            }
            (None, None, [], Some(form)) => {
                let names = Written::NAMES.map(|(name, _)| name);
                let form = compiler.word(form, "写法", &names, |word| {
                    Written::NAMES.iter().find(|(name, _)| *name == word).map(|&(_, form)| form)
                })?;
                Some(Must::Written(form))
            }
            (None, None, [], None) if limit.quoted => Some(Must::Quoted(role()?)),
            (None, None, [], None) if limit.due.is_some() => None,
            _ => {
                let advice =
                    "[limit] 下写 at-most、sum-at-most、units、quoted、written 中的一个，或者写 due。";
                return Err(compiler.mistake(written, "[limit] 要恰好写一种要求", advice));
            }
        };
        let due_names = Due::NAMES.map(|(name, _)| name);
        let due_of = |word: &str| Due::NAMES.iter().find(|(name, _)| *name == word).map(|&(_, due)| due);
        let due = limit.due.as_ref().map(|due| compiler.word(due, "推算", &due_names, due_of)).transpose()?;
        Ok(Self {
            must,
            due: due.map(|due| (due, compiler.context.corpus.clone())),
            case: limit.case.as_ref().map(|case| FoldedText::new(case).as_str().to_owned()),
            when: compiler.patterns(&limit.when)?,
            unless: compiler.patterns(&limit.unless)?,
            except: compiler.patterns(&limit.except)?,
        })
    }

    /// Whether the document is one that the rule speaks of.
    fn asks(&self, document: &Document) -> bool {
        (self.when.is_empty() || any_in(&self.when, &document.folded))
            && !any_in(&self.unless, &document.folded)
    }

    /// Whether `limit` is one of the type of case that the rule speaks of, when it speaks of one.
    fn is_of_case(&self, document: &Document, limit: &TimeLimit) -> bool {
        self.case.is_none() || self.case_of(document, limit).is_some()
    }

    /// Where the type of case that the rule speaks of is told of `limit`: the document's own type, or the one that its row,
    /// its column or its clause names (换领为即办件，承诺3个工作日办结).
    fn case_of(&self, document: &Document, limit: &TimeLimit) -> Option<Span<Plain>> {
        const REACH: usize = 12;
        let case = self.case.as_ref()?;
        let folded = &document.folded;
        let word = |at: usize| {
            let end = at + case.len();
            let more = folded.as_str().get(end..).is_some_and(|rest| rest.starts_with('件'));
            folded.to_plain(Span::new(at, if more { end + '件'.len_utf8() } else { end }))
        };
        // 即办件、承诺件, one for each way to apply, does not say which of them the limit is of.
        let is_one = |words: &str| words.matches('件').count() < 2 && words.contains(case.as_str());
        if let Some(field) =
            document.fields_named("办件类型").find(|field| is_one(field.folded(&document.plain)))
        {
            let whole = field.value.iter().copied().reduce(Span::join).unwrap_or(field.label);
            let whole = folded.from_plain(whole);
            let at = folded.slice(whole).find(case.as_str());
            return Some(at.map_or(field.span(), |at| word(whole.start() + at)));
        }
        if let Some(cell) = in_table(document, limit, case) {
            return Some(cell);
        }
        let at = folded.from_plain(limit.at);
        let before = folded.as_str().get(..at.start()).unwrap_or_default();
        let clause = before.rsplit(['。', '\n', ';']).next().unwrap_or_default();
        let (_, between) = clause.rsplit_once(case.as_str())?;
        let others = ["承诺件", "其他", "一般", "复杂", "需要", "不", "非"];
        let is_near = between.chars().count() <= REACH && !others.iter().any(|word| between.contains(word));
        is_near.then(|| word(before.len() - between.len() - case.len()))
    }

    /// All limits of `role` outside the sentences that the rule leaves out.
    fn all_of<'d>(&self, document: &'d Document, role: LimitRole) -> Vec<&'d TimeLimit> {
        let kept = |limit: &&TimeLimit| {
            limit.role == role
                && self.is_of_case(document, limit)
                && !any_in(&self.except, sentence(document, limit))
        };
        document.limits.iter().filter(kept).collect()
    }

    /// The limits of `role` in other units than `units`, and those in one of them.
    fn by_unit<'d>(
        &self,
        document: &'d Document,
        role: LimitRole,
        units: &[Unit],
    ) -> (Vec<&'d TimeLimit>, Vec<&'d TimeLimit>) {
        self.all_of(document, role).into_iter().partition(|limit| !units.contains(&limit.unit))
    }

    /// The limits of `role` that count: those in the field for them, where there is one.
    fn limits_of<'d>(&self, document: &'d Document, role: LimitRole) -> Vec<&'d TimeLimit> {
        let all = self.all_of(document, role);
        // Where the field itself states the limit, other places only repeat it; whether rightly is another rule's matter.
        let name = match role {
            LimitRole::Promised => "承诺时限",
            LimitRole::Statutory => "法定时限",
            _ => return all,
        };
        let is_stated = |limit: &&&TimeLimit| document.field_at(limit.at).is_some_and(|f| &*f.name == name);
        let stated: Vec<&TimeLimit> = all.iter().filter(is_stated).copied().collect();
        if stated.is_empty() { all } else { stated }
    }
}

/// The cell that has `case` as the type of the row or the column in which the limit stands.
fn in_table(document: &Document, limit: &TimeLimit, case: &str) -> Option<Span<Plain>> {
    let says = |block: &&Block| {
        let words = block.span.of(&document.plain).trim();
        matches!(block.kind, BlockKind::Cell(_)) && words.strip_suffix('件').unwrap_or(words) == case
    };
    let mut cells = document.blocks.iter().filter(says).peekable();
    cells.peek()?;
    let own = variants(document, limit.measure);
    cells.map(|cell| cell.span).find(|&cell| variants(document, cell).is_case_of(&own))
}

/// The sentence in which a limit stands, folded; of a step only what is said of that step.
fn sentence<'d>(document: &'d Document, limit: &TimeLimit) -> &'d str {
    let text = document.folded.as_str();
    let at = document.folded.from_plain(limit.at);
    let ends =
        |c: char| ['。', '\n', ';'].contains(&c) || limit.role == LimitRole::Step && STEPS.contains(&c);
    let before = tail(text.get(..at.start()).unwrap_or_default());
    let after = head(text.get(at.end()..).unwrap_or_default());
    // 审核（4个工作日）、登簿发证（1个工作日）
    const NEXT_STEP: &str = ")、";
    let next_step = |found: Option<usize>| found.filter(|_| limit.role == LimitRole::Step);
    let start = before.rfind(ends).max(next_step(before.rfind(NEXT_STEP))).unwrap_or(0);
    let start = at.start() - before.len() + start;
    let end = after.find(ends).into_iter().chain(next_step(after.find(NEXT_STEP))).min();
    let end = at.end() + end.unwrap_or(after.len());
    text.get(start..end).unwrap_or_default()
}

impl Verb for Limit {
    fn reckons(&self) -> bool {
        true
    }

    fn left_out(&self, document: &Document) -> Vec<String> {
        self.due.iter().flat_map(|(due, corpus)| due.left_out(document, corpus.calendar())).collect()
    }

    fn run(&self, rule: &Rule, document: &Document, days: Days) -> Vec<Finding> {
        if !self.asks(document) {
            return Vec::new();
        }
        let mut findings = match &self.must {
            None => Vec::new(),
            Some(Must::AtMost(role, bound)) => {
                let limits = self.limits_of(document, *role);
                let mut findings = at_most::longer(rule, document, *role, bound, &limits);
                for finding in &mut findings {
                    let limit = limits.iter().find(|limit| limit.measure == finding.primary.at);
                    let case = limit.and_then(|limit| self.case_of(document, limit));
                    finding.related.extend(case.map(|at| Label { at, note: "办件类型".to_owned() }));
                }
                findings
            }
            Some(Must::Sum(role, whole)) => {
                sum::exceeding(rule, document, *whole, &self.limits_of(document, *role))
            }
            Some(Must::Units(role, units, mixed)) => {
                let (mut others, right) = self.by_unit(document, *role, units);
                let mut in_working_days = right.iter().find(|limit| limit.unit == Unit::WorkingDay).copied();
                if let Some((beside, right)) = mixed.map(|mixed| self.by_unit(document, mixed, units))
                    && let Some(step) = right.iter().find(|limit| limit.unit == Unit::WorkingDay)
                {
                    others.extend(beside);
                    in_working_days = in_working_days.or(Some(step));
                }
                others.into_iter().map(|limit| other_unit(rule, document, limit, in_working_days)).collect()
            }
            Some(Must::Quoted(role)) => {
                let limits = self.limits_of(document, *role);
                quoted::contradicted(rule, document, &limits).into_iter().collect()
            }
            Some(Must::Written(form)) => form.run(rule, document),
        };
        if let Some((due, corpus)) = &self.due {
            findings.extend(due.run(rule, document, corpus.calendar(), days.today));
        }
        findings
    }
}

/// `limit` is not in working days, as another one of the document is.
fn other_unit(rule: &Rule, document: &Document, limit: &TimeLimit, beside: Option<&TimeLimit>) -> Finding {
    let words = limit.measure.of(&document.plain);
    let message = format!("{}时限 {words} 没有写明是工作日", limit.role.name());
    let mut finding = rule.finding(document, limit.measure, message);
    finding.related.extend(beside.map(|other| Label { at: other.measure, note: "这里是工作日".to_owned() }));
    finding
}
