//! Words that mean something to browsers, wherever somebody can write: they are shown, and nothing more.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use html5gum::{Token, Tokenizer};

use super::{Server, field};

/// What a page may hold.
const ELEMENTS: &str = "html head meta title link script body a header nav main footer form label select option input button p noscript strong \
    h1 h2 h3 h4 h5 h6 div span section ol ul li table tbody tr td th details summary pre textarea blockquote";
const ATTRIBUTES: &str = "lang data-theme data-size charset name content rel href type src defer class id aria-label \
    aria-current aria-labelledby tabindex method action value selected enctype for rows multiple accept formaction form role \
    colspan rowspan maxlength autocomplete data-marks open target";

const WORDS: [&str; 60] = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\"><svg onload=alert(1)>",
    "'><svg/onload=alert(1)>",
    "\" onmouseover=\"alert(1)",
    "' autofocus onfocus='alert(1)",
    "</textarea><script>alert(1)</script>",
    "</title><script>1</script>",
    "</style><b>",
    "<!--",
    "-->",
    "--!>",
    "<!-- -->",
    "]]>",
    "<![CDATA[x]]>",
    "<?php 1 ?>",
    "&lt;script&gt;",
    "&#60;b&#62;",
    "&amp;amp;",
    "&",
    "<",
    ">",
    "\"",
    "'",
    "`",
    "javascript:alert(1)",
    "data:text/html,<script>1</script>",
    "[a](javascript:alert(1))",
    "![x](x\" onerror=\"1)",
    "<a href=javascript:alert(1)>x</a>",
    "<base href=//evil.example/>",
    "<form action=//evil.example><input>",
    "<button form=desk formaction=//evil.example>x",
    "<input form=desk name=fix value=0:safe>",
    "<meta http-equiv=refresh content=0>",
    "<iframe srcdoc='<script>1</script>'>",
    "<object data=x>",
    "<link rel=stylesheet href=//evil.example>",
    "<style>*{}</style>",
    "<math><mi//xlink:href=\"data:x,1\">",
    "<table><td background=x>",
    "{{7*7}}",
    "${7*7}",
    "<%= 1 %>",
    "../../etc/passwd",
    "..\\..\\windows\\win.ini",
    "C:\\a\\b.md",
    "a/b/c.md",
    "\u{0}空",
    "\u{1b}[31m红",
    "\u{7}\u{8}\u{c}响",
    "\u{202e}倒写",
    "\u{200b}零宽",
    "\u{feff}标记",
    "\r\nSet-Cookie: a=b",
    "甲\n乙\r丙",
    "\u{fffe}\u{ffff}",
    "𠮷\u{e0041}",
    "<ﾠonclick=1>\u{3164}",
];

/// Holds the page against what a page may hold, and gives its words.
fn words(page: &str, of: &str) -> String {
    let (mut words, mut scripts) = (String::new(), 0);
    for token in Tokenizer::new(page) {
        let token = token.unwrap();
        match token {
            Token::StartTag(tag) => {
                let name = String::from_utf8(tag.name.to_vec()).unwrap();
                assert!(ELEMENTS.split_whitespace().any(|own| own == name), "{of:?} made <{name}>");
                for (attribute, value) in &tag.attributes {
                    let attribute = String::from_utf8(attribute.to_vec()).unwrap();
                    assert!(ATTRIBUTES.split_whitespace().any(|own| own == attribute), "{of:?}: {attribute}");
                    let value = String::from_utf8(value.to_vec()).unwrap();
                    let leads = ["href", "src", "action", "formaction"].contains(&attribute.as_str());
                    assert!(
                        !leads || value.starts_with(['/', '#']) && !value.starts_with("//"),
                        "{of:?}: {value}"
                    );
                }
                scripts += usize::from(name == "script");
            }
            Token::String(text) => words.push_str(std::str::from_utf8(&text).unwrap()),
            Token::Comment(_) => panic!("{of:?} made a comment"),
            _ => {}
        }
    }
    assert_eq!(scripts, 1, "{of:?}");
    words
}

#[test]
fn nothing_that_is_written_is_more_than_words() {
    let server = Server::start();
    let own = "# 甲许可办事指南\n\n## 申请材料\n\n1. 其他有关材料\n";
    let page =
        server.post("/check", &[field("name", "甲.md"), field("document", &BASE64_STANDARD.encode(own))]);
    let buttons = regex::Regex::new(r#"name="silence" value="0:([^"]*)""#).unwrap();
    let which = buttons.captures_iter(page.text()).last().unwrap()[1].to_owned();
    let (key, reason) = (format!("0:{which}"), format!("reason-0-{which}"));
    for hostile in WORDS {
        let text = format!("办结公告\n\n{hostile}\n\n其他有关材料{hostile}其他有关材料");
        let (document, second) = (BASE64_STANDARD.encode(own), BASE64_STANDARD.encode(&text));
        let name = format!("{hostile}.html");
        let form = [
            field("name", "甲.md"),
            field("document", &document),
            field("name", &name),
            field("document", &second),
            field("text", &text),
            field("silence", &key),
            field(&reason, hostile),
        ];
        let answer = server.post("/check", &form);
        assert!([200, 422].contains(&answer.status), "{hostile:?}: {}", answer.status);
        assert_eq!(answer.headers["content-type"], "text/html; charset=utf-8");
        assert!(!answer.headers.contains_key("set-cookie"));
        let shown = words(answer.text(), hostile);
        let unseen =
            |c: char| c.is_control() && !"\n\r\t".contains(c) || ('\u{202a}'..='\u{202e}').contains(&c);
        // The box for pasted text holds what was pasted, but for what no text has.
        let (beside, pasted) = answer.text().split_once("<textarea").unwrap();
        let pasted = pasted.split("</textarea>").next().unwrap();
        assert!(!beside.contains(unseen) && !pasted.contains('\0'), "{hostile:?}");
        assert!(shown.contains("粘贴的文字."), "{hostile:?}");
        let pasted = shown.matches("其他有关材料").count();
        let unread = shown.contains("没有检查：");
        assert!(pasted >= 3 || unread, "{hostile:?}: the words around it stand where they stood ({pasted})");
        for (parts, status) in [
            (vec![field("text", own), field("kind-0", hostile)], [400, 400]),
            (vec![field("text", own), field("part", hostile)], [400, 400]),
            (vec![field("text", own), field("fix", hostile), field("remove", hostile)], [200, 422]),
        ] {
            let answer = server.post("/check", &parts);
            assert!(status.contains(&answer.status), "{hostile:?}: {}", answer.status);
            words(answer.text(), hostile);
        }
        let form = [field("name", &name), field("document", &document), field("which", "0")];
        let answer = server.post("/check/fixed", &form);
        assert_eq!((answer.status, answer.body), (200, own.as_bytes().to_vec()), "{hostile:?}");
        let disposition = &answer.headers["content-disposition"];
        assert!(
            disposition.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"%*-='; ".contains(&byte)),
            "{disposition}"
        );
    }
}
