//! For Sphinx and Manticore: articles in shards, and the configuration of the shards and of the index over all of them.
//!
//! Every character but blanks is a token of its own (`ngram_chars`), so that a phrase is found wherever it stands, within
//! numbers, words and across punctuation, and the engines fold by our table. Four things need care:
//!
//! - a value in the configuration is cut off behind 64 kB without a word, and all of the table has twice that: what
//!   ideographs fold to lies in a file of its own ([`wordforms`]), everything else in `ngram_chars`;
//! - ASCII punctuation are operators of the query language, so it is written in full width, in documents ([`document`])
//!   and in phrases ([`phrase`]); who types a query types `（` for `(`, as Chinese is written anyway;
//! - no phrase may cross a line, so line feeds are a character, [`LINE`];
//! - the engines know no character above U+2FFFF: those become U+FFFD.

use std::fmt::Write as _;

use super::{
    article::Article,
    folds,
    xml::{LOST, escaped},
};
use crate::text::{FoldedText, fold_char};

/// What users read beside these files.
pub const GUIDE: &str = include_str!("sphinx.md");

/// The name of the index of one shard.
pub const SHARD_INDEX: &str = "articles";

/// The name of the index over all shards.
pub const INDEX: &str = "guiju";

/// The documents of one shard, in its folder.
pub const DOCUMENTS: &str = "articles.xml";

/// What ideographs fold to, in the folder of every shard.
pub const WORDFORMS: &str = "folds.txt";

/// Stands for the end of a line in what is indexed.
pub const LINE: char = '␤';

/// What stands before the first document of a shard.
pub const HEAD: &str =
    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<sphinx:docset xmlns:sphinx=\"http://sphinxsearch.com/\">\n";

/// What stands behind the last one.
pub const TAIL: &str = "</sphinx:docset>\n";

/// The largest character of the engines, a noncharacter: the one that is no token, since a table of words must not be empty.
const LARGEST: char = '\u{2FFFF}';

/// ASCII that means something in a query, or in the SQL around it.
const OPERATORS: &str = "()|-!@~\"/^$<>&=*?%'\\`";

/// Where the engines listen, on the loopback until somebody writes machines in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ports {
    /// For queries in SQL (the protocol of MySQL), of the index over all shards.
    pub sql: u16,
    /// Of the same, for its own protocol.
    pub api: u16,
    /// Of every shard, for its own protocol: what the index over all shards asks.
    pub shards: Vec<u16>,
}

impl Ports {
    /// The usual ports, for `shards` shards: 9306 and 9312, and 9401, 9402 ….
    pub fn usual(shards: usize) -> Self {
        Self { sql: 9306, api: 9312, shards: (9401..).take(shards).collect() }
    }
}

/// The article as a document, whose number `id` (from 1) must be its own in all shards.
pub fn document(id: u64, article: &Article) -> String {
    let mut out = format!("<sphinx:document id=\"{id}\">\n");
    let effective = article.effective.as_deref().unwrap_or_default().replace('-', "");
    let breadcrumbs = article.breadcrumbs.join(" / ");
    let parts: [(&str, &str); 12] = [
        ("heading", &indexed(&article.heading())),
        ("folded", &indexed(&article.folded)),
        ("article", &article.id),
        ("regulation", &article.regulation),
        ("title", &article.title),
        ("effective", if effective.is_empty() { "0" } else { &effective }),
        ("status", article.status),
        ("category", &article.category),
        ("issuer", &article.issuer),
        ("number", article.number.as_deref().unwrap_or_default()),
        ("at", &article.at),
        ("breadcrumbs", &breadcrumbs),
    ];
    for (name, value) in parts {
        let _ = writeln!(out, "<{name}>{}</{name}>", escaped(value));
    }
    let _ = writeln!(out, "<text>{}</text>\n</sphinx:document>", escaped(&article.text));
    out
}

/// A query for exactly `text` in the words of articles: `@folded "（试行）"`. It holds no character that SQL would
/// have to be told about.
pub fn phrase(text: &str) -> String {
    let folded = FoldedText::new(text.trim());
    format!("@folded \"{}\"", indexed(folded.as_str()))
}

/// Folded text as it is indexed and asked for.
fn indexed(folded: &str) -> String {
    let one = |c: char| match c {
        '\n' => LINE,
        c if c.is_ascii_control() || c >= LARGEST => LOST,
        c => full_width(c),
    };
    folded.chars().map(one).collect()
}

/// ASCII punctuation in full width.
fn full_width(c: char) -> char {
    const OFFSET: u32 = '！' as u32 - '!' as u32;
    if c.is_ascii_punctuation() { char::from_u32(c as u32 + OFFSET).unwrap_or(c) } else { c }
}

/// The configuration of a shard that listens on `port`. Paths are relative: the programs run in the shard's folder.
pub fn shard(port: u16) -> String {
    let mut out = String::from("# guiju：一片的配置。用法见上一级目录的 说明.md。\n\n");
    let _ = write!(
        out,
        "source {SHARD_INDEX}\n{{\n    type = xmlpipe2\n    xmlpipe_command = cat {DOCUMENTS}\n    xmlpipe_field = heading\n    xmlpipe_field = folded\n    xmlpipe_attr_uint = effective\n"
    );
    for name in [
        "article",
        "regulation",
        "title",
        "status",
        "category",
        "issuer",
        "number",
        "at",
        "breadcrumbs",
        "text",
    ] {
        let _ = writeln!(out, "    xmlpipe_attr_string = {name}");
    }
    let _ = write!(
        out,
        "}}\n\nindex {SHARD_INDEX}\n{{\n    source = {SHARD_INDEX}\n    path = {SHARD_INDEX}\n    min_word_len = 1\n    wordforms = {WORDFORMS}\n    charset_table = U+{:X}\n    ngram_len = 1\n    ngram_chars = {}\n    ignore_chars = {}\n}}\n\nindexer\n{{\n    mem_limit = 256M\n    max_xmlpipe2_field = 64M\n}}\n\n",
        LARGEST as u32,
        list(&tokens()),
        list(&vanishing()),
    );
    searchd(&mut out, &[format!("127.0.0.1:{port}")]);
    out
}

/// The configuration of the index over all shards.
pub fn distributed(ports: &Ports) -> String {
    let mut out = format!(
        "# guiju：总索引的配置：向每一片查询，汇总结果。各片搬到别的机器上以后，把 127.0.0.1 改成那台机器的地址。用法见 说明.md。\n\nindex {INDEX}\n{{\n    type = distributed\n"
    );
    for port in &ports.shards {
        let _ = writeln!(out, "    agent = 127.0.0.1:{port}:{SHARD_INDEX}");
    }
    out.push_str("    agent_connect_timeout = 1000\n    agent_query_timeout = 10000\n}\n\n");
    searchd(&mut out, &[format!("127.0.0.1:{}", ports.api), format!("127.0.0.1:{}:mysql41", ports.sql)]);
    out
}

fn searchd(out: &mut String, listen: &[String]) {
    out.push_str("searchd\n{\n");
    for address in listen {
        let _ = writeln!(out, "    listen = {address}");
    }
    out.push_str("    log = searchd.log\n    query_log = query.log\n    pid_file = searchd.pid\n    binlog_path =\n    max_filter_values = 4096\n}\n");
}

/// The lines of a list in the configuration, a few entries each.
fn list(entries: &[String]) -> String {
    entries.chunks(8).map(|chunk| chunk.join(", ")).collect::<Vec<_>>().join(", \\\n        ")
}

/// What the ideographs fold to, as word forms: each is a word.
pub fn wordforms() -> String {
    let mut out = String::new();
    for (from, to) in folds().filter(|&(from, _)| is_ideograph(from)) {
        if let Some(to) = to {
            let _ = writeln!(out, "{from} > {}", full_width(to));
        }
    }
    out
}

/// Whether `c` is of the blocks of ideographs, radicals and compatible forms included.
fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{2FDF}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..)
}

/// Every character that is a token; those that are no ideographs with the one they count as.
fn tokens() -> Vec<String> {
    let mut runs: Vec<(u32, u32, u32)> = Vec::new();
    for from in ('!'..LARGEST).filter(|c| !OPERATORS.contains(*c)) {
        let to = match fold_char(from) {
            _ if is_ideograph(from) => from,
            Some(' ' | '\n') | None => continue,
            Some(to) => full_width(to),
        };
        let (from, to) = (from as u32, to as u32);
        match runs.last_mut() {
            Some((first, last, target)) if *last + 1 == from && *target + (from - *first) == to => {
                *last = from
            }
            _ => runs.push((from, from, to)),
        }
    }
    runs.into_iter().map(|(first, last, to)| run(first, last, to)).collect()
}

/// A run of characters as the configuration writes it.
fn run(first: u32, last: u32, to: u32) -> String {
    let range = |first: u32, last: u32| {
        if first == last { format!("U+{first:X}") } else { format!("U+{first:X}..U+{last:X}") }
    };
    if first == to {
        range(first, last)
    } else {
        format!("{}->{}", range(first, last), range(to, to + (last - first)))
    }
}

/// The characters that vanish: nothing is between their neighbours.
fn vanishing() -> Vec<String> {
    folds().filter(|(_, to)| to.is_none()).map(|(c, _)| format!("U+{:X}", c as u32)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_is_folded_and_holds_no_operator() {
        assert_eq!(phrase(" （試行)，Ａ-b"), "@folded \"（试行），a－b\"");
        assert_eq!(phrase("说“尽快”\n'甲'\\𰀀𠮷"), "@folded \"说＂尽快＂␤＇甲＇＼\u{FFFD}𠮷\"");
        let ascii: String = ('!'..='~').collect();
        let query = phrase(&ascii);
        let inner = query.strip_prefix("@folded \"").unwrap().strip_suffix('"').unwrap();
        assert!(!inner.contains(|c| OPERATORS.contains(c)));
    }

    #[test]
    fn every_character_of_chinese_is_a_token_and_folds() {
        let tokens = tokens();
        for entry in ["U+30..U+39", "U+41..U+5A->U+61..U+7A", "U+FF10..U+FF19->U+30..U+39", "U+FFEF..U+2FFFE"]
        {
            assert!(tokens.iter().any(|token| token == entry), "{entry}: {tokens:?}");
        }
        assert!(!tokens.iter().any(|token| token.starts_with("U+28->")), "( is an operator");
        assert!(vanishing().contains(&"U+200B".to_owned()));
        let forms = wordforms();
        assert!(forms.lines().any(|line| line == "辦 > 办") && forms.lines().any(|line| line == "⾨ > 门"));
    }

    #[test]
    fn no_value_of_the_configuration_is_cut_off() {
        let longest = shard(9401).replace("\\\n", "").lines().map(str::len).max();
        assert!(longest.is_some_and(|longest| longest < 60_000), "{longest:?}");
    }

    #[test]
    fn hostile_text_stays_text() {
        let article = Article {
            id: "a@undated#第一条".into(),
            regulation: "a".into(),
            title: "<甲>&".into(),
            effective: None,
            adopted: None,
            status: "现行",
            category: String::new(),
            issuer: String::new(),
            number: None,
            at: "第一条".into(),
            breadcrumbs: vec!["第一章 总则".into()],
            text: "甲]]></text>\u{1}𠮷\n乙\r".into(),
            folded: "甲]]></text>\u{1}𠮷\n乙".into(),
        };
        let document = document(7, &article);
        assert!(document.contains("<folded>甲］］＞＜／text＞\u{FFFD}𠮷␤乙</folded>"), "{document}");
        assert!(document.contains("<text>甲]]&gt;&lt;/text&gt;\u{FFFD}𠮷\n乙&#13;</text>"), "{document}");
        assert!(document.contains("<effective>0</effective>"));
    }
}
