//! Citations in running text: 《…》第…条第…款第（…）项, and numbers of documents such as 甘政办发〔2012〕262号.

use std::sync::LazyLock;

use regex::Regex;

use super::address::{Address, Level, address_at};
use crate::text::{Folded, FoldedText, Plain, Span};

/// A citation as it stands in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitationMention {
    /// The whole of it, brackets and addresses included.
    pub at: Span<Plain>,
    /// The title between 《 and 》, folded; `None` for a bare document number.
    pub title: Option<String>,
    /// The number of the document (文号), as written, when one stands with it.
    pub number: Option<String>,
    /// The provisions it names: none for a document cited as a whole.
    pub provisions: Vec<Address>,
}

/// The year and serial of a document number (国发〔2022〕5号), also in the brackets that people type instead of 〔〕. The
/// issuer's signs stand before it.
const SERIAL: &str = r"[〔\[(【](?:19|20)[0-9]{2}[〕\])】]第?[0-9]{1,5}号";

/// The longest title, in bytes; between brackets that are further apart one was lost.
const LONGEST_TITLE: usize = 300;

/// The longest signs of an issuer, in characters.
const LONGEST_SIGNS: usize = 12;

static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(SERIAL).ok());
/// Every citation in `text`, in order.
pub fn citations(text: &FoldedText) -> Vec<CitationMention> {
    let folded = text.as_str();
    let mut found: Vec<(Span<Folded>, CitationMention)> = Vec::new();
    for title in titles(folded) {
        let (end, number, provisions) = tail(folded, title.end());
        let at = Span::new(title.start(), end);
        let name =
            title.of(folded).strip_prefix('《').and_then(|name| name.strip_suffix('》')).unwrap_or_default();
        let mention =
            CitationMention { at: text.to_plain(at), title: Some(name.to_owned()), number, provisions };
        found.push((at, mention));
    }
    for at in numbers(folded) {
        if found.iter().all(|(other, _)| !other.overlaps(at)) {
            let number = Some(at.of(folded).to_owned());
            found.push((
                at,
                CitationMention { at: text.to_plain(at), title: None, number, provisions: Vec::new() },
            ));
        }
    }
    found.sort_by_key(|(at, _)| *at);
    found.into_iter().map(|(_, mention)| mention).collect()
}

/// The titles in `folded` with their brackets, titles inside titles left in them.
fn titles(folded: &str) -> Vec<Span<Folded>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = folded.get(from..).and_then(|rest| rest.find('《')).map(|i| from + i) {
        let end = closing(folded.get(start..).unwrap_or_default()).filter(|len| *len > "《》".len());
        from = start + end.unwrap_or('《'.len_utf8());
        found.extend(end.map(|len| Span::new(start, start + len)));
    }
    found
}

/// The length of the title that `text` begins with, up to its closing bracket.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (i, c) in text.char_indices().take_while(|&(i, c)| i <= LONGEST_TITLE && c != '\n') {
        depth += usize::from(c == '《');
        depth -= usize::from(c == '》');
        if depth == 0 {
            return Some(i + c.len_utf8());
        }
    }
    None
}

/// The document numbers in `folded`, each with its issuer's signs.
fn numbers(folded: &str) -> Vec<Span<Folded>> {
    // The expression is compiled only for a text that could have a number.
    if !folded.contains(['〔', '[', '(', '【']) || !folded.contains('号') {
        return Vec::new();
    }
    let Some(serial) = &*NUMBER else { return Vec::new() };
    let with_signs = |m: regex::Match<'_>| {
        let before = folded.get(..m.start())?;
        let signs = before
            .chars()
            .rev()
            .take(LONGEST_SIGNS)
            .take_while(|c| is_sign(*c))
            .map(char::len_utf8)
            .sum::<usize>();
        let signs = before.get(before.len() - signs..)?;
        let signs = signs.get(lead_in(signs)..)?;
        (!signs.is_empty()).then(|| Span::new(m.start() - signs.len(), m.end()))
    };
    serial.find_iter(folded).filter_map(with_signs).collect()
}

fn is_sign(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}')
}

/// The length of the words before an issuer's signs that only lead in to them: 根据国发〔2022〕5号.
fn lead_in(signs: &str) -> usize {
    const WORDS: [&str; 12] =
        ["根据", "依据", "按照", "依照", "以及", "按", "和", "及", "与", "由", "见", "以"];
    WORDS.iter().filter_map(|word| signs.rfind(word).map(|i| i + word.len())).max().unwrap_or(0)
}

/// What follows a title at byte `at`: a note in brackets, then provisions one after the other.
fn tail(folded: &str, at: usize) -> (usize, Option<String>, Vec<Address>) {
    let rest = |at: usize| folded.get(at..).unwrap_or_default();
    let (mut end, mut number) = (at, None);
    // The edition or the number of the document may stand between its title and the provisions.
    let inside = rest(at).strip_prefix('(').and_then(|rest| rest.get(..rest.find(['(', ')', '\n'])?));
    if let Some(note) =
        inside.filter(|note| rest(at).get(note.len() + 1..).is_some_and(|after| after.starts_with(')')))
    {
        number = numbers(note).first().map(|at| at.of(note).to_owned());
        end += note.len() + 2;
    }
    let mut provisions = Vec::new();
    let mut next = end;
    // 《水法》48条: the first article may lack its 第.
    while let Some((address, len)) = address_at(rest(next), false)
        .or_else(|| bare_article(rest(next)).filter(|_| next == end && provisions.is_empty()))
    {
        provisions.push(address);
        end = next + len;
        let separator =
            ["、", "和", "及", "以及", "或者", ",", "至"].into_iter().find(|s| rest(end).starts_with(s));
        match separator {
            Some(s) if rest(end + s.len()).starts_with('第') => next = end + s.len(),
            _ => break,
        }
    }
    if provisions.is_empty() && number.is_none() {
        end = at;
    }
    (end, number, provisions)
}

/// An article without 第 right behind a title; 《意见》十条措施 only counts what there is.
fn bare_article(text: &str) -> Option<(Address, usize)> {
    const COUNTED: [&str; 8] = ["措施", "意见", "建议", "内容", "要求", "纪律", "禁令", "政策"];
    let (address, len) = address_at(text, true)?;
    let behind = text.get(len..)?;
    let counts = COUNTED.iter().any(|word| behind.starts_with(word));
    let first = address.steps().first()?;
    (first.level == Level::Article && !counts).then_some((address, len))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(plain: &str) -> Vec<(String, Vec<String>)> {
        citations(&FoldedText::new(plain))
            .into_iter()
            .map(|c| (c.at.of(plain).to_owned(), c.provisions.iter().map(ToString::to_string).collect()))
            .collect()
    }

    #[test]
    fn titles_addresses_and_numbers() {
        let cases: [(&str, &str, &[&str]); 12] = [
            (
                "依据《行政许可法》第三十二条第一款第（四）项办理",
                "《行政许可法》第三十二条第一款第（四）项",
                &["第三十二条第一款第（四）项"],
            ),
            (
                "《中华人民共和国食品安全法》（2021修正）第35条",
                "《中华人民共和国食品安全法》（2021修正）第35条",
                &["第三十五条"],
            ),
            (
                "《公司法》第三条、第五条和第七条规定",
                "《公司法》第三条、第五条和第七条",
                &["第三条", "第五条", "第七条"],
            ),
            ("《行政許可法》第 12 條", "《行政許可法》第 12 條", &["第十二条"]),
            ("《价格法》和其他规定", "《价格法》", &[]),
            ("《水法》48条", "《水法》48条", &["第四十八条"]),
            ("《水法》四十八条第一款", "《水法》四十八条第一款", &["第四十八条第一款"]),
            ("《水法》第48条之一", "《水法》第48条之一", &["第四十八条之一"]),
            ("《十条意见》十条措施", "《十条意见》", &[]),
            ("《某办法》7章48条", "《某办法》", &[]),
            ("《限时办结制度》（甘政办发〔2012〕262号）", "《限时办结制度》（甘政办发〔2012〕262号）", &[]),
            ("按甘政办发〔2012〕262号执行", "甘政办发〔2012〕262号", &[]),
        ];
        for (plain, words, provisions) in cases {
            let got = found(plain);
            assert_eq!(got.len(), 1, "{plain}");
            assert_eq!(got[0].0, words, "{plain}");
            assert_eq!(got[0].1, provisions, "{plain}");
        }
    }

    #[test]
    fn a_title_within_a_title() {
        let plain = "《关于修改〈公司登记办法〉的决定》第二条";
        assert_eq!(found(plain)[0].0, plain);
        let first = citations(&FoldedText::new("《〈公司法〉释义》和《《公司法》释义》"));
        let titles: Vec<_> = first.into_iter().filter_map(|mention| mention.title).collect();
        assert_eq!(titles, ["〈公司法〉释义", "《公司法》释义"]);
    }
}
