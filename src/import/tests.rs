use proptest::prelude::*;

use super::*;
use crate::text::{Source, Span};

/// The files that a text is made into.
fn files(source: &str) -> Vec<String> {
    let imported = import(source, "未题名");
    let mut ids = Ids::default();
    imported
        .found
        .iter()
        .map(|found| {
            let id = found.own_id.clone().unwrap_or_else(|| ids.id(&found.title));
            found.file(&imported, &id)
        })
        .collect()
}

/// Every character of the source is kept or taken, once: the stretches of both tile it.
fn tiles(imported: &Imported<'_>) -> bool {
    let entries = imported.ledger.entries().iter().flat_map(|entry| entry.taken.iter().copied());
    let kept = imported.found.iter().flat_map(|found| imported.ledger.kept(found.at));
    let mut all: Vec<Span<Source>> = entries.chain(kept).collect();
    all.sort();
    let mut at = 0;
    all.iter().all(|span| {
        let next = span.start() == at;
        at = span.end();
        next
    }) && at == imported.ledger.source().len()
}

/// Pieces of raw material, sound and damaged.
fn material() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[\u{4e00}-\u{9fa5}]{1,12}",
        "[ -~]{1,6}",
        "[，。；：、（）《》“”？！ 　\n\r\t]{1,4}",
        prop::sample::select(vec![
            "考勤制度",
            "\n窗口工作制度\n",
            "# ",
            "## ",
            "\n第一章总则",
            "第一条",
            "\n第二条 ",
            "\n一、",
            "\n（一）",
            "(二)、",
            "。2、",
            "\n3.",
            "①",
            "㈠",
            "\n10、",
            "十 一、",
            "經(jīng)貿",
            "F(xiàn)",
            "\u{FFFD}",
            "??",
            "\u{200B}",
            "\u{FEFF}",
            "</p>",
            "&nbsp;",
            "<!-- x -->",
            "\n朗读\n",
            "\n返回顶部\n",
            "\n相关文档\n",
            "\n—1—\n",
            "第3页 共9页",
            "\n2\n",
            "\n第三篇：某制度\n",
            "篇2:",
            "\n某县政务服务中心\n",
            "2019年6月12日",
            "+++\n",
            "\n目录\n",
            "|甲|乙|\n",
            "為加強窗口管理，特制定本制度。",
            "根据有关规定，制定本办法。",
            "不得推诿。",
            "《首问负责制》",
            "附 录 A",
            "同志们，",
            "𠮷㐀",
            "www.a.con",
            "\n一、首问责任制度\n",
            "\n二、限时办结制度\n",
            "首问责任制度一、",
            "\n第一部分 考勤制度\n",
            "“一窗受理”办法",
            "\n相关推荐\n",
            "\n友情链接：",
            "\n甲制度……1\n乙制度……2\n",
            "\n尊敬的各位领导：\n",
            "在会上的讲话\n",
            "\n第 三 条　",
            "\n第三条：",
            "\n第四条规定的",
            "。第四条-",
            "\n（ 二 ）",
            "着作权",
            "乾安縣乾部",
            "\n3/9\n",
            "\n7\n",
            "'甲',(乙).",
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn every_character_is_kept_or_listed(source in material()) {
        let imported = import(&source, "未题名");
        prop_assert!(Sum::of(&imported).balances(), "{:?}", Sum::of(&imported));
        prop_assert!(tiles(&imported));
        let outside: String = {
            let text = imported.ledger.text();
            let mut at = 0;
            let mut rest = String::new();
            for found in &imported.found {
                rest.push_str(text.get(at..found.at.start()).unwrap());
                at = found.at.end();
            }
            rest + text.get(at..).unwrap()
        };
        prop_assert_eq!(outside, "");
    }

    #[test]
    fn the_output_is_a_corpus_file_that_stays(source in material()) {
        for file in files(&source) {
            let (corpus, mistakes) = Corpus::load(&[SourceFile::new("甲.md", &*file)]);
            prop_assert!(mistakes.is_empty(), "{:?} in {file}", mistakes);
            prop_assert_eq!(print(corpus.regulations().first().unwrap()), file.clone());
            prop_assert_eq!(files(&file), [file]);
        }
    }
}

#[test]
fn a_body_that_is_imported_again_as_raw_text_stays_too() {
    for source in [
        "某县政务服务中心\n考勤制度\n为了加强管理,特制定本制度.\n一、按时上班;\n二、请假的,应当(事先)办理。\n三)销假\n某县政务服务中心\n学习制度\n第一章总则第一条为了学习。第二条每周一次。\n第二章附则第三条自印发之日起施行。",
        "首问负责制\n(一)首问人应当热情。\n1、不推诿。\n(1)不拖延\n预约服务制\n(一)上门服务。",
    ] {
        for file in files(source) {
            let body = file.split("+++\n\n").nth(1).unwrap();
            let again = files(body);
            assert_eq!(again.len(), 1, "{body}");
            assert_eq!(again[0].split("+++\n\n").nth(1), Some(body));
        }
    }
}

#[test]
fn an_own_corpus_file_is_taken_as_it_is() {
    for file in crate::corpus::embedded()
        .iter()
        .filter(|file| file.path.ends_with(".md") && !file.path.ends_with("README.md"))
    {
        assert_eq!(files(&file.text), [&*file.text], "{}", file.path);
    }
}

#[test]
fn the_corpus_run_together_is_found_again_word_for_word() {
    let (corpus, _) = Corpus::load(&crate::corpus::embedded());
    let regulations = corpus.regulations();
    let bare = |regulation: &Regulation| {
        let lines = regulation
            .body_text()
            .lines()
            .map(|line| line.trim_start_matches(['#', ' ']).replace("章 ", "章"));
        lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
    };
    let source = regulations.iter().map(bare).collect::<Vec<_>>().join("\n");
    let imported = import(&source, "未题名");
    for (found, regulation) in imported.found.iter().zip(regulations) {
        assert_eq!(found.title, regulation.title);
        let body: Vec<&str> = found.at.of(imported.ledger.text()).lines().collect();
        let own: Vec<&str> = regulation.body_text().trim().lines().collect();
        if let Some(n) = (0..own.len().max(body.len())).find(|&n| body.get(n) != own.get(n)) {
            panic!("{}: {:?} instead of {:?}", regulation.title, body.get(n), own.get(n));
        }
    }
    assert_eq!(imported.found.len(), regulations.len());
}

#[test]
fn two_lists_in_one_line_are_two_lists() {
    let text = |items: &str| format!("考勤管理制度\n\n一、{items}\n\n二、本制度自2026年1月1日起施行。\n");
    let body = |source: &str| files(source).first().cloned().unwrap_or_default();
    let two = body(&text("应当：1、按时到岗；2、着装整齐。不得：1、迟到；2、早退。"));
    let lists = "应当：\n\n1、按时到岗；\n\n2、着装整齐。\n\n不得：\n\n1、迟到；\n\n2、早退。\n";
    assert!(two.contains(lists), "{two}");
    let open = "应当：1、按时到岗；2、着装整齐。每日检查。不得：1、迟到；2、早退。";
    assert!(body(&text(open)).contains(open));
}
