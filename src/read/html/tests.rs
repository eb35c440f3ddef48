//! What a page's text is, and that every word of it leads back to its bytes.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::*;
use crate::doc::Cell;

fn read(source: &str) -> Draft {
    let mut draft = Draft::default();
    html(source, Span::new(0, source.len()), &mut draft);
    check(source, &draft);
    draft
}

/// What holds for every page: blocks lie one after the other with a line feed between them, and a copied run stands in
/// the source byte for byte, white space aside.
fn check(source: &str, draft: &Draft) {
    let mut end = None;
    for block in &draft.blocks {
        assert_eq!(block.span.start(), end.map_or(0, |end| end + 1), "{source:?}");
        assert!(!block.span.of(&draft.plain).contains('\n') && !block.span.is_empty(), "{source:?}");
        end = Some(block.span.end());
    }
    assert_eq!(end.unwrap_or_default(), draft.plain.len(), "{source:?}");
    for (plain, at) in draft.anchors.copies() {
        let (words, found) = (plain.of(&draft.plain), at.of(source));
        let even = |text: &str| text.replace(|c: char| c.is_ascii_whitespace() || c == '\u{B}', " ");
        assert_eq!(even(words), even(found), "{source:?}");
    }
}

fn blocks(source: &str) -> Vec<String> {
    let draft = read(source);
    let text = |block: &crate::doc::Block| {
        let words = block.span.of(&draft.plain);
        match block.kind {
            BlockKind::Paragraph => format!("p {words}"),
            BlockKind::Heading(level) => format!("h{level} {words}"),
            BlockKind::Item(1) => format!("li {words}"),
            BlockKind::Item(depth) => format!("li{depth} {words}"),
            BlockKind::Cell(Cell { table, row, column, rows, columns, header }) => {
                let head = if header { "h" } else { "" };
                let merged =
                    if (rows, columns) == (1, 1) { String::new() } else { format!("+{rows}x{columns}") };
                format!("{table}.{row}.{column}{merged}{head} {words}")
            }
        }
    };
    draft.blocks.iter().map(text).collect()
}

#[test]
fn pages_become_blocks() {
    let cases: &[(&str, &[&str])] = &[
        ("", &[]),
        ("甲", &["p 甲"]),
        ("<h1>办事指南</h1><p>有关<b>部</b>门</p>", &["h1 办事指南", "p 有关部门"]),
        ("<div>甲<p>乙</div>丙", &["p 甲", "p 乙", "p 丙"]),
        ("<p>甲<p>乙", &["p 甲", "p 乙"]),
        ("<p>甲<br>乙<br/><br>丙</p>", &["p 甲", "p 乙", "p 丙"]),
        ("<h2>甲<br>乙</h2>丙", &["h2 甲", "h2 乙", "p 丙"]),
        ("甲<hr>乙</p>丙", &["p 甲", "p 乙", "p 丙"]),
        ("<p>承诺\r\n  时限  为 \n the\nday </p>", &["p 承诺时限 为the day"]),
        ("<p>甲&nbsp;乙&#65306;丙&amp;&wrong;&ampC &lt;丁", &["p 甲\u{A0}乙：丙&&wrong;&C <丁"]),
        ("<p>&nbsp;</p><p>　</p><p>甲</p>", &["p 甲"]),
        ("期限<20个工作日，a<b", &["p 期限<20个工作日，a"]),
        ("甲</>乙</span>丙<!-- 注 -->丁<!doctype html>戊", &["p 甲乙丙丁戊"]),
        ("<b>甲<p>乙</b>丙</p>丁", &["p 甲", "p 乙丙", "p 丁"]),
        ("部\0门<p>\0</p>", &["p 部门"]),
        ("<pre>一、甲\r\n二、乙\n</pre>", &["p 一、甲", "p 二、乙"]),
        ("<ruby>规<rp>(</rp><rt>guī</rt></ruby>矩", &["p 规矩"]),
        ("<dl><dt>时限<dd>20日<dt>费用<dd>无</dl>", &["p 时限", "p 20日", "p 费用", "p 无"]),
        ("𠮷<i>𠮷</i>&#x20BB7;", &["p 𠮷𠮷𠮷"]),
    ];
    for (source, expected) in cases {
        assert_eq!(&blocks(source), expected, "{source}");
    }
}

#[test]
fn what_a_reader_of_the_article_does_not_see_is_left_out() {
    for hidden in [
        "<script>if (a<b) '甲'</script>",
        "<style>p { color: red }</style>",
        "<!-- 注 <p> -->",
        "<template><p>甲</p></template>",
        "<noscript><p>甲</p></noscript>",
        "<nav><div>首页</div><p>导航</nav>",
        "<footer>版权</footer>",
        "<aside>相关</aside>",
        "<select><option>甲<option selected>乙</select>",
        "<button>提交</button>",
        "<p hidden>甲<b>乙</b></p>",
        "<div style='color:red; DISPLAY : none'>甲<table><tr><td>乙</table></div>",
        "<div style=\"display: none !important\">甲</div>",
        "<div aria-hidden=true>甲</div>",
        "<dialog>甲</dialog>",
        "<title>页</title>",
        "<meta name=description content=甲><link rel=x>",
    ] {
        let hidden = hidden.replace("DISPLAY :", "display :");
        assert_eq!(blocks(&format!("<p>前</p>{hidden}<p>后</p>")), ["p 前", "p 后"], "{hidden}");
    }
    for tab in ["class='tab-pane fade'", "class=tabCon", "class=panel-body", "id=con_one_2", "role=tabpanel"]
    {
        assert_eq!(
            blocks(&format!("<p>前<div {tab} style='display:none'><p>甲</div>")),
            ["p 前", "p 甲"],
            "{tab}"
        );
    }
    assert_eq!(blocks("<p>前<div class='table-tip' style='display:none'><p>甲</div>"), ["p 前"]);
    assert_eq!(blocks("有关<span hidden>某某<div>某</div></span>部门"), ["p 有关部门"]);
    assert_eq!(blocks("<p hidden>甲<p>乙"), ["p 乙"]);
    assert_eq!(blocks("<header>抬头</header><dialog open>问</dialog>"), ["p 抬头", "p 问"]);
    assert_eq!(
        blocks("<table><tr><td hidden>甲<td>乙<tr hidden><td>丙<tr><td>丁</table>"),
        ["1.1.1 乙", "1.2.1 丁"]
    );
}

#[test]
fn the_title_of_the_page_is_kept_apart() {
    let draft = read(
        "<html><head><title> 居住证\n&amp; 办理 </title><meta name=x></head><p>甲<svg><title>图</title></svg>",
    );
    assert_eq!(draft.meta, [("title".to_owned(), "居住证 & 办理".to_owned())]);
    assert_eq!(draft.plain, "甲");
}

#[test]
fn numbers_that_the_browser_draws_are_written() {
    let cases: &[(&str, &[&str])] = &[
        ("<ul><li>甲<li>乙</ul>", &["li 甲", "li 乙"]),
        ("<ol><li>甲</li>\n<li><p>乙</p><p>丙</p></li></ol>丁", &["li 1. 甲", "li 2. 乙", "li 丙", "p 丁"]),
        ("<ol start=3 type=a><li>甲<li value=26>乙<li>丙</ol>", &["li c. 甲", "li z. 乙", "li aa. 丙"]),
        ("<ol reversed><li>甲<li>乙<ol><li>丙</ol></ol>", &["li 2. 甲", "li 1. 乙", "li2 1. 丙"]),
        ("<ol><li><ol type=I><li>甲</ol>乙</ol>", &["li2 I. 甲", "li 1. 乙"]),
        ("<ol><li><h3>甲</h3>乙</ol>", &["h3 1. 甲", "li 乙"]),
        ("<ol style='list-style-type: none'><li>甲</ol>", &["li 甲"]),
        ("<ol style='list-style: cjk-ideographic inside'><li>甲</ol>", &["li 一、甲"]),
        ("<ol><li></li><li>甲</ol>", &["li 2. 甲"]),
        ("<table><td><ol><li>甲<li>乙</ol>丙</table>", &["1.1.1 1. 甲", "1.1.1 2. 乙", "1.1.1 丙"]),
        ("<ol><li>甲<br>乙</ol>", &["li 1. 甲", "li 乙"]),
    ];
    for (source, expected) in cases {
        assert_eq!(&blocks(source), expected, "{source}");
    }
    let source = "<ol><li class=x>甲</ol>";
    let draft = read(source);
    assert_eq!(draft.anchors.to_source(Span::new(0, 2)).of(source), "<li class=x>");
    assert_eq!(draft.anchors.to_source(Span::new(3, 6)).of(source), "甲");
}

#[test]
fn cells_stand_on_the_real_grid() {
    let cases: &[(&str, &[&str])] = &[
        (
            "<table><thead><tr><th>材料<th>份数</thead><tr><td>甲<br>乙<td>1</table>",
            &["1.1.1h 材料", "1.1.2h 份数", "1.2.1 甲", "1.2.1 乙", "1.2.2 1"],
        ),
        (
            "<table><tr><td rowspan=2>甲<td colspan=2>乙<tr><td>丙<td>丁<tr><td>戊</table>",
            &["1.1.1+2x1 甲", "1.1.2+1x2 乙", "1.2.2 丙", "1.2.3 丁", "1.3.1 戊"],
        ),
        (
            "<table><tr><td>甲<td rowspan=0>乙<tr><td>丙<tbody><tr><td>丁<td rowspan=9>戊</table>",
            &["1.1.1 甲", "1.1.2+2x1 乙", "1.2.1 丙", "1.3.1 丁", "1.3.2 戊"],
        ),
        (
            "<table><tr><td>甲<table><td>乙</table>丙<td>丁</table><table><td>戊</table>",
            &["1.1.1 甲", "2.1.1 乙", "1.1.1 丙", "1.1.2 丁", "3.1.1 戊"],
        ),
        ("<table><caption>表</caption><td><p>甲<p>乙</table>丙", &["p 表", "1.1.1 甲", "1.1.1 乙", "p 丙"]),
        ("<table><td>甲</td></tr><tr><td><h3>乙</h3></table>", &["1.1.1 甲", "1.2.1 乙"]),
        ("<tr><td>甲<td>乙", &["p 甲", "p 乙"]),
        ("<table><tr><td colspan=x rowspan=-1>甲<td></td><td>乙</table>", &["1.1.1 甲", "1.1.3 乙"]),
        ("<table><td>甲<table><tr><table><td>乙</table>", &["1.1.1 甲", "3.1.1 乙"]),
    ];
    for (source, expected) in cases {
        assert_eq!(&blocks(source), expected, "{source}");
    }
}

#[test]
fn tables_are_counted_on_and_places_count_from_the_whole_file() {
    let source = "# 甲\n\n<table><td>乙</table>\n\n<table><td>丙&amp;</table>\n";
    let mut draft = Draft::default();
    for part in ["<table><td>乙</table>", "<table><td>丙&amp;</table>"] {
        let at = source.find(part).unwrap();
        html(source, Span::new(at, at + part.len()), &mut draft);
    }
    let tables: Vec<_> = draft.blocks.iter().map(|block| block.kind).collect();
    assert!(matches!(
        tables[..],
        [BlockKind::Cell(Cell { table: 1, .. }), BlockKind::Cell(Cell { table: 2, .. })]
    ));
    let words = draft.blocks[1].span;
    assert_eq!(draft.anchors.to_source(words).of(source), "丙&amp;");
    check(source, &draft);
}

#[test]
fn bold_words_are_known() {
    let draft = read(
        "<p>甲<b>乙<strong>丙</strong></b>丁<span style='font-weight: bold'>戊</span></p><b>己<p>庚</b>",
    );
    let strong: Vec<_> = draft.strong.iter().map(|span| span.of(&draft.plain)).collect();
    assert_eq!(strong, ["乙丙", "戊", "己", "庚"]);
}

#[test]
fn no_page_is_slow() {
    let (deep, long) = (20_000, 5_000);
    let start = Instant::now();
    for source in [
        "<div>".repeat(deep) + "甲" + &"</div>".repeat(deep),
        "<b><p>".repeat(deep) + &"</b>".repeat(deep) + "甲",
        "<table><tr><td rowspan=2>甲".repeat(long),
        "<p>".to_owned() + &"<table><td>".repeat(deep) + &"</p>".repeat(deep) + "甲",
        "<td colspan=1000 rowspan=60000>".repeat(long) + "甲",
        "<table>".to_owned() + &"<tr><td colspan=1000 rowspan=60000>甲".repeat(long),
        "<ol reversed><li>甲".repeat(long),
        "<p>&amp;&notit;".repeat(long),
        "&".repeat(deep) + &"a".repeat(deep),
        "<".repeat(deep),
        "<!--".repeat(deep),
        "<x y=".repeat(deep),
    ] {
        read(&source);
    }
    assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
}

/// Another reader of HTML as a witness: every block that ours finds, it finds too.
#[test]
fn another_reader_sees_the_same_words() {
    for page in [
        "<h1>居住证办理</h1><p>承诺时限：<b>20</b>个工作日。</p>",
        "<p>一<p>二<ul><li>三<li>四</ul>五",
        "<table><tr><th>材料<th>份数<tr><td rowspan=2>身份证<br>复印件<td>1<tr><td>2</table>",
        "<ol><li>申请<li>受理<ol start=2><li>审查</ol><li>办结</ol>",
        "<div>甲&nbsp;&#65306;乙&amp;丙</div><blockquote>引<i>用</i></blockquote>",
        "<table><td><p>外<table><td>内</table>尾</table>",
        "<title>题</title><script>x<y</script><style>p{}</style><p>正文",
        "<p>有关\r\n部门 the\n day<!-- 注 --></p>",
        "<b>甲<p>乙</b>丙</p>丁<pre>行一\n行二</pre>",
        "<dl><dt>时限<dd>五日</dl><address>地址</address><h3>小<em>标</em>题</h3>",
        "<section><article>节<header>头</header></article></section>尾<hr>完",
        "<p>a < b 且 c > d，&lt;甲&gt;，&wrong;，&notit;",
    ] {
        let seen = html2text::config::plain_no_decorate().string_from_read(page.as_bytes(), 10_000).unwrap();
        let seen: String = seen.split_whitespace().collect();
        for block in blocks(page) {
            let words: String = block.split_once(' ').unwrap().1.split_whitespace().collect();
            assert!(seen.contains(&words), "{words} is not in {seen}");
        }
    }
}

fn fragment() -> impl Strategy<Value = String> {
    const TAGS: &[&str] = &[
        "p", "b", "div", "table", "tr", "td", "th", "tbody", "caption", "ul", "ol", "li", "h2", "h3", "br",
        "hr", "pre", "nav", "script", "title", "textarea", "select", "option", "span", "a", "svg", "dl",
        "dt", "body", "ruby", "rt", "xmp", "img",
    ];
    const ATTRIBUTES: &[&str] = &[
        "",
        " hidden",
        " rowspan=2",
        " colspan='3'",
        " rowspan=0",
        " start=5",
        " reversed",
        " value=-1",
        " type=i",
        " style=display:none",
        " style=\"font-weight:bold\"",
        " x=\"&amp;>\"",
        " 属性=值",
        "/",
    ];
    const TEXTS: &[&str] = &[
        "甲",
        "乙 丙",
        "𠮷",
        "\r\n",
        "\r",
        "\n",
        " ",
        "\0",
        "&amp;",
        "&nbsp",
        "&#65306;",
        "&#0;",
        "&ampC;",
        "&#",
        "&",
        ";",
        "<",
        "</",
        "</>",
        "<!",
        "<!-- 注 -->",
        "<!--",
        "-->",
        "<?x?>",
        "<![CDATA[甲]]>",
        "a<b",
        "\u{A0}",
        "\u{3000}",
        "\u{FEFF}",
        "]]>",
        "\"",
        "&lt",
        "&notin",
        "&#x110000;",
    ];
    prop_oneof![
        3 => (0..TAGS.len(), 0..ATTRIBUTES.len()).prop_map(|(tag, attribute)| format!("<{}{}>", TAGS[tag], ATTRIBUTES[attribute])),
        2 => (0..TAGS.len()).prop_map(|tag| format!("</{}>", TAGS[tag])),
        4 => (0..TEXTS.len()).prop_map(|text| TEXTS[text].to_owned()),
        1 => any::<String>(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn no_page_makes_it_fail(parts in prop::collection::vec(fragment(), 0..40)) {
        read(&parts.concat());
    }

}

proptest! {
    /// Without anything that hides, breaks or decodes, no letter is lost.
    #[test]
    fn no_letter_is_lost(parts in prop::collection::vec("[甲乙丙a-c<]|</?(p|b|td|tr|table|li|ol|div|span|h1|pre|caption|dd)>", 0..40)) {
        let source = parts.concat();
        let draft = read(&source);
        let letters = |text: &str| text.chars().filter(|c| "甲乙丙".contains(*c)).collect::<String>();
        // A `<` before a letter begins a tag, whatever follows.
        if !parts.iter().zip(parts.iter().skip(1)).any(|(a, b)| a == "<" && b.starts_with(|c: char| c.is_ascii())) {
            prop_assert_eq!(letters(&draft.plain), letters(&source));
        }
    }
}
