//! What people write when they cite, held against what it means: every line of tests/citations.tsv, and any article in any
//! spelling of it. A citation that is in doubt is listed; none may lead to a wrong article.

use guiju::{
    corpus::{self, Corpus, Ended, Resolution},
    law::{Address, Date, Level, Provision, Regulation},
    text::SourceFile,
};
use proptest::prelude::*;

use crate::program::guiju;

const TODAY: Date = Date::constant(2026, 6, 1);

const TABLE: &str = include_str!("../citations.tsv");

fn file(id: &str, title: &str, front: &str, body: &str) -> SourceFile {
    let text = format!("+++\nid = \"{id}\"\ntitle = \"{title}\"\n{front}\n+++\n\n# {title}\n\n{body}\n");
    SourceFile::new(format!("corpus/{id}.{}.md", front.len()), text)
}

/// Editions, articles inserted later, norms that do not apply any more, and numbers that do not tell which article is meant.
fn small_files() -> Vec<SourceFile> {
    let three = "第一条 甲。\n\n第二条 乙。\n\n第三条 丙。";
    let inserted =
        "第三条 甲。\n\n第十三条 乙。\n\n第十三条之一 丙。\n\n丁。\n\n第十三条之二 戊。\n\n第十四条 己。";
    let repeated = "## 第一章 甲\n\n第一条 乙。\n\n## 第二章 丙\n\n第一条 丁。";
    let parts =
        "第一条 甲。\n\n乙：\n\n（一）丙；\n\n（二）丁。\n\n第二条 甲：\n\n（一）乙；\n\n丙：\n\n（一）丁。";
    let repealed = "effective = 2015-01-01\nstatus = \"已废止\"";
    vec![
        file("old-promise", "服务承诺办法（试行）", repealed, three),
        file(
            "promise",
            "服务承诺办法",
            "effective = 2020-01-01\nstatus = \"已修订\"\nreplaces = [\"old-promise\"]",
            three,
        ),
        file("promise", "服务承诺办法", "effective = 2024-01-01\nreplaces = [\"old-promise\"]", inserted),
        file("roster", "窗口值班办法", repealed, three),
        file("queue", "叫号管理规定", "effective = 2019-01-01", three),
        file("queue-2", "排队叫号管理规定", "effective = 2023-05-01\nreplaces = [\"queue\"]", three),
        file("queue-3", "取号规定", "effective = 2025-01-01\nreplaces = [\"queue-2\"]", three),
        file("opinion", "关于实施〈取号规定〉的意见", "", three),
        file("first-1", "首问办法", "", three),
        file("first-2", "首问登记规定", "", three),
        file("gansu", "政务服务中心管理规范（试行）", "number = \"甘政办发〔2012〕262号\"", three),
        file("decree", "行政审批事项的决定", "number = \"国务院令第412号\"", three),
        file("ten", "十条措施", "", three),
        file("licence", "中华人民共和国行政许可法", "effective = 2019-04-23", three),
        file("day-old", "值日办法", repealed, three),
        file("day-new", "值日办法", "effective = 2022-01-01\nreplaces = [\"day-old\"]", three),
        file("twice", "重号办法", "", repeated),
        file("parts", "分项办法", "", parts),
    ]
}

fn small() -> Corpus {
    let files = small_files();
    let (corpus, mistakes) = Corpus::load(&files);
    assert!(mistakes.is_empty(), "{mistakes:#?}");
    corpus
}

fn built_in() -> Corpus {
    Corpus::load(&corpus::embedded()).0
}

fn at(provision: &Provision) -> String {
    let short = provision.at.from_article();
    if short.steps().is_empty() { provision.at.to_string() } else { short.to_string() }
}

/// The successors that a sentence about the end of a norm names, one after the other.
fn successors(ended: Option<&Ended>) -> String {
    let Some(ended) = ended else { return String::new() };
    let later = successors(ended.later.first());
    format!(" -> {}{later}", ended.by.join(" "))
}

/// What `citation` means, as the table writes it.
fn meaning(corpus: &Corpus, citation: &str) -> String {
    let ids = |all: &[&Regulation]| {
        let mut ids: Vec<&str> = all.iter().map(|r| r.id.as_str()).collect();
        ids.sort_unstable();
        ids.join(" ")
    };
    match corpus.resolve(citation, TODAY) {
        Resolution::One(regulation, found) => {
            let places: String = found.iter().map(|provision| format!(" {}", at(provision))).collect();
            let ended = corpus.ended(regulation, TODAY);
            format!("{}{places}{}", regulation.id, successors(ended.as_ref()))
        }
        Resolution::NoSuchProvision(regulation, at) => format!("no: {} {at}", regulation.id),
        Resolution::ManyProvisions(regulation, found) => {
            format!("repeated: {} {}", regulation.id, found.len())
        }
        Resolution::NotHeld(law, _) => {
            format!("law: {}{}", law.title, successors(corpus.law_ended(law, TODAY).as_ref()))
        }
        Resolution::Many(several) => format!("many: {}", ids(&several)),
        Resolution::Nameless(..) => "nameless".to_owned(),
        Resolution::None { .. } => "none".to_owned(),
    }
}

#[test]
fn every_spelling_means_what_it_says() {
    let (built_in, small) = (built_in(), small());
    let mut corpus = &built_in;
    let (mut wrong, mut total, mut unled) = (Vec::new(), 0, 0);
    for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
        match line.split_once('\t') {
            None => corpus = if line == "@small" { &small } else { &built_in },
            Some((citation, meant)) => {
                total += 1;
                unled += usize::from(["none", "many", "nameless"].iter().any(|word| meant.starts_with(word)));
                let got = meaning(corpus, &citation.replace("\\t", "\t"));
                if got.trim() != meant.trim() {
                    wrong.push(format!("{citation}: {got}, not {meant}"));
                }
            }
        }
    }
    assert!(total >= 300 && unled >= 60, "{total} {unled}");
    assert!(wrong.is_empty(), "{} of {total}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn what_ended_is_said_in_a_sentence() {
    let (built_in, small) = (built_in(), small());
    let said = |name: &str, day: Date| {
        let Resolution::One(regulation, _) = small.resolve(name, day) else { panic!("{name}") };
        small.ended(regulation, day).map(|ended| ended.to_string())
    };
    let old = "《服务承诺办法（试行）》已于2020年1月1日废止，由《服务承诺办法》代替";
    assert_eq!(said("服务承诺办法（试行）", TODAY).unwrap(), old);
    assert_eq!(said("服务承诺办法（试行）", Date::constant(2019, 12, 31)), None, "it applied on that day");
    assert_eq!(said("窗口值班办法", TODAY).unwrap(), "《窗口值班办法》已废止（日期不明）");
    let queue = "《叫号管理规定》已于2023年5月1日由《排队叫号管理规定》代替；《排队叫号管理规定》已于2025年1月1日由《取号规定》代替";
    assert_eq!(said("叫号管理规定", TODAY).unwrap(), queue);
    assert_eq!(said("服务承诺办法", TODAY), None);
    let Resolution::NotHeld(law, places) = built_in.resolve("合同法第500条", TODAY) else { panic!() };
    assert_eq!(
        built_in.not_held(law, &places, TODAY),
        "《中华人民共和国合同法》（法律）在国家法律登记册里，规章库没有收录它的条文。《中华人民共和国合同法》已于2021年1月1日废止，由《中华人民共和国民法典》代替。它共 428 条，没有第五百条。原文请查国家法律法规数据库（flk.npc.gov.cn）。"
    );
}

#[test]
fn the_program_says_what_ended() {
    let folder = tempfile::tempdir().unwrap();
    for file in small_files() {
        let name = file.path.strip_prefix("corpus/").unwrap();
        std::fs::write(folder.path().join(name), &*file.text).unwrap();
    }
    let corpus = folder.path().to_str().unwrap();
    let show = |citation| guiju(&["show", "--as-of", "2026-06-01", "--corpus", corpus, citation]);
    let run = show("《服务承诺办法（试行）》第三条");
    let note = "注意：《服务承诺办法（试行）》已于2020年1月1日废止，由《服务承诺办法》代替。\n";
    assert!(
        run.code == 0 && run.stdout.starts_with(note) && run.stdout.contains("第三条　丙。"),
        "{}",
        run.stdout
    );
    let run = show("重号办法第一条");
    assert_eq!((run.code, run.stderr.contains("第一章第一条、第二章第一条")), (2, true), "{}", run.stderr);
    let run = show("首问第一条");
    assert_eq!(
        (run.code, &*run.stderr),
        (2, "guiju：“首问第一条”可能是 《首问办法》、《首问登记规定》，请写全名称。\n")
    );
    let run = show("服务承诺办法");
    assert!(run.stdout.contains("各版本施行日期：2020-01-01、2024-01-01"), "{}", run.stdout);
}

#[test]
fn back_links_lead_to_the_articles_that_cite() {
    let corpus = built_in();
    let one = |name: &str| match corpus.resolve(name, TODAY) {
        Resolution::One(regulation, found) => (regulation, found.first().map(|p| p.at.clone())),
        other => panic!("{name}: {other:?}"),
    };
    let names = |name: &str| -> Vec<String> {
        let (regulation, at) = one(name);
        let citing = corpus.citing(regulation, at.as_ref(), TODAY);
        citing.iter().map(|c| format!("{}{}", c.regulation.id, c.article.at.from_article())).collect()
    };
    assert!(names("一次性告知制度第十六条").contains(&"time-limited-completion第二十五条".to_owned()));
    assert!(names("一次性告知制度").contains(&"time-limited-completion第二十二条".to_owned()));
    assert!(!names("一次性告知制度第十七条").contains(&"time-limited-completion第二十五条".to_owned()));
    let Resolution::NotHeld(law, places) = corpus.resolve("行政许可法第四十二条", TODAY) else {
        panic!()
    };
    let citing = corpus.citing_law(law, &places, TODAY);
    assert!(citing.iter().any(|c| c.article.at.from_article().to_string() == "第六条"));
}

const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
const CAPITALS: [char; 10] = ['零', '壹', '貳', '叁', '肆', '伍', '陸', '柒', '捌', '玖'];

/// `n`, below a hundred as a law writes it, else digit by digit, with the digits and the ten of a script.
fn han(n: u32, digits: [char; 10], ten: char) -> String {
    let digit = |n: u32| digits[n as usize];
    match n {
        0..=9 => digit(n).to_string(),
        10..=99 => {
            let tens = if n >= 20 { digit(n / 10).to_string() } else { String::new() };
            let ones = if !n.is_multiple_of(10) { digit(n % 10).to_string() } else { String::new() };
            format!("{tens}{ten}{ones}")
        }
        _ => n.to_string().bytes().map(|b| digit(u32::from(b - b'0'))).collect(),
    }
}

/// One spelling of an address; `how` chooses among them.
fn spelt(at: &Address, how: usize) -> String {
    let mut out = String::new();
    for (i, step) in at.steps().iter().enumerate() {
        let number = |n: u32| match how % 4 {
            0 => n.to_string(),
            1 => han(n, DIGITS, '十'),
            2 => {
                n.to_string().bytes().map(|b| char::from_u32(0xFF10 + u32::from(b - b'0')).unwrap()).collect()
            }
            _ => han(n, CAPITALS, '拾'),
        };
        // 第 may go where no count can be meant: before an Arabic number, or behind the article;
        // but 之一一款 is nobody's.
        let joined = i > 0 && at.steps()[i - 1].inserted > 0;
        let bare = (how / 4).is_multiple_of(3) && (matches!(how % 4, 0 | 2) || i > 0) && !joined;
        let word = match (step.level, how.is_multiple_of(5)) {
            (Level::Chapter, _) => '章',
            (Level::Section, true) => '節',
            (Level::Section, false) => '节',
            (Level::Article, true) => '條',
            (Level::Article, false) => '条',
            (Level::Paragraph, _) => '款',
            (Level::Item, true) => '項',
            (Level::Item, false) => '项',
            _ => '目',
        };
        let n = number(step.number);
        let n =
            if step.level == Level::Item && (how / 2).is_multiple_of(2) { format!("（{n}）") } else { n };
        let blank = if (how / 7).is_multiple_of(4) { " " } else { "" };
        out.push_str(&format!("{}{blank}{n}{blank}{word}", if bare { "" } else { "第" }));
        if step.inserted > 0 {
            out.push_str(&format!("之{}", number(step.inserted)));
        }
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn any_provision_in_any_spelling_is_found(
        which in any::<prop::sample::Index>(),
        name in any::<prop::sample::Index>(),
        how in 0usize..10_000,
        join in prop::sample::select(vec!["", " ", "的", "，", "　", " 的", "："]),
        lead in prop::sample::select(vec!["", "", "请问", "根据", "查看"]),
        brackets in any::<bool>(),
    ) {
        static ALL: std::sync::OnceLock<[Corpus; 2]> = std::sync::OnceLock::new();
        let all = ALL.get_or_init(|| [built_in(), small()]);
        let corpus = &all[how % 2];
        let held: Vec<&Regulation> = corpus.in_force(TODAY).filter(|r| !["twice", "parts"].contains(&&*r.id)).collect();
        let regulation = held[which.index(held.len())];
        let below = regulation.provisions();
        let provision = &below[name.index(below.len())];
        let mut names = vec![regulation.title.as_str(), regulation.id.as_str()];
        names.extend(regulation.aliases.iter().map(String::as_str));
        let name = names[name.index(names.len())];
        let name = if brackets { format!("《{name}》") } else { name.to_owned() };
        let short = provision.at.from_article();
        let address = if short.steps().is_empty() { &provision.at } else { &short };
        let citation = format!("{lead}{name}{join}{}", spelt(address, how));
        match corpus.resolve(&citation, TODAY) {
            Resolution::One(found, at) => {
                prop_assert_eq!(&found.id, &regulation.id, "{}", &citation);
                prop_assert_eq!(at, vec![provision], "{}", &citation);
            }
            other => prop_assert!(false, "{}: {:?}", &citation, other),
        }
    }

    #[test]
    fn no_words_make_it_fail(
        words in "[第三3０廿參条款项章之至、，（）《》〈〉限时办结制度的 §a-c.~—-]{0,24}",
    ) {
        static BUILT_IN: std::sync::OnceLock<Corpus> = std::sync::OnceLock::new();
        let _ = BUILT_IN.get_or_init(built_in).resolve(&words, TODAY);
    }
}
