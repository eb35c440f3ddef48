//! The register of national laws (laws.toml): their names, how many articles they have and when they are in force. It holds
//! no text: it lets a citation of a law that is not in the corpus be checked all the same.

use std::{collections::HashMap, sync::OnceLock};

use serde::Deserialize;
use toml::{Spanned, value::Datetime};

use crate::{
    law::{Date, written_date},
    text::{FoldedText, Mistake, Source, SourceFile, Span},
};

/// A law, regulation, document or standard of the state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Law {
    /// Its full title.
    pub title: String,
    /// Other names in use.
    pub short: Vec<String>,
    /// 法律, 行政法规, 部门规章 …
    pub level: String,
    /// The document or standard number by which it is cited.
    pub number: Option<String>,
    /// The titles of what took its place.
    pub replaced_by: Vec<String>,
    /// Its editions, the earliest first.
    pub editions: Vec<LawEdition>,
}

/// One edition of a law.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LawEdition {
    /// The first day on which it is in force.
    pub from: Option<Date>,
    /// The first day on which it is not in force any more.
    pub until: Option<Date>,
    /// The number of its last article, where it is known for certain.
    pub articles: Option<u32>,
}

impl Law {
    /// The day since which no edition is in force, when there is none on `as_of`.
    pub fn repealed_on(&self, as_of: Date) -> Option<Date> {
        let until = self.editions.last()?.until?;
        (until <= as_of).then_some(until)
    }

    /// The highest number that an article has in any edition known; `None` when that of the edition of `as_of` is not.
    pub fn last_article(&self, as_of: Date) -> Option<u32> {
        let own = self.editions.iter().rfind(|edition| edition.from.is_none_or(|from| from <= as_of))?;
        own.articles.and_then(|_| self.editions.iter().filter_map(|edition| edition.articles).max())
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    law: Vec<WrittenLaw>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct WrittenLaw {
    title: Spanned<String>,
    #[serde(default)]
    short: Vec<Spanned<String>>,
    level: String,
    number: Option<String>,
    #[serde(default)]
    replaced_by: Vec<Spanned<String>>,
    #[serde(default, rename = "note")]
    _note: Option<String>,
    #[serde(default)]
    unsure: Vec<String>,
    #[serde(default)]
    edition: Vec<WrittenEdition>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenEdition {
    from: Option<Spanned<Datetime>>,
    until: Option<Spanned<Datetime>>,
    articles: Option<u32>,
    #[serde(default)]
    unsure: Vec<String>,
}

/// The register. Its file is long and a document cites few laws, so only the names in it are read when the first law is
/// looked up, and of the entries only those that are asked for; all of it is read only by who asks for all of it.
#[derive(Debug, Default)]
pub(super) struct Laws {
    file: Option<SourceFile>,
    entries: OnceLock<Entries>,
    read: OnceLock<Result<Vec<Law>, Box<Mistake>>>,
}

/// The entries of the register, by name.
#[derive(Debug, Default)]
struct Entries {
    entries: Vec<Entry>,
    /// The keys of all names, each with the place of its law among `entries`.
    by_name: HashMap<String, usize>,
}

/// One law's part of the file.
#[derive(Debug)]
struct Entry {
    at: Span<Source>,
    law: OnceLock<Option<Law>>,
}

/// What begins an entry.
const ENTRY: &str = "[[law]]";

impl Laws {
    pub(super) fn new(file: Option<SourceFile>) -> Self {
        Self { file, ..Self::default() }
    }

    fn read(&self) -> Result<&[Law], &Mistake> {
        let read = self.read.get_or_init(|| self.file.as_ref().map_or(Ok(Vec::new()), read));
        read.as_ref().map(Vec::as_slice).map_err(|mistake| &**mistake)
    }

    /// Whether there is no register at all.
    pub(super) fn is_absent(&self) -> bool {
        self.file.is_none()
    }

    /// Every law, in the order of the file.
    pub(super) fn all(&self) -> &[Law] {
        self.read().unwrap_or_default()
    }

    /// What is wrong with the file.
    pub(super) fn mistake(&self) -> Option<&Mistake> {
        self.read().err()
    }

    /// The titles of all laws, full and short.
    pub(super) fn titles(&self) -> impl Iterator<Item = &str> {
        self.file.iter().flat_map(|file| file.text.lines()).flat_map(names)
    }

    /// The law of that name, as documents write it: with or without 中华人民共和国, with the year of an edition behind it.
    pub(super) fn law(&self, name: &str) -> Option<&Law> {
        let file = self.file.as_ref()?;
        let entries = self.entries.get_or_init(|| Entries::new(&file.text));
        let entry = entries.entries.get(*entries.by_name.get(&key(name))?)?;
        entry.law.get_or_init(|| entry.read(file)).as_ref()
    }
}

impl Entries {
    fn new(text: &str) -> Self {
        let mut found = Self::default();
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            if line.starts_with(ENTRY) {
                let before = found.entries.last_mut();
                before.into_iter().for_each(|before| before.at = Span::new(before.at.start(), at));
                found.entries.push(Entry { at: Span::new(at, text.len()), law: OnceLock::new() });
            }
            let which = found.entries.len().saturating_sub(1);
            for name in names(line) {
                found.by_name.entry(key(name)).or_insert(which);
            }
            at += line.len();
        }
        found
    }
}

impl Entry {
    fn read(&self, file: &SourceFile) -> Option<Law> {
        let own = SourceFile::new(file.path.clone(), self.at.of(&file.text));
        read(&own).ok()?.into_iter().next()
    }
}

/// The names of a law on a line of its entry, seen without reading it.
fn names(line: &str) -> impl Iterator<Item = &str> {
    let has_names = line.starts_with("title = ") || line.starts_with("short = ");
    line.split('"').skip(1).step_by(2).filter(move |_| has_names)
}

/// A name without what may be left out: 中华人民共和国 before it, (2019年修正) behind it.
fn key(name: &str) -> String {
    let folded = FoldedText::new(name);
    let name = folded.as_str().trim_matches(['《', '》']);
    let name = name.strip_prefix("中华人民共和国").unwrap_or(name);
    let edition = name.rfind('(').filter(|&i| {
        let words = name.get(i..).unwrap_or_default();
        ["修正", "修订", "试行", "年"].iter().any(|word| words.contains(word)) && words.ends_with(')')
    });
    edition.and_then(|i| name.get(..i)).unwrap_or(name).to_owned()
}

/// Reads the laws of `file`. Whether names are unique and successors known is asked of whole registers: see [`consistent`].
fn read(file: &SourceFile) -> Result<Vec<Law>, Box<Mistake>> {
    let written: Written = file.toml(Span::new(0, file.text.len()))?;
    if written.law.len() > 1 {
        consistent(file, &written)?;
    }
    let mut laws = Vec::with_capacity(written.law.len());
    for law in &written.law {
        let place = |span: std::ops::Range<usize>| Span::new(span.start, span.end);
        let mut last: Option<Date> = None;
        let mut editions = Vec::with_capacity(law.edition.len());
        for edition in &law.edition {
            let date = |written: &Spanned<Datetime>| {
                written_date(written.get_ref()).ok_or_else(|| {
                    Box::new(file.mistake(place(written.span()), "不是日期", "写成 2026-01-01，不加引号。"))
                })
            };
            let from = edition.from.as_ref().map(date).transpose()?;
            let until = edition.until.as_ref().map(date).transpose()?;
            if let (Some(before), Some(own), Some(written)) = (last, from, &edition.from)
                && own < before
            {
                let advice = "各文本按时间先后排列，前后不能重叠。";
                return Err(Box::new(file.mistake(place(written.span()), "施行日期早于前一文本", advice)));
            }
            if let (Some(from), Some(until), Some(written)) = (from, until, &edition.until)
                && until <= from
            {
                let advice = "until 是不再有效的第一天，应当晚于 from。";
                return Err(Box::new(file.mistake(place(written.span()), "失效日期不晚于施行日期", advice)));
            }
            last = until.or(from);
            // What is not certain accuses nobody.
            let sure = |key: &str| !edition.unsure.iter().any(|unsure| unsure == key);
            editions.push(LawEdition {
                from,
                until: until.filter(|_| sure("until")),
                articles: edition.articles.filter(|_| sure("articles")),
            });
        }
        let sure = |key: &str| !law.unsure.iter().any(|unsure| unsure == key);
        let replaced_by = law.replaced_by.iter().filter(|_| sure("replaced-by"));
        laws.push(Law {
            title: law.title.get_ref().clone(),
            short: law.short.iter().map(|name| name.get_ref().clone()).collect(),
            level: law.level.clone(),
            number: law.number.clone(),
            replaced_by: replaced_by.map(|title| title.get_ref().clone()).collect(),
            editions,
        });
    }
    Ok(laws)
}

/// Whether every name is one law's, and every successor is registered.
fn consistent(file: &SourceFile, written: &Written) -> Result<(), Box<Mistake>> {
    let place = |name: &Spanned<String>| Span::new(name.span().start, name.span().end);
    let mut by_name: HashMap<String, usize> = HashMap::new();
    for (i, law) in written.law.iter().enumerate() {
        for name in std::iter::once(&law.title).chain(&law.short) {
            let key = key(name.get_ref());
            let twin = by_name.insert(key.clone(), i).is_some_and(|other| other != i);
            if key.is_empty() || twin {
                let message = format!("“{}”已经是另一部法律的名称，或者是空的", name.get_ref());
                return Err(Box::new(file.mistake(place(name), message, "一个名称只登记一次。")));
            }
        }
    }
    let successors = written.law.iter().flat_map(|law| &law.replaced_by);
    match successors.into_iter().find(|title| !by_name.contains_key(&key(title.get_ref()))) {
        None => Ok(()),
        Some(title) => {
            let message = format!("登记册里没有“{}”", title.get_ref());
            let advice = "replaced-by 写登记册里另一部法律的全称。";
            Err(Box::new(file.mistake(place(title), message, advice)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "[[law]]\ntitle = \"中华人民共和国行政复议法\"\nshort = [\"复议法\"]\nlevel = \"法律\"\n[[law.edition]]\nfrom = 1999-10-01\nuntil = 2024-01-01\narticles = 43\n[[law.edition]]\nfrom = 2024-01-01\narticles = 90\n[[law]]\ntitle = \"信访条例\"\nlevel = \"行政法规\"\nreplaced-by = [\"中华人民共和国行政复议法\"]\n[[law.edition]]\nfrom = 2005-05-01\nuntil = 2022-05-01\narticles = 51\nunsure = [\"articles\"]\n";

    fn laws(text: &str) -> Laws {
        Laws::new(Some(SourceFile::new("laws.toml", text)))
    }

    #[test]
    fn laws_by_any_name() {
        let (laws, today) = (laws(GOOD), Date::constant(2026, 1, 1));
        for name in
            ["行政复议法", "中华人民共和国行政复议法", "复议法", "行政复议法（2023年修订）", "《行政復議法》"]
        {
            assert_eq!(laws.law(name).map(|law| law.last_article(today)), Some(Some(90)), "{name}");
        }
        assert!(laws.law("行政法").is_none());
        assert_eq!(laws.law("复议法").unwrap().editions.len(), 2);
        let petitions = laws.law("信访条例").unwrap();
        assert_eq!(petitions.repealed_on(Date::constant(2026, 1, 1)), Some(Date::constant(2022, 5, 1)));
        assert_eq!(petitions.repealed_on(Date::constant(2022, 4, 30)), None);
        assert_eq!(petitions.last_article(today), None, "an unsure number accuses nobody");
    }

    #[test]
    fn mistakes_are_placed() {
        let mistake = |from: &str, to: &str| {
            let text = GOOD.replacen(from, to, 1);
            let laws = laws(&text);
            let mistake = laws.mistake().unwrap();
            (mistake.at.of(&text).to_owned(), mistake.message.clone())
        };
        assert_eq!(mistake("from = 2024-01-01", "from = 2023-01-01").1, "施行日期早于前一文本");
        assert_eq!(mistake("until = 2022-05-01", "until = 2002-05-01").0, "2002-05-01");
        assert_eq!(mistake("\"信访条例\"", "\"复议法\"").0, "\"复议法\"");
        assert_eq!(mistake("[\"中华人民共和国行政复议法\"]", "[\"甲法\"]").0, "\"甲法\"");
    }
}
