//! From a rule as written to a rule as meant: every mistake shown at its place, with the remedy.

use std::sync::Arc;

use toml::{Spanned, value::Datetime};

use super::{
    fields::Fields,
    file::{Basis, InForce, RuleFile},
    rule::{Profile, Rule},
    verb::{self, Verb},
};
use crate::{
    corpus::Corpus,
    doc::{Kind, NoticeKind},
    finding::{Citation, Indicator, Level},
    law::{Address, Date, written_date},
    text::{Mistake, Source, SourceFile, Span, nearest},
};

/// What a rule is compiled against.
pub(super) struct Context<'c> {
    /// Holds the articles that rules rest on.
    pub(super) corpus: &'c Corpus,
    /// What documents may cite.
    pub(super) cited: &'c Corpus,
    pub(super) fields: &'c Fields,
    pub(super) as_of: Date,
}

/// The file that is being compiled; makes mistakes at places in it.
pub(super) struct Compiler<'c> {
    pub(super) file: &'c SourceFile,
    pub(super) context: &'c Context<'c>,
}

pub(super) type Compiled<T> = Result<T, Box<Mistake>>;

/// One of the verbs, of which a file gives exactly one.
struct Given {
    name: &'static str,
    at: std::ops::Range<usize>,
    verb: Compiled<Arc<dyn Verb>>,
}

/// Compiles one rule.
pub(super) fn rule(file: &SourceFile, context: &Context<'_>) -> Compiled<Rule> {
    let compiler = Compiler { file, context };
    let written: RuleFile = file.toml(wanted(file))?;
    let level = compiler.word(&written.level, "级别", &Level::ALL.map(Level::word), Level::from_word)?;
    let profile =
        compiler.word(&written.profile, "规则集", &Profile::ALL.map(Profile::word), Profile::from_word)?;
    if written.basis.is_empty() {
        let advice = "写一节 [[basis]]：regulation 规章编号、at 条款、quote 原话。没有依据的规则不能用。";
        return Err(compiler.mistake(&written.code, "规则没有依据", advice));
    }
    let verb = compiler.verb(&written)?;
    let applies_to = compiler.kinds(&written.applies_to)?;
    if !file.is_built_in {
        compiler.examples(&written)?;
    }
    Ok(Rule {
        code: compiler.code(&written.code)?,
        title: written.title.get_ref().as_str().into(),
        level,
        grades: written.grade.iter().map(|grade| compiler.grade(grade)).collect::<Compiled<_>>()?,
        profile,
        applies_to,
        notices: compiler.notices(&written.notices)?,
        forms: written.forms,
        in_force: compiler.in_force(written.in_force.as_ref())?,
        pages: written.pages,
        indicator: written.indicator.as_ref().map(|name| compiler.indicator(name)).transpose()?,
        why: written.why.as_str().into(),
        advice: written.advice.clone(),
        basis: written
            .basis
            .iter()
            .map(|basis| compiler.citation(basis))
            .collect::<Compiled<Vec<_>>>()?
            .into(),
        verb,
        file: file.clone(),
    })
}

/// The part of a rule's file that makes the rule. Examples are half of what is written and no part of it: those that are
/// built in, the last thing in their files, are not read before somebody asks for them.
fn wanted(file: &SourceFile) -> Span<Source> {
    let end = if file.is_built_in { file.text.find("\n[[example]]").map(|at| at + 1) } else { None };
    Span::new(0, end.unwrap_or(file.text.len()))
}

impl Compiler<'_> {
    /// A mistake at a value of the file.
    pub(super) fn mistake<T>(
        &self,
        at: &Spanned<T>,
        message: impl Into<String>,
        advice: impl Into<String>,
    ) -> Box<Mistake> {
        let span = at.span();
        Box::new(self.file.mistake(Span::new(span.start, span.end), message, advice))
    }

    /// A word out of a closed list.
    pub(super) fn word<T>(
        &self,
        word: &Spanned<String>,
        what: &str,
        known: &[&str],
        read: impl Fn(&str) -> Option<T>,
    ) -> Compiled<T> {
        read(word.get_ref()).ok_or_else(|| {
            let mut advice = format!("可用的有：{}。", known.join("、"));
            if let Some(near) = nearest(word.get_ref(), known) {
                advice.push_str(&format!("是不是想写 {near}？"));
            }
            self.mistake(word, format!("不认识的{what} {}", word.get_ref()), advice)
        })
    }

    /// An indicator of the inspection.
    fn indicator(&self, name: &Spanned<String>) -> Compiled<Indicator> {
        self.word(name, "检查指标", &Indicator::ALL.map(Indicator::name), Indicator::from_name)
    }

    /// The canonical name of a field.
    pub(super) fn field(&self, name: &Spanned<String>) -> Compiled<Arc<str>> {
        let known: Vec<&str> = self.context.fields.names.iter().map(String::as_str).collect();
        self.word(name, "要素", &known, |word| known.contains(&word).then(|| word.into()))
    }

    /// The canonical names of several fields.
    pub(super) fn fields(&self, names: &[Spanned<String>]) -> Compiled<Vec<Arc<str>>> {
        names.iter().map(|name| self.field(name)).collect()
    }

    fn code(&self, code: &Spanned<String>) -> Compiled<Arc<str>> {
        let word = code.get_ref();
        let letters = word.bytes().take_while(u8::is_ascii_uppercase).count();
        let digits = word.bytes().skip(letters).filter(u8::is_ascii_digit).count();
        if letters == 0 || digits < 2 || letters + digits != word.len() {
            return Err(self.mistake(code, "code 写法不对", "大写字母加至少两位数字，如 C03。"));
        }
        let stem = self.file.path.rsplit(['/', '\\']).next().unwrap_or_default();
        if !stem.starts_with(&format!("{word}-")) && stem != format!("{word}.toml") {
            return Err(self.mistake(
                code,
                format!("文件名与 code 不一致：{stem}"),
                format!("把文件命名为 {word}-简短的英文名.toml。"),
            ));
        }
        Ok(word.as_str().into())
    }

    pub(super) fn kinds(&self, words: &Spanned<Vec<Spanned<String>>>) -> Compiled<Vec<Kind>> {
        if words.get_ref().is_empty() {
            return Err(self.mistake(words, "applies-to 是空的", "写明适用的文种，如 [\"guide\"]。"));
        }
        words
            .get_ref()
            .iter()
            .map(|word| {
                self.word(word, "文种", &Kind::WORDS, |w| {
                    Kind::WORDS.contains(&w).then(|| w.parse().ok()).flatten()
                })
            })
            .collect()
    }

    /// The kinds of notice of those names.
    pub(super) fn notices(&self, words: &[Spanned<String>]) -> Compiled<Vec<NoticeKind>> {
        let known = NoticeKind::ALL.map(NoticeKind::name);
        let notice = |word: &str| NoticeKind::ALL.into_iter().find(|notice| notice.name() == word);
        words.iter().map(|word| self.word(word, "告知文书", &known, notice)).collect()
    }

    /// A date that is written as one.
    pub(super) fn date(&self, written: &Spanned<Datetime>) -> Compiled<Date> {
        written_date(written.get_ref())
            .ok_or_else(|| self.mistake(written, "不是日期", "写成 2026-01-01，不加引号。"))
    }

    fn in_force(&self, written: Option<&InForce>) -> Compiled<std::ops::RangeInclusive<Date>> {
        let day = |written: Option<&Spanned<Datetime>>, otherwise: Date| {
            written.map_or(Ok(otherwise), |written| self.date(written))
        };
        let from = day(written.and_then(|w| w.from.as_ref()), Date::MIN)?;
        Ok(from..=day(written.and_then(|w| w.until.as_ref()), Date::MAX)?)
    }

    /// A basis whose regulation and article exist, and whose quote stands there.
    fn citation(&self, basis: &Basis) -> Compiled<Citation> {
        let corpus = self.context.corpus;
        let id = basis.regulation.get_ref();
        let ids: Vec<&str> = corpus.regulations().iter().map(|regulation| regulation.id.as_str()).collect();
        // A rule made before its article took effect rests on the first edition.
        let edition = corpus.regulation(id, self.context.as_of).or_else(|| corpus.editions(id).next());
        let regulation = edition.ok_or_else(|| {
            let near = nearest(id, &ids).map_or(String::new(), |near| format!("是不是想写 {near}？"));
            self.mistake(
                &basis.regulation,
                format!("规章库里没有 {id}"),
                format!("写规章的编号（corpus/ 下的文件名）。{near}"),
            )
        })?;
        let at: Address = basis.at.get_ref().parse().map_err(|error| {
            self.mistake(&basis.at, format!("“{}”{error}", basis.at.get_ref()), "改正条款编号。")
        })?;
        let provision = regulation.provision(&at).ok_or_else(|| {
            self.mistake(
                &basis.at,
                format!("《{}》没有{at}", regulation.title),
                format!("全文共 {} 条；请核对条款编号。", regulation.articles().count()),
            )
        })?;
        if basis.quote.get_ref().trim().is_empty() {
            return Err(self.mistake(&basis.quote, "依据没有写原话", "从该条里抄一句与规则有关的原话。"));
        }
        if !regulation.words(provision).contains(basis.quote.get_ref().as_str()) {
            let words = regulation.words(provision);
            return Err(self.mistake(
                &basis.quote,
                format!("《{}》{at}里没有这句话", regulation.title),
                format!("该条原文：{words}"),
            ));
        }
        Ok(Citation {
            regulation: id.clone(),
            title: regulation.title.clone(),
            at,
            edition: regulation.edition.effective,
            quote: basis.quote.get_ref().clone(),
        })
    }

    fn verb(&self, written: &RuleFile) -> Compiled<Arc<dyn Verb>> {
        let mut given = [
            self.given("require", written.require.as_ref(), verb::Require::compile),
            self.given("forbid", written.forbid.as_ref(), verb::Forbid::compile),
            self.given("replace", written.replace.as_ref(), verb::Replace::compile),
            self.given("format", written.format.as_ref(), verb::Format::compile),
            self.given("limit", written.limit.as_ref(), verb::Limit::compile),
            self.given("tiers", written.tiers.as_ref(), verb::Tiers::compile),
            self.given("agree", written.agree.as_ref(), verb::Agree::compile),
            self.given("cite", written.cite.as_ref(), verb::Cite::compile),
            self.given("sequence", written.sequence.as_ref(), verb::Sequence::compile),
            self.given("pair", written.pair.as_ref(), verb::Pair::compile),
            self.given("count", written.count.as_ref(), verb::Count::compile),
            self.given("differ", written.differ.as_ref(), verb::Differ::compile),
            self.given("repeat", written.repeat.as_ref(), verb::Repeat::compile),
        ]
        .into_iter()
        .flatten();
        let Some(first) = given.next() else {
            let advice = "写一节 [require]、[forbid]、[limit] 或 [agree] 等，说明查什么。";
            return Err(self.mistake(&written.code, "没有写查什么", advice));
        };
        match (first.name, given.next()) {
            (_, None) => first.verb,
            // What a document must say or give, it must also say in words that say it.
            (name, Some(second)) if [name, second.name].contains(&"forbid") && given.next().is_none() => {
                Ok(Arc::new(verb::Both(first.verb?, second.verb?)))
            }
            (name, Some(second)) => Err(Box::new(self.file.mistake(
                Span::new(second.at.start, second.at.end),
                format!("写了两种检查：{name} 和 {}", second.name),
                "一条规则只查一件事，拆成两个文件；只有 [forbid] 可以和另一种写在一起。",
            ))),
        }
    }

    /// A verb that the file gives, compiled.
    fn given<W, V: Verb + 'static>(
        &self,
        name: &'static str,
        written: Option<&Spanned<W>>,
        compile: impl Fn(&Spanned<W>, &Self) -> Compiled<V>,
    ) -> Option<Given> {
        let written = written?;
        let verb = compile(written, self).map(|verb| Arc::new(verb) as Arc<dyn Verb>);
        Some(Given { name, at: written.span(), verb })
    }

    /// Whether there are examples enough, and the words of theirs that come from closed lists.
    fn examples(&self, written: &RuleFile) -> Compiled<()> {
        let (finding, silent): (Vec<_>, Vec<_>) =
            written.example.iter().partition(|e| e.get_ref().is_finding());
        if finding.is_empty() || silent.is_empty() {
            let missing = if finding.is_empty() { "查得出的" } else { "查不出的（finds = []）" };
            let advice = "至少写两个 [[example]]：一个有问题，一个没有问题。";
            return Err(self.mistake(&written.code, format!("缺少{missing}例子"), advice));
        }
        let mut kinds = written.example.iter().filter_map(|example| example.get_ref().kind.as_ref());
        kinds.try_for_each(|kind| {
            self.word(kind, "文种", &Kind::WORDS, |w| w.parse::<Kind>().ok()).map(|_| ())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_stand_last_in_every_built_in_file() {
        for file in super::super::embedded().iter().filter(|file| !file.path.ends_with("fields.toml")) {
            let read = |part| file.toml::<RuleFile>(part).unwrap();
            let (mut all, part) = (read(Span::new(0, file.text.len())), read(wanted(file)));
            all.example.clear();
            assert_eq!(format!("{part:?}"), format!("{all:?}"), "{}", file.path);
        }
    }
}
