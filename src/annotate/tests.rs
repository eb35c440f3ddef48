//! What is written into the main part, byte by byte: `[` and `]` are the markers of a comment, `{-` `-}` and `{+` `+}` ours of
//! tracked changes.

use std::io::{Cursor, Read as _, Write as _};

use super::*;
use crate::{
    doc::FieldTable,
    finding::{Edit, Finding, Label, Level},
    read::{Format, read},
    report::locate_all,
};

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

fn pack(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn part(package: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(package)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

fn document_xml(body: &str) -> String {
    format!(
        r#"<w:document xmlns:w="{WORD}" xmlns:v="urn:schemas-microsoft-com:vml"><w:body>{body}</w:body></w:document>"#
    )
}

/// A package without comments, and without any relation of its text.
fn package(body: &str) -> Vec<u8> {
    pack(&[
        (
            "[Content_Types].xml",
            r#"<t:Types xmlns:t="http://schemas.openxmlformats.org/package/2006/content-types"/>"#,
        ),
        (
            "_rels/.rels",
            &format!(
                r#"<Relationships xmlns="x"><Relationship Id="r" Type="{OFFICE}/officeDocument" Target="w/main.xml"/></Relationships>"#
            ),
        ),
        ("w/main.xml", &document_xml(body)),
    ])
}

fn finding(at: Span<Plain>, with: Option<&str>) -> Finding {
    Finding {
        rule: "T01".into(),
        title: "标题".into(),
        level: Level::Error,
        message: "有误".to_owned(),
        advice: "改正".to_owned(),
        why: "".into(),
        primary: Label { at, note: String::new() },
        related: Vec::new(),
        basis: Arc::new([]),
        field: None,
        edit: with.map(|with| Edit { at, with: with.to_owned(), safe: true }),
        fingerprint: Fingerprint::of([]),
    }
}

fn stamp() -> Stamp {
    Stamp { source: Fingerprint::of([]), now: jiff::civil::date(2026, 11, 22).at(8, 0, 0, 0) }
}

/// The copy of a package with a comment on each of those words, and what is to stand in the place of some.
fn copy(bytes: &[u8], wanted: &[(&str, Option<&str>)]) -> Result<Annotated, Unreadable> {
    let document = read(bytes, Format::Docx, &FieldTable::default(), None).unwrap();
    let place = |words: &str| {
        let at = document.plain.find(words).unwrap_or_else(|| panic!("{words} in {:?}", document.plain));
        Span::new(at, at + words.len())
    };
    let findings = wanted.iter().map(|(words, with)| finding(place(words), *with)).collect();
    let located = locate_all(&document, &"a.docx".into(), findings);
    annotate(bytes, &document, "a.docx", &located.iter().collect::<Vec<_>>(), stamp())
}

/// The body with those comments, and why they stand beside the words.
fn body(body: &str, wanted: &[(&str, Option<&str>)]) -> (String, Vec<Beside>) {
    let copy = copy(&package(body), wanted).unwrap();
    let main = part(&copy.package, "w/main.xml");
    let mut inner = main.split("<w:body>").nth(1).unwrap().split("</w:body>").next().unwrap().to_owned();
    for (pattern, short) in [
        (r#"<w:commentRangeStart w:id="\d+"/>"#, "["),
        (r#"<w:commentRangeEnd w:id="\d+"/><w:r><w:commentReference w:id="\d+"/></w:r>"#, "]"),
        (r#"<w:del w:id="\d+" w:author="规矩 T01" w:date="2026-11-22T08:00:00Z">(.*?)</w:del>"#, "{-$1-}"),
        (r#"<w:ins w:id="\d+" w:author="规矩 T01" w:date="2026-11-22T08:00:00Z">(.*?)</w:ins>"#, "{+$1+}"),
        (r#" xml:space="preserve""#, " p"),
    ] {
        inner = regex::Regex::new(pattern).unwrap().replace_all(&inner, short).into_owned();
    }
    (inner, copy.beside.iter().map(|beside| beside.why).collect())
}

#[test]
fn only_the_runs_that_are_cut_are_written_anew() {
    for (before, words, after) in [
        (
            r#"<w:p><w:r w:rsidR="1"><w:rPr><w:b/></w:rPr><w:t>甲乙丙</w:t></w:r></w:p>"#,
            "乙",
            r#"<w:p><w:r w:rsidR="1"><w:rPr><w:b/></w:rPr><w:t p>甲</w:t></w:r>[<w:r w:rsidR="1"><w:rPr><w:b/></w:rPr><w:t p>乙</w:t></w:r>]<w:r w:rsidR="1"><w:rPr><w:b/></w:rPr><w:t p>丙</w:t></w:r></w:p>"#,
        ),
        // Blanks that do not count still do not, and those at a cut still do.
        (
            "<w:p><w:r><w:t>x</w:t></w:r><w:r><w:t> a b </w:t></w:r></w:p>",
            "b",
            "<w:p><w:r><w:t>x</w:t></w:r><w:r><w:t p>a </w:t></w:r>[<w:r><w:t p>b</w:t></w:r>]</w:p>",
        ),
        // Whole runs stay as they are, with what stands between them.
        (
            r#"<w:p><w:r><w:t>甲</w:t></w:r><w:proofErr w:type="spellStart"/><w:r><w:tab/><w:t>乙</w:t></w:r></w:p>"#,
            "甲 乙",
            r#"<w:p>[<w:r><w:t>甲</w:t></w:r><w:proofErr w:type="spellStart"/><w:r><w:tab/><w:t>乙</w:t></w:r>]</w:p>"#,
        ),
        (
            "<w:p><w:r><w:t>a&amp;b</w:t><w:br/><w:t>丙</w:t></w:r></w:p>",
            "&b",
            "<w:p><w:r><w:t p>a</w:t></w:r>[<w:r><w:t p>&amp;b</w:t></w:r>]<w:r><w:br/><w:t>丙</w:t></w:r></w:p>",
        ),
        (
            r#"<w:p><w:hyperlink w:anchor="x"><w:r><w:t>甲乙</w:t></w:r></w:hyperlink><w:r><w:t>丙</w:t></w:r></w:p>"#,
            "乙丙",
            r#"<w:p><w:hyperlink w:anchor="x"><w:r><w:t p>甲</w:t></w:r>[<w:r><w:t p>乙</w:t></w:r></w:hyperlink><w:r><w:t>丙</w:t></w:r>]</w:p>"#,
        ),
        (
            "<w:p><w:r><w:t>甲乙</w:t></w:r></w:p><w:p><w:r><w:t>丙丁</w:t></w:r></w:p>",
            "乙\n丙",
            "<w:p><w:r><w:t p>甲</w:t></w:r>[<w:r><w:t p>乙</w:t></w:r></w:p><w:p><w:r><w:t p>丙</w:t></w:r>]<w:r><w:t p>丁</w:t></w:r></w:p>",
        ),
    ] {
        assert_eq!(body(before, &[(words, None)]), (after.to_owned(), Vec::new()), "{words}");
    }
}

#[test]
fn a_tracked_change_deletes_the_words_and_writes_others_in_their_form() {
    for (before, words, after) in [
        (
            "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>甲乙丙</w:t></w:r></w:p>",
            "乙",
            "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t p>甲</w:t></w:r>[{-<w:r><w:rPr><w:b/></w:rPr><w:delText p>乙</w:delText></w:r>-}{+<w:r><w:rPr><w:b/></w:rPr><w:t p>新</w:t></w:r>+}]<w:r><w:rPr><w:b/></w:rPr><w:t p>丙</w:t></w:r></w:p>",
        ),
        (
            "<w:p><w:r><w:t>甲</w:t></w:r><w:bookmarkEnd w:id=\"9\"/><w:r><w:t>乙</w:t></w:r></w:p>",
            "甲乙",
            "<w:p>[{-<w:r><w:delText>甲</w:delText></w:r>-}{+<w:r><w:t p>新</w:t></w:r>+}<w:bookmarkEnd w:id=\"9\"/>{-<w:r><w:delText>乙</w:delText></w:r>-}]</w:p>",
        ),
        // Somebody's insertion is left to be accepted or rejected, and ours stands beside it.
        (
            "<w:p><w:ins w:id=\"3\" w:author=\"张\"><w:r><w:t>甲乙</w:t></w:r></w:ins></w:p>",
            "甲",
            "<w:p><w:ins w:id=\"3\" w:author=\"张\">[{-<w:r><w:delText p>甲</w:delText></w:r>-}</w:ins>{+<w:r><w:t p>新</w:t></w:r>+}<w:ins w:id=\"3\" w:author=\"张\">]<w:r><w:t p>乙</w:t></w:r></w:ins></w:p>",
        ),
        // What is computed anew, or lies in two paragraphs, is left to a person.
        (
            r#"<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>甲</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>"#,
            "甲",
            r#"<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>[<w:r><w:t>甲</w:t></w:r>]<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>"#,
        ),
        (
            "<w:p><w:r><w:t>甲</w:t></w:r></w:p><w:p><w:r><w:t>乙</w:t></w:r></w:p>",
            "甲\n乙",
            "<w:p>[<w:r><w:t>甲</w:t></w:r></w:p><w:p><w:r><w:t>乙</w:t></w:r>]</w:p>",
        ),
    ] {
        assert_eq!(body(before, &[(words, Some("新"))]), (after.to_owned(), Vec::new()), "{words}");
    }
}

#[test]
fn comments_that_overlap_a_change_stand_around_it() {
    let (written, _) = body(
        "<w:p><w:r><w:t>甲乙丙丁</w:t></w:r></w:p>",
        &[("乙丙", Some("新")), ("丙丁", None), ("甲乙", None)],
    );
    let expected = "<w:p>[<w:r><w:t p>甲</w:t></w:r>[[{-<w:r><w:delText p>乙丙</w:delText></w:r>-}{+<w:r><w:t p>新</w:t></w:r>+}]]<w:r><w:t p>丁</w:t></w:r>]</w:p>";
    assert_eq!(written, expected);
}

#[test]
fn where_word_shows_no_comment_it_stands_as_near_as_can_be() {
    let boxed = "<w:p><w:r><w:t>甲</w:t></w:r><w:r><w:pict><v:textbox><w:txbxContent><w:p><w:r><w:t>乙丙</w:t></w:r></w:p></w:txbxContent></v:textbox></w:pict></w:r></w:p>";
    let (written, why) = body(boxed, &[("丙", Some("新"))]);
    assert_eq!(
        written,
        boxed.replace("<w:r><w:pict>", "[<w:r><w:pict>").replace("</w:pict></w:r>", "</w:pict></w:r>]")
    );
    assert_eq!(why, [Beside::Box]);

    let field = r#"<w:p><w:fldSimple w:instr="DATE"><w:r><w:t>甲乙</w:t></w:r></w:fldSimple></w:p>"#;
    let (written, why) = body(field, &[("乙", None)]);
    assert_eq!(
        written,
        field.replace("<w:fldSimple", "[<w:fldSimple").replace("</w:fldSimple>", "</w:fldSimple>]")
    );
    assert_eq!(why, [Beside::Whole]);

    let cell = |text: &str| format!("<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>");
    let row = |a: &str, b: &str| format!("<w:tbl><w:tr>{}{}</w:tr></w:tbl>", cell(a), cell(b));
    let (written, why) = body(&row("甲", "乙"), &[("甲\n乙", None)]);
    assert_eq!(
        written,
        row("甲", "乙").replacen("<w:r><w:t>甲</w:t></w:r>", "[<w:r><w:t>甲</w:t></w:r>]", 1)
    );
    assert_eq!(why, [Beside::Cells]);
}

#[test]
fn an_empty_place_is_the_paragraph_that_it_lies_in() {
    let (written, why) = body("<w:p><w:r><w:t>甲</w:t></w:r><w:r><w:t>乙</w:t></w:r></w:p>", &[("", None)]);
    assert_eq!(written, "<w:p>[<w:r><w:t>甲</w:t></w:r><w:r><w:t>乙</w:t></w:r>]</w:p>");
    assert!(why.is_empty());
}

#[test]
fn the_comments_are_made_known_where_there_were_none() {
    let copy = copy(&package("<w:p><w:r><w:t>甲</w:t></w:r></w:p>"), &[("甲", None)]).unwrap();
    assert!(
        part(&copy.package, "[Content_Types].xml").contains(r#"<t:Override PartName="/w/comments.xml" "#)
    );
    assert!(part(&copy.package, "[Content_Types].xml").ends_with("</t:Types>"));
    assert!(part(&copy.package, "w/_rels/main.xml.rels").contains(r#"Target="/w/comments.xml""#));
    let comments = part(&copy.package, "w/comments.xml");
    assert!(comments.contains(r#"w:author="规矩 T01" w:date="2026-11-22T08:00:00Z" w:initials="规矩""#));
    assert!(comments.contains("问题1（错误）：有误") && comments.contains("怎么办：改正"));
}

#[test]
fn broken_comments_are_said_to_be() {
    let relations = format!(
        r#"<Relationships xmlns="x"><Relationship Id="r" Type="{OFFICE}/comments" Target="notes.xml"/></Relationships>"#
    );
    let root = format!(
        r#"<Relationships xmlns="x"><Relationship Id="r" Type="{OFFICE}/officeDocument" Target="w/main.xml"/></Relationships>"#
    );
    let main = document_xml("<w:p><w:r><w:t>甲</w:t></w:r></w:p>");
    for broken in ["<w:comments", "", "<a></b>"] {
        let bytes = pack(&[
            ("_rels/.rels", &root),
            ("w/main.xml", &main),
            ("w/_rels/main.xml.rels", &relations),
            ("w/notes.xml", broken),
        ]);
        let reason = copy(&bytes, &[("甲", None)]).unwrap_err().reason;
        assert!(reason.starts_with("文件中的 w/notes.xml 有错误"), "{reason}");
    }
}
