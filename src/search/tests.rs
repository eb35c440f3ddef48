//! Search over small corpora.

use proptest::prelude::*;

use super::*;
use crate::{
    corpus::Corpus,
    text::{FoldedText, SourceFile},
};

const TIMES: &str = "# 限时办结制度

## 第一章 总则

第一条 为了让服务对象知道多久能办好，制定本制度。

第二条 办件分为下列类型：
（一）即办件，当场办结；
（二）承诺件，在承诺时限内办结。

第三条 进驻中心的事项都应当公开承诺时限，时限写明“工作日”，不得写“尽快”。

## 第二章 监督与责任

第四条 对超过承诺时限仍未办结的，由督查科督办，窗口应当向申请人说明理由，并依照《工作责任追究制度》追究责任。

第五条 各环节时限之和不得长于承诺时限。
";

const CONTACT: &str = "# 首问负责制度

第一条 首位接待服务对象的窗口工作人员为首问责任人。

第二条 群众来电咨询的，接听人负责答复，电话：8：30－12：00 值守，见 DB51/T 1173—2010。

第三条 姓名中有𠮷字等生僻字的，依照《限时办结制度》第二条办理，不得以系统无法录入为由拒绝辦理。
";

const BOARD: &str = "# 公示栏管理说明

公示栏由办公室统一管理。
公示内容每月更新一次。
";

fn file(id: &str, title: &str, effective: &str, body: &str) -> SourceFile {
    let text = format!(
        "+++\nid = \"{id}\"\ntitle = \"{title}\"\naliases = [\"{}\"]\ncategory = \"制度\"\nissuer = \"中心\"\neffective = {effective}\nstatus = \"现行\"\n+++\n\n{body}",
        title.trim_end_matches("制度")
    );
    SourceFile::new(format!("corpus/{id}.{effective}.md"), text)
}

fn corpus() -> Corpus {
    let files = [
        file("times", "限时办结制度", "2026-01-01", TIMES),
        file("contact", "首问负责制度", "2026-01-01", CONTACT),
        file("board", "公示栏管理说明", "2026-01-01", BOARD),
    ];
    let (corpus, mistakes) = Corpus::load(&files);
    assert!(mistakes.is_empty(), "{mistakes:?}");
    corpus
}

fn index() -> &'static Index {
    static INDEX: std::sync::OnceLock<Index> = std::sync::OnceLock::new();
    INDEX.get_or_init(|| Index::build(corpus().regulations()).unwrap())
}

fn answer(query: &str) -> Answer {
    index().search(query, 100).unwrap()
}

fn name(hit: &Hit) -> String {
    format!("{}{}", hit.regulation, hit.at)
}

fn names(answer: &Answer) -> Vec<String> {
    answer.hits.iter().map(name).collect()
}

fn marked(hit: &Hit) -> Vec<String> {
    let chars: Vec<char> = hit.text.chars().collect();
    hit.highlights.iter().map(|range| chars[range.clone()].iter().collect()).collect()
}

#[test]
fn a_question_finds_the_article_that_answers_it() {
    let found = answer("办理超过承诺时限怎么办");
    assert_eq!(name(&found.hits[0]), "times第四条");
    assert!(!found.exact && !found.fallback && !found.cited);
    assert_eq!(found.hits[0].breadcrumbs, ["第二章 监督与责任"]);
    assert_eq!(marked(&found.hits[0]), ["超过承诺时限"]);
    assert_eq!(name(&answer("打电话来问事情谁负责答复呢").hits[0]), "contact第二条");
}

#[test]
fn every_script_and_width_finds_the_same() {
    let found = answer("拒绝办理");
    assert_eq!(names(&found), ["contact第三条"]);
    assert_eq!(marked(&found.hits[0]), ["拒绝辦理"]);
    for query in ["拒絕辦理", "拒 绝　办理", "“拒絕 辦理”", " 拒绝办理\n"] {
        assert_eq!(answer(query), found, "{query}");
    }
    assert_eq!(marked(&answer("\"8:30-12:00\"").hits[0]), ["8：30－12：00"]);
    assert_eq!(marked(&answer("ｄｂ５１／Ｔ").hits[0]), ["DB51/T"]);
    assert_eq!(answer("辦理超過承諾時限怎麼辦"), answer("办理超过承诺时限怎么办"));
}

#[test]
fn a_citation_in_any_spelling_comes_first() {
    for query in [
        "限时办结制度第三条",
        "《限时办结制度》第3条",
        "限时办结 3条",
        "限時辦結制度第３條",
        "times 第三条",
        "《限时办结制度》第三条第一款规定了什么，请问怎么理解",
        "请问《限时办结制度》第三条怎么理解",
    ] {
        let found = answer(query);
        assert_eq!(name(&found.hits[0]), "times第三条", "{query}");
        assert!(found.cited && !found.fallback, "{query}");
        assert!(found.hits[0].highlights.is_empty());
        assert!(found.hits.is_sorted_by(|a, b| a.score >= b.score));
    }
    let missing = answer("限时办结制度第九十条");
    assert!(!missing.cited && !missing.hits.is_empty());
}

#[test]
fn the_latest_edition_is_cited() {
    let files = [
        file("times", "限时办结制度", "2026-01-01", TIMES),
        file("times", "限时办结制度", "2020-01-01", TIMES),
    ];
    let (corpus, _) = Corpus::load(&files);
    let found = Index::build(corpus.regulations()).unwrap().search("限时办结制度第三条", 10).unwrap();
    assert_eq!(found.hits[0].effective, Some(Date::constant(2026, 1, 1)));
    assert_eq!(found.hits[1].score.total_cmp(&found.hits[0].score), Ordering::Less);
}

#[test]
fn quotes_are_taken_at_their_word() {
    let found = answer("指南里能不能写“尽快”这样的词");
    assert!(found.exact);
    assert_eq!((names(&found), found.total), (vec!["times第三条".to_owned()], 1));
    assert_eq!(marked(&found.hits[0]), ["尽快"]);
    // Quotes around the whole are the user's, quotes within a few words may be the article's.
    assert_eq!(marked(&answer("“承诺时限”").hits[0])[0], "承诺时限");
    assert_eq!(marked(&answer("写“尽快”").hits[0]), ["写“尽快”"]);
}

#[test]
fn words_that_no_article_contains_find_what_is_alike() {
    let found = answer("首问责任岗");
    assert!(!found.exact && found.fallback);
    assert_eq!(name(&found.hits[0]), "contact第一条");
    assert_eq!(marked(&found.hits[0]), ["首问责任"]);
}

#[test]
fn a_regulation_that_the_query_names_goes_first() {
    let found = answer("首问负责制度对服务对象的承诺时限怎么规定");
    assert_eq!(found.hits[0].regulation, "contact");
}

#[test]
fn a_regulation_without_articles_is_one_entry() {
    let found = answer("公示内容");
    assert_eq!(names(&found), ["board"]);
    assert_eq!(found.hits[0].text, "公示栏由办公室统一管理。\n公示内容每月更新一次。");
}

#[test]
fn the_limit_limits_hits_and_not_the_total() {
    let found = index().search("时限", 1).unwrap();
    assert_eq!((found.total, found.hits.len()), (4, 1));
    assert_eq!(found.hits[0], answer("时限").hits[0]);
    assert_eq!(index().search("时限", 0).unwrap().total, 4);
}

#[test]
fn queries_that_say_nothing_find_nothing() {
    for query in ["", "  ", "“”", "\u{0}\u{1b}[31m", "？？！！", "\u{200B}\u{FEFF}", "\n\n"] {
        let found = answer(query);
        assert_eq!((found.total, found.hits.len(), found.exact), (0, 0, false), "{query:?}");
    }
    assert!(Index::build([]).unwrap().search("时限", 10).unwrap().hits.is_empty());
    assert_eq!(answer(&"超过承诺时限".repeat(200_000)).hits[0].at.to_string(), "第四条");
}

/// Every article's name and text, read from the corpus without the index.
fn articles() -> Vec<(String, String)> {
    let corpus = corpus();
    let of = |r: &Regulation| {
        let articles = r.articles().map(|p| (format!("{}{}", r.id, p.at.from_article()), r.words(p)));
        articles.collect::<Vec<_>>()
    };
    corpus.regulations().iter().flat_map(of).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn a_short_query_finds_exactly_the_articles_that_contain_it(
        article in any::<prop::sample::Index>(), start in any::<prop::sample::Index>(), length in 1usize..=8,
    ) {
        let articles = articles();
        let chars: Vec<char> = articles[article.index(articles.len())].1.chars().collect();
        let start = start.index(chars.len());
        let query: String = chars[start..(start + length).min(chars.len())].iter().collect();
        let folded = FoldedText::new(query.trim()).as_str().trim().to_owned();
        let quoted = folded.len() > 1 && folded.starts_with('"') && folded.ends_with('"');
        prop_assume!(!folded.is_empty() && !quoted);
        let mut expected: Vec<String> = articles
            .iter()
            .filter(|(_, text)| FoldedText::new(text).as_str().contains(&folded))
            .map(|(name, _)| name.clone())
            .collect();
        let found = answer(&query);
        let mut got: Vec<String> = names(&found).into_iter().filter(|name| name != "board").collect();
        expected.sort();
        got.sort();
        prop_assert!(found.exact);
        prop_assert_eq!(got, expected);
        for hit in &found.hits {
            prop_assert!(!hit.highlights.is_empty());
            for words in marked(hit) {
                let words = FoldedText::new(&words);
                prop_assert!(words.as_str().contains(&folded), "{:?} {:?}", words.as_str(), folded);
            }
        }
    }

    #[test]
    fn no_query_makes_it_fail(
        query in prop_oneof![
            "\\PC{0,30}",
            "[\u{0}-\u{1f}“”\"《》第三条3限时办结制度，。 ]{0,20}",
            prop::collection::vec(any::<char>(), 0..40).prop_map(String::from_iter),
        ],
    ) {
        let found = answer(&query);
        prop_assert!(found.total >= found.hits.len());
        prop_assert!(found.hits.is_sorted_by(|a, b| a.score >= b.score));
        for hit in &found.hits {
            let length = hit.text.chars().count();
            prop_assert!(hit.highlights.iter().all(|range| range.start < range.end && range.end <= length));
            prop_assert!(hit.highlights.is_sorted_by(|a, b| a.end < b.start));
        }
    }
}
