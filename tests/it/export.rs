//! The corpus for other machines: every format read back, with texts that want to break it.

use std::{
    collections::{BTreeSet, HashSet},
    fs,
    path::Path,
};

use guiju::{
    corpus::{
        self, Corpus,
        export::{Article, akoma, articles, articles_of_all, bulk, json_line, sphinx},
    },
    law::{Level, Regulation},
    search::{Index, Material, Options},
    text::{FoldedText, SourceFile},
};
use quick_xml::{Reader, XmlVersion, events::Event};
use serde_json::Value;

use crate::program::guiju;

fn file(id: &str, front: &str, body: &str) -> SourceFile {
    SourceFile::new(format!("{id}.md"), format!("+++\nid = \"{id}\"\n{front}\n+++\n{body}"))
}

/// Regulations with everything that markup and engines trip over.
pub(crate) fn hostile() -> Vec<SourceFile> {
    vec![
        file(
            "hostile",
            "title = \"甲<乙>&“丙”制度\"\nnumber = \"甲政办〔2020〕1号\"\nissuer = \"甲&乙局\"\naliases = [\"a\\\"b'c\"]",
            "\n# 甲<乙>&“丙”制度\n\n前言一行]]>。\n\n## 第一章 总则 <b>\n\n章下面的话。\n\n第一条 甲]]></folded></text>&amp;<!-- 注 -->\u{1}𠮷\u{7}丁\t戊。\n\n第二款\u{FFFE}𠮷野家 AB 26号 ab cd。\n\n第二条 包括：\n（一）<甲>；\n（二）乙：\n1. 丙&；\n\n第二条 重复的条。\n（一）又一项。\n\n## 附件\n\n附件的话。\n",
        ),
        file("empty", "title = \"空制度\"", ""),
        file(
            "bare",
            "title = \"无条制度\"\neffective = 2021-05-06",
            "\n# 无条制度\n\n各窗口]]>应当&热情。\n\n不得推诿𠮷。\n",
        ),
        file(
            "twice",
            "title = \"两版制度\"\neffective = 2020-01-01\nadopted = 2019-12-01\nstatus = \"已修订\"",
            "\n第一条之一 旧。\n",
        ),
        file("twice", "title = \"两版制度\"\neffective = 2024-01-01", "\n第一条之一 新。\n"),
    ]
}

fn loaded(files: &[SourceFile]) -> Corpus {
    let (corpus, mistakes) = Corpus::load(files);
    assert!(mistakes.is_empty(), "{mistakes:#?}");
    corpus
}

/// Our own corpus, and the hostile one.
fn corpora() -> [Corpus; 2] {
    [loaded(&corpus::embedded()), loaded(&hostile())]
}

/// The text of every element below one of those `named`, and the attributes `eId` of all, in order.
fn read(xml: &str, named: &[&str]) -> (String, Vec<(String, String)>) {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let (mut path, mut text, mut eids): (Vec<String>, String, Vec<(String, String)>) = Default::default();
    loop {
        let inside = path.iter().any(|name| named.contains(&name.as_str()));
        match reader.read_event().unwrap_or_else(|error| panic!("{error}: {xml}")) {
            Event::Start(start) => {
                let name = start.name().as_ref().to_owned();
                for attribute in start.attributes() {
                    let attribute = attribute.unwrap();
                    if attribute.key.as_ref() == "eId" {
                        eids.push((
                            name.clone(),
                            attribute.normalized_value(XmlVersion::Explicit1_0).unwrap().into_owned(),
                        ));
                    }
                }
                path.push(name);
            }
            Event::End(_) => drop(path.pop().unwrap()),
            Event::Text(run) if inside => text.push_str(&run),
            Event::GeneralRef(entity) if inside => match entity.resolve_char_ref().unwrap() {
                Some(c) => text.push(c),
                None => text.push_str(quick_xml::escape::resolve_predefined_entity(&entity).unwrap()),
            },
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(path.is_empty(), "every element is closed");
    (text, eids)
}

#[test]
fn lines_of_json_are_the_articles_that_search_finds() {
    for corpus in corpora() {
        let all: Vec<Article> = articles_of_all(corpus.regulations()).collect();
        let ids: HashSet<&str> = all.iter().map(|article| article.id.as_str()).collect();
        assert_eq!(ids.len(), all.len(), "ids are unique");
        for article in &all {
            let line = json_line(article);
            assert_eq!(line.matches('\n').count(), 1);
            let back: Value = serde_json::from_str(&line).unwrap();
            assert_eq!(back["text"], article.text);
            assert_eq!(back["folded"], FoldedText::new(&article.text).as_str());
            assert_eq!(back["effective"], article.effective.as_deref().map_or(Value::Null, Value::from));
        }
        for regulation in corpus.regulations() {
            // By itself, so that nothing else is found.
            let index =
                Index::build(&Material { regulations: vec![regulation], ..Material::default() }).unwrap();
            let found =
                index.search(&regulation.title, &Options { limit: 1000, ..Options::default() }).unwrap();
            let mine: BTreeSet<(String, String)> =
                articles(regulation).into_iter().map(|article| (article.at, article.text)).collect();
            for hit in found.hits {
                assert!(mine.contains(&(hit.at.to_string(), hit.text.clone())), "{hit:?}");
            }
            let texts = regulation.articles().map(|article| regulation.words(article));
            assert!(
                texts
                    .eq(articles(regulation).into_iter().map(|a| a.text).take(regulation.articles().count()))
            );
        }
    }
    let ids: Vec<String> =
        articles_of_all(loaded(&hostile()).regulations()).map(|article| article.id).collect();
    assert_eq!(
        ids,
        [
            "bare@2021-05-06",
            "empty@undated",
            "hostile@undated#第一条",
            "hostile@undated#第二条",
            "hostile@undated#第二条~2",
            "twice@2020-01-01#第一条之一",
            "twice@2024-01-01#第一条之一"
        ]
    );
}

#[test]
fn bulk_files_are_pairs_of_lines_that_fit_the_index() {
    let index: Value = serde_json::from_str(&bulk::index(5)).unwrap();
    assert_eq!(index["settings"]["index"]["number_of_shards"], 5);
    let fields: BTreeSet<&str> =
        index["mappings"]["properties"].as_object().unwrap().keys().map(String::as_str).collect();
    for corpus in corpora() {
        for article in articles_of_all(corpus.regulations()) {
            let lines = bulk::lines(&article);
            let pair: Vec<&str> = lines.lines().collect();
            assert!(lines.ends_with('\n') && pair.len() == 2);
            let action: Value = serde_json::from_str(pair[0]).unwrap();
            assert_eq!(action["create"]["_id"], article.id);
            let document: Value = serde_json::from_str(pair[1]).unwrap();
            // Both indexes refuse what they do not know.
            assert!(document.as_object().unwrap().keys().map(String::as_str).eq(fields.iter().copied()));
        }
    }
    for field in fields {
        assert_eq!(bulk::QUICKWIT.matches(&format!("name: {field},")).count(), 1, "{field}");
    }
}

/// What stands in a Markdown body, without its marks and blanks.
fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !"#*-".contains(*c)).collect()
}

#[test]
fn akoma_ntoso_holds_every_word_and_every_unit_once() {
    for corpus in corpora() {
        for regulation in corpus.regulations() {
            let first = corpus.editions(&regulation.id).next().unwrap();
            let xml = akoma::document(regulation, first);
            let (words, _) = read(&xml, &["preamble", "body"]);
            // XML cannot hold a control character.
            let lost =
                |c: char| if c < ' ' && !c.is_whitespace() || c == '\u{FFFE}' { '\u{FFFD}' } else { c };
            let title = format!("# {}", regulation.title);
            let body: String = regulation.body_text().replacen(&title, "", 1).chars().map(lost).collect();
            assert_eq!(bare(&words), bare(&body), "{}", regulation.id);
            let (_, eids) = read(&xml, &[]);
            units(regulation, &eids);
        }
    }
}

/// Every unit has an element of its level, and a name of its own.
fn units(regulation: &Regulation, eids: &[(String, String)]) {
    let unique: HashSet<&str> = eids.iter().map(|(_, eid)| eid.as_str()).collect();
    assert_eq!(unique.len(), eids.len(), "{}", regulation.id);
    assert!(unique.iter().all(|eid| !eid.is_empty() && !eid.contains(char::is_whitespace)));
    let elements = [
        (Level::Part, "part"),
        (Level::Chapter, "chapter"),
        (Level::Section, "section"),
        (Level::Article, "article"),
        (Level::Paragraph, "paragraph"),
        (Level::Item, "point"),
        (Level::Subitem, "indent"),
        (Level::Point, "level"),
    ];
    for (level, element) in elements {
        let there = eids.iter().filter(|(name, _)| name == element).count();
        let wanted = regulation.provisions().iter().filter(|p| p.level() == Some(level)).count();
        assert_eq!(there, wanted, "{}: {element}", regulation.id);
    }
}

#[test]
fn akoma_ntoso_names_units_by_their_numbers_and_editions_by_their_days() {
    let corpus = loaded(&hostile());
    let xml = |id: &str, nth: usize| {
        let editions: Vec<&Regulation> = corpus.editions(id).collect();
        akoma::document(editions[nth], editions[0])
    };
    let eids: Vec<String> = read(&xml("hostile", 0), &[]).1.into_iter().map(|(_, eid)| eid).collect();
    for eid in ["chp_1", "art_1__para_2", "art_2__point_2__indent_1", "art_2-dup2__para_1__point_1"] {
        assert!(eids.iter().any(|there| there == eid), "{eid}: {eids:?}");
    }
    assert!(xml("hostile", 0).contains("<FRBRdate date=\"0001-01-01\" name=\"unknown\"/>"));
    assert!(xml("twice", 1).contains("contains=\"singleVersion\""));
    assert!(xml("twice", 1).contains("<FRBRuri value=\"/akn/cn/act/2019-12-01/twice/zho@2024-01-01\"/>"));
    assert!(xml("twice", 0).contains("eId=\"art_1-1\""));
    assert!(xml("empty", 0).contains("<content>\n<p/>\n</content>"));
}

#[test]
fn documents_for_sphinx_hold_the_articles() {
    for corpus in corpora() {
        for (id, article) in (1..).zip(articles_of_all(corpus.regulations())) {
            let xml = format!("{}{}{}", sphinx::HEAD, sphinx::document(id, &article), sphinx::TAIL);
            let lost =
                |c: char| if c < ' ' && !c.is_whitespace() || c == '\u{FFFE}' { '\u{FFFD}' } else { c };
            assert_eq!(read(&xml, &["text"]).0, article.text.chars().map(lost).collect::<String>());
            assert_eq!(read(&xml, &["article"]).0, article.id);
            let folded = read(&xml, &["folded"]).0;
            assert!(!folded.contains('\n') && !folded.contains(|c: char| c.is_ascii_punctuation()));
        }
    }
}

fn names(folder: &Path) -> BTreeSet<String> {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn a_folder_is_written_whole_and_never_over_others() {
    let place = tempfile::tempdir().unwrap();
    let into = place.path().join("出");
    let path = into.to_str().unwrap();
    let run = guiju(&["corpus", "export", "--format", "sphinx", "--into", path, "--shards", "4"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert!(run.stdout.starts_with("导出 39 部规章 "), "{}", run.stdout);
    let manifest: Value =
        serde_json::from_str(&fs::read_to_string(into.join("manifest.json")).unwrap()).unwrap();
    for entry in manifest["files"].as_array().unwrap() {
        let bytes = fs::metadata(into.join(entry["name"].as_str().unwrap())).unwrap().len();
        assert_eq!(entry["bytes"], bytes);
    }
    let sum: u64 =
        manifest["files"].as_array().unwrap().iter().filter_map(|entry| entry["articles"].as_u64()).sum();
    assert_eq!(manifest["articles"], sum);

    let run = guiju(&["corpus", "export", "--format", "jsonl", "--into", path]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("目录里已经有东西"), "{}", run.stderr);

    fs::write(into.join("自己的.txt"), "甲").unwrap();
    let run = guiju(&["corpus", "export", "--format", "sphinx", "--into", path, "--shards", "2", "--force"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let there = ["manifest.json", "shard-1", "shard-2", "sphinx.conf", "自己的.txt", "说明.md"];
    assert!(names(&into).iter().eq(&there), "{:?}", names(&into));
    assert!(names(place.path()).iter().eq(["出"]), "nothing is left beside it");

    let taken = into.join("自己的.txt");
    let run = guiju(&["corpus", "export", "--format", "akn", "--into", taken.to_str().unwrap(), "--force"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("不是目录"), "{}", run.stderr);
    assert_eq!(fs::read_to_string(taken).unwrap(), "甲");
}

#[test]
fn bulk_files_are_cut_before_they_are_too_large() {
    let place = tempfile::tempdir().unwrap();
    let (source, into) = (place.path().join("规章"), place.path().join("出"));
    fs::create_dir(&source).unwrap();
    let body: String = (1..=40).map(|n| format!("第{n}条 {}\n\n", "甲乙丙丁".repeat(25_000))).collect();
    let text = file("long", "title = \"长制度\"", &body);
    fs::write(source.join("long.md"), text.text.as_bytes()).unwrap();
    let arguments = ["corpus", "export", "--format", "es-bulk", "--corpus", source.to_str().unwrap()];
    let run = guiju(&[&arguments[..], &["--into", into.to_str().unwrap()]].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
    let mut lines = 0;
    for n in 1..=3 {
        let text = fs::read_to_string(into.join(format!("bulk-{n:03}.ndjson"))).unwrap();
        assert!(text.len() <= bulk::LARGEST_FILE && text.lines().count() % 2 == 0);
        lines += text.lines().count();
    }
    assert_eq!(lines, 80);
}

/// Quickwit is built on tantivy: the tokenizer of its configuration, asked as Quickwit asks it.
#[test]
fn the_tokenizer_of_quickwit_finds_phrases_as_search_does() {
    use tantivy::{
        Index as Engine, TantivyDocument, Term,
        collector::Count,
        query::PhraseQuery,
        schema::{IndexRecordOption, Schema, TextFieldIndexing, TextOptions},
        tokenizer::{RegexTokenizer, TextAnalyzer, TokenStream as _},
    };
    assert!(bulk::QUICKWIT.contains("type: regex\n      pattern: \"(?s).\""));
    let mut characters = TextAnalyzer::from(RegexTokenizer::new("(?s).").unwrap());
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("characters")
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let mut schema = Schema::builder();
    let folded = schema.add_text_field("folded", TextOptions::default().set_indexing_options(indexing));
    let engine = Engine::create_in_ram(schema.build());
    engine.tokenizers().register("characters", characters.clone());
    let mut writer = engine.writer_with_num_threads(1, 20_000_000).unwrap();
    let corpora = corpora();
    let all: Vec<Article> = corpora.iter().flat_map(|corpus| articles_of_all(corpus.regulations())).collect();
    for article in &all {
        let mut document = TantivyDocument::default();
        document.add_text(folded, &article.folded);
        writer.add_document(document).unwrap();
    }
    writer.commit().unwrap();
    let searcher = engine.reader().unwrap().searcher();
    for phrase in ["一次性告知", "告知,并", "26", "政办", "𠮷野", "。\n", "b c", "]]>", "丁", "5个工作日"]
    {
        let mut stream = characters.token_stream(phrase);
        let mut terms = Vec::new();
        while let Some(token) = stream.next() {
            terms.push(Term::from_field_text(folded, &token.text));
        }
        let wanted = all.iter().filter(|article| article.folded.contains(phrase)).count();
        let found = match <[Term; 1]>::try_from(terms) {
            Ok([term]) => searcher.doc_freq(&term).unwrap() as usize,
            Err(terms) => searcher.search(&PhraseQuery::new(terms), &Count).unwrap(),
        };
        assert_eq!(found, wanted, "{phrase}");
    }
}
