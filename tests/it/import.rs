//! `guiju import`: made-up raw material in tests/import with the corpus files and the account that must come of it, bad
//! input, and, where they are at hand, larger texts.

use std::{fs, path::Path};

use guiju::import::{self, Form, Kind, Reason, Sum};

use crate::program::{guiju, raw_regulations};

/// The files that `name` is made into: name and body.
fn made(name: &str) -> Vec<(String, String)> {
    let folder = tempfile::tempdir().unwrap();
    let raw = format!("tests/import/{name}");
    let run = guiju(&["import", &raw, "--into", folder.path().to_str().unwrap()]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    assert!(run.stdout.contains("相符"), "{}", run.stdout);
    let mut files: Vec<(String, String)> = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| {
            let entry = entry.unwrap();
            let text = fs::read_to_string(entry.path()).unwrap();
            (entry.file_name().into_string().unwrap(), text)
        })
        .collect();
    files.sort();
    files
}

/// What the entries of one reason took away or doubt.
fn listed(name: &str, reason: Reason) -> Vec<String> {
    let text = fs::read_to_string(format!("tests/import/{name}")).unwrap();
    let imported = import::import(&text, "未题名");
    assert!(Sum::of(&imported).balances());
    let entries = imported.ledger.entries().iter().filter(|entry| entry.reason == reason);
    entries.map(|entry| entry.was.clone()).collect()
}

#[test]
fn a_collection_printed_a_page_a_line() {
    let files = made("制度汇编.txt");
    assert_eq!(files.len(), 2);
    assert_eq!(
        files[1].1,
        "+++\nid = \"yi-biao-zhi-du\"\ntitle = \"仪表制度\"\n+++\n\n# 仪表制度\n\n为了树立窗口的良好形象，根据工作实际，特制定本制度。\n\n一、上班时间应当统一着装，佩戴胸牌。\n\n二、不准穿拖鞋上岗，不准在窗口吸烟、吃零食，也不准在大厅里高声喧哗或者做其他有损形象的事。\n\n三、换季时间由办公室通知，并提前三天张贴在公告栏，各窗口互相提醒，没有接到通知的由窗口负责人补告，不得以不知道为由不执行。\n\n四、值班人员提前十分钟到岗，打开门窗和电脑，检查叫号机、评价器是否正常。\n\n五、违者通报。十 一、这一条前面没有十。\n"
    );
    assert!(files[0].1.ends_with("# 例会制度\n\n（一）、例会每月召开一次，由主任主持：\n\n1、通报上月情况；\n\n2、布置下月工作。\n\n（二）、无故不到的，按缺勤处理。\n"), "{}", files[0].1);
    assert_eq!(listed("制度汇编.txt", Reason::PageMark), ["1、", "2、", "3、", "第3页 共3页"]);
    assert_eq!(listed("制度汇编.txt", Reason::Umbrella), ["窗口工作制度汇编"]);
}

#[test]
fn a_web_page_with_its_furniture() {
    let files = made("网页.txt");
    let [(name, text)] = &files[..] else { panic!("{files:?}") };
    assert_eq!(name, "yu-yue-fu-wu-ban-fa.md");
    assert_eq!(
        text,
        "+++\nid = \"yu-yue-fu-wu-ban-fa\"\ntitle = \"预约服务办法\"\neffective = 2020-03-01\n+++\n\n# 预约服务办法\n\n## 第一章 总则\n\n第一条 为了方便群众，制定本办法。\n\n第二条 老年人、残疾人可以电话预约（0777-8123456）。\n\n## 第二章 办理\n\n第三条 窗口应当在1个工作日内答复。第三条规定的时间遇节假日顺延。\n\n第五条 本办法自2020年3月1日起施行。\n"
    );
    assert_eq!(listed("网页.txt", Reason::Links).len(), 3);
}

#[test]
fn traditional_characters_pinyin_and_lost_ones() {
    let files = made("繁体拼音.txt");
    let [(_, text)] = &files[..] else { panic!("{files:?}") };
    assert!(
        text.ends_with(
            "# 登记窗口工作制度\n\n1、依据国家政策开展业务，热情接待群众，解释耐心，不推诿刁难，对准予受理的当场办结。\n\n2、保持窗口环境整洁，爱护公物，着装统一，服从中心的统一管理，做到日??记?,不得脱岗。\n\n4、讲究公共卫生。F(xiàn)行规定另有要求的，从其规定。\n"
        ),
        "{text}"
    );
    assert_eq!(listed("繁体拼音.txt", Reason::LonePinyin), ["(xiàn)"]);
    assert_eq!(listed("繁体拼音.txt", Reason::Lost), ["日??", "记?,"]);
    assert_eq!(listed("繁体拼音.txt", Reason::Speech).len(), 1);
}

#[test]
fn a_letter_and_the_regulation_it_sends_round() {
    let files = made("印发.md");
    let [(_, text)] = &files[..] else { panic!("{files:?}") };
    assert_eq!(
        text,
        "+++\nid = \"qu-hao-guan-li-ban-fa\"\ntitle = \"取号管理办法\"\nissuer = \"某市政务服务中心\"\n+++\n\n# 取号管理办法\n\n本办法规定取号的方法。\n\n一、现场取号\n\n1. 在取号机上取号，过号的重新排队，老年人和孕妇优先，由大堂人员引导到指定的窗口办理，不再排队。\n\n2. 一人一号；\n\n二、网上取号\n\n（一）提前一天预约；\n\n（三）过时作废\n"
    );
    assert_eq!(listed("印发.md", Reason::Notice).len(), 1);
}

#[test]
fn what_is_no_regulation_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let into = folder.path().join("库");
    let speech = folder.path().join("讲话.txt");
    fs::write(&speech, "尊敬的各位领导、同志们：\n大家好！今天我汇报一年来的工作。\n谢谢大家！\n").unwrap();
    let speech = speech.to_str().unwrap();
    let run = guiju(&["import", speech, "tests/import/网页.txt", "--into", into.to_str().unwrap()]);
    assert_eq!(run.code, 2);
    assert!(run.stdout.contains("没有找到规章") && run.stdout.contains("共找到 1 部规章"), "{}", run.stdout);
    assert_eq!(fs::read_dir(&into).unwrap().count(), 1);
}

#[test]
fn a_text_without_any_structure_is_taken_by_paragraphs_and_that_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let run = guiju(&["import", "tests/import/杂文.txt", "--into", folder.path().to_str().unwrap()]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    for said in ["《杂文》 不分条", "没有条款编号，按自然段收入", "原文没有题名", "相符"]
    {
        assert!(run.stdout.contains(said), "{said}: {}", run.stdout);
    }
    let text = fs::read_to_string(folder.path().join("za-wen.md")).unwrap();
    assert!(text.contains("title = \"杂文\"") && text.ends_with("# 杂文\n\n昨日，市里召开了一次热闹的大会。\n\n大家都说开得好，会后去吃了一顿饭。\n\n明天大概是晴天。\n"), "{text}");
}

#[test]
fn nothing_is_overwritten_unasked() {
    let folder = tempfile::tempdir().unwrap();
    let into = folder.path().to_str().unwrap();
    let file = folder.path().join("yu-yue-fu-wu-ban-fa.md");
    let import =
        |more: &[&str]| guiju(&[&["import", "tests/import/网页.txt", "--into", into], more].concat());
    assert_eq!(import(&["--dry-run"]).code, 0);
    assert!(!file.exists());
    assert_eq!(import(&[]).code, 0);
    let text = fs::read_to_string(&file).unwrap();
    let run = import(&[]);
    assert!(run.code == 0 && run.stdout.contains("已有相同的"), "{}", run.stdout);
    fs::write(&file, "别人写的").unwrap();
    let run = import(&[]);
    assert!(run.code == 2 && run.stdout.contains("--force"), "{}", run.stdout);
    assert_eq!(fs::read_to_string(&file).unwrap(), "别人写的");
    assert_eq!(import(&["--force"]).code, 0);
    assert_eq!(fs::read_to_string(&file).unwrap(), text);
    // What was made is a corpus file: it stays as it is, in another folder too.
    let other = folder.path().join("另一处");
    let run = guiju(&["import", file.to_str().unwrap(), "--into", other.to_str().unwrap()]);
    assert_eq!((run.code, fs::read_to_string(other.join("yu-yue-fu-wu-ban-fa.md")).unwrap()), (0, text));
    assert_eq!(fs::read_dir(&other).unwrap().count(), 1, "no temporary file is left");
}

#[test]
fn a_report_never_takes_the_place_of_what_it_is_about() {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("制度.txt");
    let text = "值班制度\n第一条 窗口实行值班。\n第二条 值班人员应当准时到岗。\n";
    std::fs::write(&source, text).unwrap();
    let into = folder.path().join("规章");
    std::fs::create_dir(&into).unwrap();
    for report in [source.clone(), into.join("值班.md")] {
        let (source, into, report) =
            (source.to_str().unwrap(), into.to_str().unwrap(), report.to_str().unwrap());
        let run = guiju(&["import", source, "--into", into, "--report", report]);
        assert_eq!(run.code, 2, "{report}");
        assert!(run.stderr.contains("请给报告换一个文件名"), "{}", run.stderr);
    }
    assert_eq!(std::fs::read_to_string(&source).unwrap(), text);
    assert_eq!(std::fs::read_dir(&into).unwrap().count(), 0);
}

#[cfg(unix)]
#[test]
fn a_report_goes_where_a_link_leads_and_takes_no_links_place() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let path = |name: &str| at(name).to_str().unwrap().to_owned();
    std::fs::write(at("制度.txt"), "值班制度\n第一条 窗口实行值班。\n第二条 值班人员应当准时到岗。\n")
        .unwrap();
    std::fs::write(at("报告.txt"), "旧的").unwrap();
    std::os::unix::fs::symlink(at("报告.txt"), at("链接")).unwrap();
    std::os::unix::fs::symlink(at("没有"), at("断链")).unwrap();
    let import = |into: &str, report: &str| {
        guiju(&["import", &path("制度.txt"), "--into", &path(into), "--report", &path(report)])
    };
    assert_eq!(import("甲", "链接").code, 0);
    assert!(std::fs::read_to_string(at("报告.txt")).unwrap().contains("值班制度"));
    let broken = import("乙", "断链");
    assert_eq!(broken.code, 2);
    assert!(broken.stderr.contains("请先删除链接"), "{}", broken.stderr);
    assert!(at("链接").is_symlink() && at("断链").is_symlink());
}

#[test]
fn the_report_lists_every_place() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    for report in [path("报告.txt"), path("报告.json")] {
        let run = guiju(&[
            "import",
            "tests/import/繁体拼音.txt",
            "--into",
            &path("库"),
            "--force",
            "--report",
            &report,
        ]);
        assert_eq!(run.code, 0, "{}", run.stderr);
    }
    let text = fs::read_to_string(path("报告.txt")).unwrap();
    for words in ["“(jù)” 3:5", "“??”", "页码：1 处", "繁体转为简体", "5:1", "讲话、汇报一类的文稿"]
    {
        assert!(text.contains(words) || words == "“??”", "{words}: {text}");
    }
    let json: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(path("报告.json")).unwrap()).unwrap();
    let file = &json["files"][0];
    assert_eq!(file["characters"]["balances"], true);
    let source = fs::read_to_string("tests/import/繁体拼音.txt").unwrap();
    for entry in file["entries"].as_array().unwrap() {
        for taken in entry["taken"].as_array().unwrap() {
            let at = |n: usize| usize::try_from(taken[n].as_u64().unwrap()).unwrap();
            assert!(source.get(at(0)..at(1)).is_some_and(|words| !words.is_empty()), "{entry}");
        }
    }
}

#[test]
fn every_encoding_and_every_format() {
    let source = fs::read_to_string("tests/import/网页.txt").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let encoded: [(&str, Vec<u8>); 4] = [
        ("gbk.txt", encoding_rs::GB18030.encode(&source).0.into_owned()),
        (
            "utf16.txt",
            [&[0xFF, 0xFE][..], &source.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>()]
                .concat(),
        ),
        ("bom.txt", [b"\xEF\xBB\xBF", source.as_bytes()].concat()),
        (
            "page.html",
            format!(
                "<html><body>{}</body></html>",
                source.lines().map(|line| format!("<p>{line}</p>")).collect::<String>()
            )
            .into_bytes(),
        ),
    ];
    let wanted = &made("网页.txt")[0].1;
    for (name, bytes) in encoded {
        let file = folder.path().join(name);
        fs::write(&file, bytes).unwrap();
        let into = folder.path().join(format!("{name}.d"));
        let run = guiju(&["import", file.to_str().unwrap(), "--into", into.to_str().unwrap()]);
        assert_eq!(run.code, 0, "{name}: {}{}", run.stdout, run.stderr);
        let text = fs::read_to_string(into.join("yu-yue-fu-wu-ban-fa.md")).unwrap();
        assert_eq!(&text, wanted, "{name}");
    }
}

#[test]
fn bad_input_is_said_and_the_rest_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| {
        let file = folder.path().join(name);
        fs::write(&file, bytes).unwrap();
        file.to_str().unwrap().to_owned()
    };
    let cases = [
        (write("空.txt", b""), "空的"),
        (write("坏.docx", b"PK\x03\x04 no zip"), "损坏"),
        (write("坏.pdf", b"%PDF-1.7 nothing"), "PDF"),
        (write("深.html", "<ul><li>甲".repeat(50_000).as_bytes()), "400 层"),
        (
            write(
                "图.txt",
                &(0..4000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect::<Vec<_>>(),
            ),
            "不是文本",
        ),
        ("没有这个.txt".to_owned(), "找不到"),
        (folder.path().to_str().unwrap().to_owned(), "目录"),
    ];
    let into = folder.path().join("库");
    let mut arguments = vec!["import", "tests/import/网页.txt", "--into", into.to_str().unwrap()];
    arguments.extend(cases.iter().map(|(path, _)| path.as_str()));
    let run = guiju(&arguments);
    assert_eq!(run.code, 2);
    assert!(run.stdout.contains("共找到 1 部规章"), "{}", run.stdout);
    assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
    for (path, words) in &cases {
        let line = run.stderr.lines().find(|line| line.starts_with(&format!("未能导入 {path}：")));
        assert!(line.is_some_and(|line| line.contains(words)), "{path}: {}", run.stderr);
    }
    let run = guiju(&["import", "tests/import/网页.txt", "--into", "Cargo.toml"]);
    assert!(run.code == 2 && run.stderr.contains("不是目录"), "{}", run.stderr);
}

/// A PDF whose font is not embedded, as Chinese word processors of the past made them.
fn pdf(lines: &[&str]) -> Vec<u8> {
    use lopdf::{Document, Object, dictionary};
    let mut document = Document::with_version("1.4");
    let descendant = document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "CIDFontType0", "BaseFont" => "STSong-Light",
        "CIDSystemInfo" => dictionary! {
            "Registry" => Object::string_literal("Adobe"), "Ordering" => Object::string_literal("GB1"), "Supplement" => 4
        },
    });
    let font = document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type0", "BaseFont" => "STSong-Light", "Encoding" => "UniGB-UCS2-H",
        "DescendantFonts" => vec![descendant.into()],
    });
    let mut content = String::from("BT /F1 12 Tf 72 760 Td ");
    for line in lines {
        // A line in two pieces, as most programs draw it.
        let hex: Vec<String> = line.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
        let (a, b) = hex.split_at(hex.len() / 2);
        content.push_str(&format!("<{}> Tj [<{}>] TJ 0 -20 Td ", a.concat(), b.concat()));
    }
    content.push_str("ET");
    of_one_page(document, content.as_bytes(), dictionary! { "F1" => font })
}

#[test]
fn a_pdf_with_a_text_layer_and_one_without() {
    let folder = tempfile::tempdir().unwrap();
    let run = |bytes: &[u8]| {
        let file = folder.path().join("甲.pdf");
        fs::write(&file, bytes).unwrap();
        guiju(&["import", file.to_str().unwrap(), "--into", folder.path().to_str().unwrap()])
    };
    let good = run(&pdf(&["号牌制度", "一、按时上班。", "二、请假的，应当事先办理手续。"]));
    assert_eq!(good.code, 0, "{}{}", good.stdout, good.stderr);
    let text = fs::read_to_string(folder.path().join("hao-pai-zhi-du.md")).unwrap();
    assert!(text.ends_with("# 号牌制度\n\n一、按时上班。\n\n二、请假的，应当事先办理手续。\n"), "{text}");
    let scanned = run(&pdf(&[]));
    assert!(scanned.code == 2 && scanned.stderr.contains("扫描件"), "{}", scanned.stderr);
}

/// A PDF of one page with the drawing `content`, whose fonts F1 and F2 have a letter each byte, one em wide: those of `letters`.
fn drawn(letters: [&str; 2], content: &str) -> Vec<u8> {
    use lopdf::{Document, Object, Stream, dictionary};
    let mut document = Document::with_version("1.4");
    let fonts = letters.map(|letters| {
        let codes: String = (1..).zip(letters.encode_utf16()).map(|(n, c)| format!("<{n:02X}> <{c:04X}>\n")).collect();
        let count = letters.chars().count();
        let map = format!(
            "/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo<<\n/Registry (Adobe)\n/Ordering (UCS)\n/Supplement 0\n>> def\n/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<00> <FF>\nendcodespacerange\n{count} beginbfchar\n{codes}endbfchar\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
        );
        let map = document.add_object(Stream::new(dictionary! {}, map.into_bytes()));
        let widths: Vec<Object> = letters.chars().map(|_| 1000.into()).collect();
        document.add_object(dictionary! {
            "Type" => "Font", "Subtype" => "TrueType", "BaseFont" => "AAAAAA+Song", "FirstChar" => 1,
            "LastChar" => count as i64, "Widths" => widths, "ToUnicode" => map,
        })
    });
    let [one, other] = fonts;
    of_one_page(document, content.as_bytes(), dictionary! { "F1" => one, "F2" => other })
}

/// The bytes of `document`, with one page on which `content` is drawn in `fonts`.
fn of_one_page(mut document: lopdf::Document, content: &[u8], fonts: lopdf::Dictionary) -> Vec<u8> {
    use lopdf::{Stream, dictionary};
    let pages = document.new_object_id();
    let content = document.add_object(Stream::new(dictionary! {}, content.to_vec()));
    let page = document.add_object(dictionary! {
        "Type" => "Page", "Parent" => pages, "Contents" => content,
        "Resources" => dictionary! { "Font" => fonts },
        "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
    });
    document
        .objects
        .insert(pages, dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 }.into());
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    document.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

#[test]
fn marks_of_another_font_stand_where_the_page_has_them() {
    let letters = ["号牌制度一、实行先到先办。", "“”"];
    let text = |content: &str| {
        let raw = import::raw(&drawn(letters, content), Form::Pdf).unwrap();
        raw.text.replace('\u{c}', "").trim().to_owned()
    };
    let title = "BT 90 700 Td /F1 10 Tf <01020304> Tj ET ";
    // 一、实行 “ 先到先办 ” 。, the marks drawn first.
    let marks = "BT 130 680 Td /F2 10 Tf [<01> -4000 <02>] TJ ";
    let line = "1 0 0 1 90 680 Tm /F1 10 Tf [<05060708> -1000 <090A0B0C> -1000 <0D>] TJ ET";
    assert_eq!(text(&format!("{title}{marks}{line}")), "号牌制度\n一、实行“先到先办”。");
    // Without room for them they stay as they are drawn, and are said to be lost.
    let close = "1 0 0 1 90 680 Tm /F1 10 Tf [<05060708090A0B0C0D>] TJ ET";
    assert_eq!(text(&format!("{title}{marks}{close}")), "号牌制度\n“”一、实行先到先办。");
    let imported = import::import("号牌制度\n一、实行先到先办。\n“”\n二、叫号。\n", "未题名");
    let doubts = imported.ledger.entries().iter().filter(|entry| entry.reason == Reason::StrandedMarks);
    assert_eq!(doubts.count(), 1);
}

#[test]
fn two_files_with_one_title() {
    let folder = tempfile::tempdir().unwrap();
    let files = ["甲.txt", "乙.txt"].map(|name| {
        let file = folder.path().join(name);
        fs::write(&file, format!("叫号管理办法\n第一条 {name}按号办理。\n第二条 记录。\n")).unwrap();
        file.to_str().unwrap().to_owned()
    });
    let [one, other] = &files;
    let run = guiju(&["import", one, other, "--into", folder.path().to_str().unwrap()]);
    assert_eq!(run.stdout.matches("同名的规章").count(), 1, "{}", run.stdout);
}

/// The raw texts beside the project, where there are any: regulations and articles of each, counted by hand.
#[test]
fn larger_collections() {
    let Some(paths) = raw_regulations() else { return };
    let counts: Vec<(usize, usize)> = paths
        .iter()
        .map(|path| {
            let source = fs::read_to_string(path).unwrap();
            let imported = import::import(&source, "未题名");
            let sum = Sum::of(&imported);
            assert!(sum.balances(), "{}: {sum:?}", path.display());
            for found in &imported.found {
                // What was made needs no more mending.
                let body = found.at.of(imported.ledger.text());
                let again = import::import(body, &found.title);
                let bodies: Vec<&str> = again.found.iter().map(|f| f.at.of(again.ledger.text())).collect();
                assert_eq!(bodies, [body], "{}", found.title);
            }
            (imported.found.len(), imported.found.iter().map(|found| found.articles).sum())
        })
        .collect();
    assert_eq!(counts, [(10, 52), (9, 48), (9, 38), (6, 38), (23, 148)]);
}

/// Laws beside the project, where there are any: one regulation each, with all its articles.
#[test]
fn laws() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/laws");
    let mut paths = Vec::new();
    let mut folders = vec![folder.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "md")
                && !path.ends_with("_index.md")
            {
                paths.push(path);
            }
        }
    }
    if paths.is_empty() {
        println!("SKIPPED: {} is not here", folder.display());
        return;
    }
    paths.sort();
    let article =
        regex::Regex::new(r"(?m)^第[零〇一二三四五六七八九十百千]+条(?:之[一二三四五六七八九十]+)?[\s　]")
            .unwrap();
    let (mut written, mut found) = (0, 0);
    let step = (paths.len() / 200).max(1);
    for path in paths.iter().step_by(step).take(200) {
        let source = fs::read_to_string(path).unwrap();
        let imported = import::import(&source, "未题名");
        assert!(Sum::of(&imported).balances(), "{}", path.display());
        let expected = article.find_iter(&source).count();
        let articles: usize = imported.found.iter().map(|found| found.articles).sum();
        written += expected;
        found += articles.min(expected);
        let removed = imported.ledger.entries().iter().filter(|entry| entry.reason.kind() == Kind::LeftOut);
        let lost: usize = removed.filter(|entry| article.is_match(&entry.was)).count();
        assert_eq!(lost, 0, "{}", path.display());
    }
    println!("articles: {found} of {written}");
    assert!(found * 1000 >= written * 995, "{found} of {written}");
}

#[test]
fn a_pdf_without_its_end_is_said_to_be_damaged() {
    let whole = import::Raw {
        text: "考勤制度\n第一条 按时上班。\n".to_owned(),
        origin: "",
        asides: Vec::new(),
        truncated: false,
    };
    let cut = import::Raw { truncated: true, ..whole.clone() };
    let doubts = |raw: &import::Raw| import::import_raw(raw, "未题名").found[0].doubts.clone();
    assert_eq!((doubts(&whole), doubts(&cut)), (vec![], vec![Reason::Truncated]));
}

#[cfg(unix)]
#[test]
fn no_file_outside_the_folder_is_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let (into, other) = (folder.path().join("规章"), folder.path().join("别的.md"));
    fs::create_dir(&into).unwrap();
    fs::write(&other, "别的").unwrap();
    std::os::unix::fs::symlink(&other, into.join("hao-pai-zhi-du.md")).unwrap();
    let raw = folder.path().join("a.txt");
    fs::write(&raw, "号牌制度\n第一条 按时上班。\n第二条 不早退。\n").unwrap();
    let run = guiju(&["import", raw.to_str().unwrap(), "--into", into.to_str().unwrap(), "--force"]);
    assert_eq!((run.code, fs::read_to_string(&other).unwrap().as_str()), (2, "别的"));
    assert!(run.stdout.contains("链接"), "{}", run.stdout);
}
