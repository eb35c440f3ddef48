//! What somebody may have meant by the words of a citation, before any name is known: a name, what stands beside it, and the
//! provisions behind it.

use crate::law::{Place, is_numeral, places_at};

/// A citation is short; whatever is longer than this many characters is something else.
const LONGEST_CITATION: usize = 200;

/// What people write before a citation when they ask for it.
const LEAD_IN: [&str; 16] = [
    "请问",
    "请查",
    "查一下",
    "查询",
    "查看",
    "查找",
    "看一下",
    "根据",
    "依据",
    "按照",
    "依照",
    "参照",
    "参见",
    "详见",
    "违反",
    "查",
];

/// What joins a name and the provision: `限时办结制度的第三条`, `限时办结制度 - 第三条`.
const GLUE: [char; 11] = [' ', '的', ',', ':', '-', '·', '#', '/', '"', '\'', '、'];

/// Words that do the same, but end names as well.
const GLUE_WORDS: [&str; 7] = ["当中的", "里面的", "当中", "里面", "中", "里", "之"];

/// What goes on with a sentence behind 第三条, also behind 的. Anything else may count what there is: 第三条路, 第三条建议.
const GOES_ON: [&str; 50] = [
    "规定",
    "怎",
    "如何",
    "什么",
    "是",
    "讲",
    "说",
    "写",
    "内容",
    "里面",
    "里的",
    "中的",
    "中规定",
    "有什么",
    "有哪些",
    "有没有",
    "有关",
    "要求",
    "吗",
    "呢",
    "请问",
    "能不能",
    "能否",
    "可以",
    "适用",
    "所称",
    "所指",
    "所列",
    "所说",
    "所规定",
    "明确规定",
    "全文",
    "原文",
    "解释",
    "条文",
    "为什么",
    "为何",
    "在哪",
    "对于",
    "关于",
    "还有效",
    "还适用",
    "应当",
    "指的",
    "意思",
    "办理",
    "执行",
    "处理",
    "追究",
    "情形",
];

/// One way to read a citation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reading<'t> {
    /// The name, folded.
    pub(super) name: &'t str,
    /// The provisions behind it, none when only the name is written.
    pub(super) places: Vec<Place>,
    /// Whether nothing but the citation is written.
    pub(super) is_all: bool,
    /// Whether the provision is written as a count would be: 三条. `3条` is none: who counts in such a place writes it in Chinese.
    pub(super) counts: bool,
    /// The document number beside the title, when there is one.
    pub(super) number: Option<&'t str>,
    /// Whether other words stand beside the title, which may be another place's (罗田县《首问负责制度》) or another edition.
    pub(super) aside: bool,
}

/// Every way to read folded `text` as a citation; none for what is too long for one.
pub(super) fn readings(text: &str) -> Vec<Reading<'_>> {
    if text.chars().count() > LONGEST_CITATION {
        return Vec::new();
    }
    let text = bare(text);
    let mut found = of(text);
    if let Some(rest) = LEAD_IN.iter().find_map(|word| text.strip_prefix(word)) {
        found.extend(of(rest.trim_start_matches([' ', ':', ','])));
    }
    found
}

/// The provisions that folded `text` names without saying of what.
pub(super) fn nameless(text: &str) -> Option<Vec<Place>> {
    let text = bare(text).trim_matches(['《', '》']);
    places_at(text, true).filter(|(_, len)| *len == text.len()).map(|(places, _)| places)
}

/// Without the quotation marks around all of it, and the full stop behind.
fn bare(text: &str) -> &str {
    let text = text.trim().trim_end_matches(['。', '.', '?', '!', ';', ',', ':', '、', '…', ' ', '\n']);
    let inside = |open: char, close: char| text.strip_prefix(open)?.strip_suffix(close);
    inside('"', '"').or_else(|| inside('【', '】')).or_else(|| inside('[', ']')).unwrap_or(text)
}

fn of(text: &str) -> Vec<Reading<'_>> {
    if let Some(open) = text.find('《')
        && let Some(close) = closing(text, open)
    {
        return bracketed(text, open, close);
    }
    let mut found = vec![Reading::name(text)];
    found.extend(splits(text));
    found
}

impl<'t> Reading<'t> {
    fn name(name: &'t str) -> Self {
        Self { name, places: Vec::new(), is_all: true, counts: false, number: None, aside: false }
    }
}

/// The readings of `text`, whose first title opens at byte `open` and closes at byte `close`.
fn bracketed(text: &str, open: usize, close: usize) -> Vec<Reading<'_>> {
    let before = text.get(..open).unwrap_or_default().trim();
    let inside = text.get(open + '《'.len_utf8()..close).unwrap_or_default();
    let end = close + '》'.len_utf8();
    let mut aside = !before.is_empty();
    let mut number = is_number(before).then_some(before);
    aside &= number.is_none();
    let mut rest = text.get(end..).unwrap_or_default();
    let mut readings = Vec::new();
    if let Some((note, behind)) = note(rest) {
        // 《首问负责制度》(试行) has the note in its name.
        let with_note = text.get(open..text.len() - behind.len()).unwrap_or_default();
        readings.extend(behind_title(with_note, behind).map(|reading| Reading { number, aside, ..reading }));
        if nameless(note).is_none() {
            rest = behind;
            if is_number(note) {
                number = Some(note);
            } else {
                aside |= !["以下", "下称", "简称"].iter().any(|word| note.starts_with(word));
            }
        }
    }
    readings.extend(behind_title(inside, rest).map(|reading| Reading { number, aside, ..reading }));
    if rest.is_empty() {
        readings.extend(splits(inside).into_iter().map(|reading| Reading { number, aside, ..reading }));
    }
    readings
}

/// The byte of the 》 that closes the title which opens at byte `open`.
fn closing(text: &str, open: usize) -> Option<usize> {
    let mut depth = 0;
    for (i, c) in text.get(open..)?.char_indices() {
        match c {
            '《' => depth += 1,
            '》' => depth -= 1,
            _ => continue,
        }
        if depth == 0 {
            return Some(open + i);
        }
    }
    None
}

/// The words in brackets at the head of `text`, and what is behind them.
fn note(text: &str) -> Option<(&str, &str)> {
    text.strip_prefix('(')?.split_once(')').filter(|(note, _)| !note.contains('('))
}

/// Whether `words` are a document number: 甘政办发〔2012〕262号.
pub(super) fn is_number(words: &str) -> bool {
    words.ends_with('号') && words.contains(|c: char| c.is_ascii_digit())
}

/// The reading of a title with `rest` behind it.
fn behind_title<'t>(name: &'t str, rest: &str) -> Option<Reading<'t>> {
    if rest.is_empty() {
        return Some(Reading::name(name));
    }
    let rest = rest.trim_start_matches(GLUE);
    let rest =
        GLUE_WORDS.iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest).trim_start_matches(GLUE);
    let rest = note(rest)
        .filter(|(note, behind)| behind.is_empty() && nameless(note).is_some())
        .map_or(rest, |n| n.0);
    let (places, is_all) = address(rest)?;
    Some(Reading { places, is_all, ..Reading::name(name) })
}

/// The provisions at the head of `text` and whether they are all of it.
fn address(text: &str) -> Option<(Vec<Place>, bool)> {
    if let Some((places, _)) = places_at(text, true).filter(|(_, len)| *len == text.len()) {
        return Some((places, true));
    }
    let (places, len) = places_at(text, false)?;
    goes_on(text.get(len..)?).then_some((places, false))
}

/// Whether `text` behind a provision leaves no doubt that it was one.
fn goes_on(text: &str) -> bool {
    let words = text.trim_start_matches([' ', ',', ':', ';', '。', '?', '!', '、', '(', '"', '》']);
    let behind = words.strip_prefix('的').unwrap_or(words);
    words.len() < text.len() || GOES_ON.iter().any(|word| behind.starts_with(word))
}

/// The readings of `text` as a name that ends wherever an address begins.
fn splits(text: &str) -> Vec<Reading<'_>> {
    let mut found = Vec::new();
    let mut previous = None;
    for (start, c) in text.char_indices() {
        let inside_number = is_numeral(c) && previous.is_some_and(|p| is_numeral(p) || p == '第' || p == '(');
        previous = Some(c);
        let may_begin = matches!(c, '第' | '§' | 'a' | '(') || is_numeral(c);
        let (Some(before), Some(rest)) = (text.get(..start), text.get(start..)) else { continue };
        if start == 0 || inside_number || !may_begin {
            continue;
        }
        let noted = note(rest).filter(|(note, behind)| behind.is_empty() && nameless(note).is_some());
        let Some((places, is_all)) = address(noted.map_or(rest, |(note, _)| note)) else { continue };
        let counts = is_numeral(c) && !c.is_ascii_digit() && is_one_article(&places);
        let name = before.trim_end_matches(GLUE);
        let shorter = GLUE_WORDS.iter().find_map(|word| name.strip_suffix(word));
        for name in std::iter::once(name).chain(shorter).filter(|name| !name.is_empty()) {
            found.push(Reading { places: places.clone(), is_all, counts, ..Reading::name(name) });
        }
    }
    found
}

fn is_one_article(places: &[Place]) -> bool {
    matches!(places, [Place::One(at)] if at.steps().len() == 1)
}
