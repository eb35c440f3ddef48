//! One forbidden phrase in every disguise that a file can give it: found in each, at exactly its place; and in every place
//! where it is no offence: found in none.

use encoding_rs::{BIG5, GBK};

use crate::linting::{document, findings};

/// Around the words that must be found, in the texts below; not part of them.
const OPEN: char = '⟦';
const CLOSE: char = '⟧';

/// How the text of a file becomes bytes.
#[derive(Clone, Copy, Debug)]
enum Coding {
    Utf8,
    Utf8WithMark,
    Utf16Le,
    Utf16Be,
    Utf16LeWithoutMark,
    Gbk,
    Big5,
}

use Coding::{Big5, Gbk, Utf8, Utf8WithMark, Utf16Be, Utf16Le, Utf16LeWithoutMark};

fn bytes(text: &str, coding: Coding) -> Vec<u8> {
    let le = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    match coding {
        Utf8 => text.as_bytes().to_vec(),
        Utf8WithMark => [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
        Utf16Le => le(&format!("\u{FEFF}{text}")),
        Utf16Be => "\u{FEFF}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect(),
        Utf16LeWithoutMark => le(text),
        Gbk => GBK.encode(text).0.into_owned(),
        Big5 => BIG5.encode(text).0.into_owned(),
    }
}

/// What forbidding rules find in the file: code and bytes of the place.
fn forbidden(name: &str, text: &str, coding: Coding) -> Vec<(String, std::ops::Range<usize>)> {
    let document = document(name, &bytes(text, coding));
    let found = findings(&document);
    let found = found.iter().filter(|finding| ["C01", "C02", "C03"].contains(&&*finding.rule));
    found
        .map(|finding| (finding.rule.to_string(), document.anchors.to_source(finding.primary.at).range()))
        .collect()
}

/// The marked words of `text` are found by a rule in `codes`, and nothing else is.
fn is_found(name: &str, text: &str, coding: Coding, code: &str) {
    let open = text.find(OPEN).unwrap();
    let close = text.find(CLOSE).unwrap() - OPEN.len_utf8();
    let text = text.replace([OPEN, CLOSE], "");
    let found = forbidden(name, &text, coding);
    let words: Vec<&str> = found.iter().map(|(_, at)| &text[at.clone()]).collect();
    assert_eq!(words, [&text[open..close]], "{name} in {coding:?}: {text}");
    assert_eq!(found[0].0, code, "{text}");
}

/// A notice whose body is `body`.
fn notice(name: &str, body: &str) -> String {
    match name.rsplit('.').next().unwrap() {
        "md" => format!("# 关于办理居住证的答复\n\n张先生：\n\n来信收悉。{body}。材料清单见一楼大厅。\n"),
        "html" => format!(
            "<html><head><meta charset=\"utf-8\"></head><body><h1>关于办理居住证的答复</h1>\n<p>张先生：</p>\n<p>来信收悉。{body}。材料清单见一楼大厅。</p></body></html>"
        ),
        _ => format!("关于办理居住证的答复\n\n张先生：\n来信收悉。{body}。材料清单见一楼大厅。\n"),
    }
}

#[test]
fn a_phrase_in_every_disguise() {
    for (name, words, code) in [
        // As it stands, and without or with other punctuation.
        ("a.md", "⟦有牌子，自己看⟧", "C01"),
        ("a.txt", "⟦有牌子自己看⟧", "C01"),
        ("a.html", "⟦有牌子,自己看⟧", "C01"),
        ("a.txt", "⟦有牌子、自己看⟧", "C01"),
        // Across a line break of the source.
        ("a.md", "⟦有牌子，自\n己看⟧", "C01"),
        ("a.md", "⟦有牌子，自\r\n  己看⟧", "C01"),
        ("a.html", "⟦有牌子，自\n      己看⟧", "C01"),
        ("a.md", "⟦不归\n我管⟧", "C02"),
        // With emphasis, a tag or an entity inside.
        ("a.md", "⟦有牌子，**自己**看⟧", "C01"),
        ("a.md", "⟦有*牌子*，自己看⟧", "C01"),
        ("a.md", "⟦有牌子，<u>自己</u>看⟧", "C01"),
        ("a.md", "⟦有牌子，[自己](https://example.cn/)看⟧", "C01"),
        ("a.html", "⟦有牌子，<b>自己</b>看⟧", "C01"),
        ("a.html", "⟦有牌<span style=\"color:red\">子，自</span>己看⟧", "C01"),
        ("a.html", "⟦有牌<font>子</font><!-- 此处 -->，自己看⟧", "C01"),
        ("a.html", "⟦有牌子，&#33258;己看⟧", "C01"),
        ("a.html", "⟦有牌子&#xFF0C;自己看⟧", "C01"),
        ("a.html", "⟦有牌子，&nbsp;自己看⟧", "C01"),
        ("a.html", "⟦下班了，&ensp;明天再来⟧", "C01"),
        // In traditional and full-width characters.
        ("a.txt", "⟦下班了，明天再來⟧", "C01"),
        ("a.md", "⟦不關我們的事⟧", "C02"),
        ("a.html", "⟦沒看我正忙著嗎⟧", "C01"),
        // With blanks and characters without width inside.
        ("a.txt", "⟦有 牌 子， 自 己 看⟧", "C01"),
        ("a.txt", "⟦下班了，明天　再来⟧", "C01"),
        ("a.md", "⟦下班了，明\u{200B}天再来⟧", "C01"),
        ("a.html", "⟦下班了，明\u{FEFF}天\u{00AD}再来⟧", "C01"),
        ("a.txt", "⟦有\u{A0}牌子，自己看⟧", "C01"),
        ("a.html", "⟦有牌子，<wbr>自己看⟧", "C01"),
        // Behind a character of four bytes.
        ("a.md", "𠮷某来访：⟦你有完没完⟧", "C01"),
    ] {
        let text = notice(name, words);
        for coding in [Utf8, Utf8WithMark, Utf16Le, Utf16Be] {
            is_found(name, &text, coding, code);
        }
    }
}

#[test]
fn a_phrase_in_every_encoding() {
    for coding in [Utf8, Utf8WithMark, Utf16Le, Utf16Be, Utf16LeWithoutMark, Gbk] {
        is_found("a.txt", &notice("a.txt", "⟦有牌子，自己看⟧"), coding, "C01");
        is_found("a.md", &notice("a.md", "⟦快点，要**下班**了⟧"), coding, "C01");
    }
    let text = "關於辦理居住證的答復\r\n\r\n張先生：\r\n來信收悉，經核實情況屬實。⟦下班了，明天再來⟧。材料清單見一樓大廳公示欄。\r\n";
    for coding in [Utf8, Utf16Be, Big5, Gbk] {
        is_found("a.txt", text, coding, "C01");
    }
    let html = "<html><head><meta charset=\"gb2312\"></head><body><h1>不予受理通知书</h1><p>李某某：</p><p>你提交的申请收悉，⟦不归我管，找别人去⟧。</p></body></html>";
    is_found("a.html", html, Gbk, "C02");
}

#[test]
fn a_phrase_across_lines_of_fixed_width() {
    let text = "关于办理居住证的答复\n\n张先生：\n您于上月在中心一楼大厅反映的有关居住证办理进度缓慢以及窗口工作人\n员态度生硬的来信收悉，经向派出所了解并调取当日录像，当时窗口说⟦有牌\n子，自己看⟧。居住证的制作需要公安机关逐级审核，制作完成以后会用手机\n短信通知您领取。\n";
    is_found("a.txt", text, Utf8, "C01");
    is_found("a.txt", &text.replace('\n', "\r\n"), Gbk, "C01");
}

#[test]
fn a_material_in_every_disguise() {
    let guide = |material: &str| {
        format!("<h1>居住证办事指南</h1><p>申请材料：</p><p>1.身份证；</p><p>2.{material}</p>")
    };
    for words in [
        "⟦其他有关材料⟧",
        "⟦其它相關材料⟧",
        "⟦其他<em>有关</em>材料⟧",
        "⟦其他\n有关材料⟧",
        "⟦其&#20182;材料⟧",
        "⟦法律、法规规定的其他材料⟧",
    ] {
        is_found("a.html", &guide(words), Utf8, "C03");
    }
}

#[test]
fn where_a_phrase_is_no_offence() {
    for (name, body) in [
        // Not to be seen.
        ("a.html", "窗口在二楼<!-- 有牌子，自己看 -->"),
        ("a.md", "窗口在二楼 <!-- 有牌子，自己看 -->"),
        ("a.html", "窗口在二楼<script>var s = '有牌子，自己看';</script>"),
        ("a.html", "窗口在二楼<img alt=\"\" src=\"x.png\" data-note=\"你有完没完\">"),
        // Told in a ban.
        ("a.txt", "工作人员不得说“有牌子，自己看”"),
        ("a.md", "严禁使用“不知道”“不归我管”“你去问”等用语"),
        ("a.html", "窗口人员禁止说<b>下班了，明天再来</b>"),
        ("a.txt", "不准用“没空”“不关我的事”打发群众"),
        ("a.txt", "杜绝“有意见找头头去”一类的话"),
        // Other words that hold the same characters.
        ("a.txt", "自知道或者应当知道该决定之日起六十日内可以申请复议"),
        ("a.txt", "不清楚填写方法的，可以咨询导办台"),
        ("a.txt", "如果您不知道办理进度，可以扫码查询"),
        ("a.txt", "三甲医院神经病学科出具的诊断证明"),
        ("a.txt", "请您到一楼咨询台，您去问询处领取样表即可"),
        ("a.txt", "停车场没空位时请停到东侧"),
        ("a.txt", "申请人不懂电脑操作的，由导办人员帮办"),
        // Another organ's power, and whose.
        ("a.txt", "该事项不属于本机关职权范围，请向市城市管理局申请"),
    ] {
        let text = notice(name, body);
        for coding in [Utf8, Gbk, Utf16Le] {
            assert_eq!(forbidden(name, &text, coding), [], "{name} in {coding:?}: {body}");
        }
    }
}

#[test]
fn where_a_material_is_no_catch_all() {
    for body in [
        "申请材料：1.身份证；2.其他股东的身份证复印件。",
        "申请材料：1.身份证；2.其他材料：无。",
        "申请材料：1.身份证。窗口不得要求申请人提供清单以外的其他材料。",
        "法定依据：《居住证暂行条例》第九条规定的其他材料。申请材料：1.身份证。",
        "申请材料：1.高分子材料检测报告；2.其他出资人的营业执照。",
    ] {
        let text = format!("居住证办事指南\n\n{body}\n");
        assert_eq!(forbidden("a.txt", &text, Utf8), [], "{body}");
    }
}
