//! Search over small corpora.

use proptest::prelude::*;

use super::*;
use crate::{
    corpus::Corpus,
    law::{Date, Status},
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
    INDEX.get_or_init(|| build(&corpus()))
}

fn synonyms() -> Synonyms {
    let text = "[[same]]\nwords = [\"首问\", \"首次接待\"]\n[[spoken]]\nsay = [\"拖着\"]\nmeans = [\"逾期\", \"超过承诺时限\"]";
    Synonyms::read(&[SourceFile::new("corpus/synonyms.toml", text)]).unwrap()
}

fn material(corpus: &Corpus) -> Material<'_> {
    let resting = Resting {
        regulation: "times".to_owned(),
        article: "第三条".parse().unwrap(),
        rule: "A05".to_owned(),
    };
    Material {
        regulations: corpus.regulations().iter().collect(),
        resting: vec![resting],
        synonyms: synonyms(),
    }
}

fn build(corpus: &Corpus) -> Index {
    Index::build(&material(corpus)).unwrap()
}

fn limited(limit: usize) -> Options {
    Options { limit, ..Options::default() }
}

fn answer(query: &str) -> Answer {
    index().search(query, &limited(100)).unwrap()
}

fn matched(answer: &Answer) -> Option<Matched> {
    answer.hits.first().map(|hit| hit.matched)
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
    assert_eq!((matched(&found), found.fallback), (Some(Matched::Alike), false));
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
        assert_eq!((matched(&found), found.fallback), (Some(Matched::Cited), false), "{query}");
        assert!(found.hits[0].highlights.is_empty());
        assert!(found.hits.is_sorted_by(|a, b| a.score >= b.score));
    }
    let missing = answer("限时办结制度第九十条");
    assert_eq!(matched(&missing), Some(Matched::Alike));
}

#[test]
fn the_latest_edition_is_cited() {
    let files = [
        file("times", "限时办结制度", "2026-01-01", TIMES),
        file("times", "限时办结制度", "2020-01-01", TIMES),
    ];
    let (corpus, _) = Corpus::load(&files);
    let found = build(&corpus).search("限时办结制度第三条", &limited(10)).unwrap();
    assert_eq!(found.hits[0].effective, Some(Date::constant(2026, 1, 1)));
    assert!(found.hits[1].score < found.hits[0].score);
}

#[test]
fn quotes_are_taken_at_their_word() {
    let found = answer("指南里能不能写“尽快”这样的词");
    assert_eq!(matched(&found), Some(Matched::Exact));
    assert_eq!((names(&found), found.total), (vec!["times第三条".to_owned()], 1));
    assert_eq!(marked(&found.hits[0]), ["尽快"]);
    // Quotes around the whole are the user's, quotes within a few words may be the article's.
    assert_eq!(marked(&answer("“承诺时限”").hits[0])[0], "承诺时限");
    assert_eq!(marked(&answer("写“尽快”").hits[0]), ["写“尽快”"]);
}

#[test]
fn words_that_no_article_contains_find_what_is_alike() {
    let found = answer("首问责任岗");
    assert_eq!((matched(&found), found.fallback), (Some(Matched::Alike), true));
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
    let found = index().search("时限", &limited(1)).unwrap();
    assert_eq!((found.total, found.hits.len()), (4, 1));
    assert_eq!(found.hits[0], answer("时限").hits[0]);
    assert_eq!(index().search("时限", &limited(0)).unwrap().total, 4);
}

#[test]
fn queries_that_say_nothing_find_nothing() {
    for query in ["", "  ", "“”", "\u{0}\u{1b}[31m", "？？！！", "\u{200B}\u{FEFF}", "\n\n"] {
        let found = answer(query);
        assert_eq!((found.total, found.hits.len()), (0, 0), "{query:?}");
    }
    assert!(
        Index::build(&Material::default()).unwrap().search("时限", &limited(10)).unwrap().hits.is_empty()
    );
    assert_eq!(answer(&"超过承诺时限".repeat(200_000)).hits[0].at.to_string(), "第四条");
}

#[test]
fn quotes_round_everything_want_the_very_words() {
    let found = answer("“首问责任岗”");
    assert_eq!((found.total, found.fallback), (0, false));
}

#[test]
fn operators_choose_articles() {
    let found = |query: &str| {
        let mut names = names(&answer(query));
        names.sort();
        names.join(" ")
    };
    assert_eq!(found("承诺时限 -督查科"), "times第三条 times第二条 times第五条");
    assert_eq!(found("当场办结 OR “理由 拒绝”"), "times第二条");
    assert_eq!(found("标题:首问 答复"), "contact第二条");
    assert_eq!(found("標題：首问 -标题:负责"), "");
    assert_eq!(found("承诺时限 AND 理由 OR 值守"), "contact第二条 times第四条");
    assert_eq!(found("“承诺时限” -督查科"), "times第三条 times第二条 times第五条");
    assert_eq!(found("“承诺时限” 理由"), "times第四条");
    assert_eq!(found("理由 OR “值守”"), "contact第二条 times第四条");
    // Words side by side are all wanted when an article has them all.
    assert_eq!(found("督办 理由"), "times第四条");
    let odd = answer("承诺时限 AND");
    assert!(odd.notes.len() == 1 && !odd.hits.is_empty());
}

#[test]
fn synonyms_are_used_when_nothing_contains_the_words_and_are_told() {
    let found = answer("首次接待责任");
    assert_eq!((names(&found), matched(&found)), (vec!["contact第一条".to_owned()], Some(Matched::Synonym)));
    assert_eq!(marked(&found.hits[0]), ["首问责任"]);
    assert_eq!(found.synonyms, [Synonym { word: "首次接待".to_owned(), others: vec!["首问".to_owned()] }]);
    let found = answer("窗口拖着我的事情不给办怎么办呢");
    assert_eq!((name(&found.hits[0]).as_str(), found.synonyms.len()), ("times第四条", 1));
    let off = Options { synonyms: false, ..limited(10) };
    let found = index().search("首次接待责任", &off).unwrap();
    assert!(found.synonyms.is_empty() && matched(&found) == Some(Matched::Alike));
}

#[test]
fn pinyin_comes_in_when_nothing_else_is_meant() {
    for query in ["shouwenzerenren", "shouwzrr", "SWZRR"] {
        let found = answer(query);
        assert_eq!(
            (names(&found), matched(&found)),
            (vec!["contact第一条".to_owned()], Some(Matched::Pinyin)),
            "{query}"
        );
        assert_eq!(marked(&found.hits[0]), ["首问责任人"], "{query}");
    }
    // A name goes before the text.
    assert_eq!(answer("swfz").hits[0].regulation, "contact");
    assert_eq!(marked(&answer("首问zeren").hits[0]), ["首问责任"]);
    assert_eq!(matched(&answer("db51")), Some(Matched::Exact));
}

#[test]
fn what_is_no_longer_in_force_is_one_option_away() {
    let files = [
        file("times", "限时办结制度", "2026-01-01", TIMES),
        file("times", "限时办结制度", "2020-01-01", &TIMES.replace("尽快", "从速")),
        file("contact", "首问负责制度", "2019-01-01", CONTACT),
    ];
    let repealed = SourceFile::new("corpus/contact.md", files[2].text.replace("现行", "已废止"));
    let (corpus, mistakes) = Corpus::load(&[files[0].clone(), files[1].clone(), repealed]);
    assert!(mistakes.is_empty(), "{mistakes:?}");
    let index = build(&corpus);
    let day = Date::constant(2026, 6, 1);
    let search = |query: &str, filter: Filter| {
        let found = index.search(query, &Options { filter, ..limited(10) }).unwrap();
        let exact = found.hits.iter().filter(|hit| hit.matched == Matched::Exact).map(name);
        (exact.collect::<Vec<_>>(), found.elsewhere)
    };
    let today = || Filter { as_of: Some(day), ..Filter::default() };
    assert_eq!(search("从速", today()), (vec![], 1));
    assert_eq!(search("首问责任", today()), (vec![], 1));
    assert_eq!(search("首问责任", Filter::default()), (vec!["contact第一条".to_owned()], 0));
    assert_eq!(search("首问责任", Filter { status: vec![Status::Repealed], ..Filter::default() }).0.len(), 1);
    let then = Filter { as_of: Some(Date::constant(2021, 1, 1)), ..Filter::default() };
    assert_eq!(search("从速", then), (vec!["times第三条".to_owned()], 0));
    let early = Filter { effective_before: Some(Date::constant(2020, 1, 1)), ..Filter::default() };
    assert_eq!(search("时限写明", early), (vec!["times第三条".to_owned()], 1));
    let other = Filter { category: vec!["法律".to_owned()], ..Filter::default() };
    assert_eq!(search("时限写明", other), (vec![], 2));
    assert_eq!(search("时限写明", Filter { regulation: index.named("限时办结"), ..today() }).0.len(), 1);
}

#[test]
fn rules_that_rest_on_an_article_come_with_it() {
    assert_eq!(answer("限时办结制度第三条").hits[0].rules, ["A05"]);
    assert!(answer("限时办结制度第二条").hits[0].rules.is_empty());
}

#[test]
fn an_index_in_a_folder_answers_alike() {
    let folder = tempfile::tempdir().unwrap();
    Index::create(folder.path(), &material(&corpus())).unwrap();
    let opened = Index::open(folder.path()).unwrap();
    for query in ["办理超过承诺时限怎么办", "𠮷字", "限时办结制度第三条", "swfz", "首次接待责任", "，"]
    {
        assert_eq!(opened.search(query, &limited(100)).unwrap(), answer(query), "{query}");
    }
}

#[test]
fn an_index_that_is_not_whole_is_not_opened() {
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(Index::open(folder.path()), Err(SearchError::Damaged)));
    Index::create(folder.path(), &material(&corpus())).unwrap();
    Files::Folder(folder.path().to_owned()).write(SHARED, b"\x01\xff\xff").unwrap();
    assert!(matches!(Index::open(folder.path()), Err(SearchError::Damaged)));
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
        prop_assert!(found.hits.iter().all(|hit| hit.matched == Matched::Exact));
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
