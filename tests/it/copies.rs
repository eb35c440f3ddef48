//! `lint --annotate` as it is run: where copies go, what is never overwritten, and what is said.

use std::{fs, path::Path};

use crate::{
    annotating::{text_of, with_part},
    program::{Run, guiju, guiju_with},
};

const FAULTY: &str = "tests/content/shigong-xuke.docx";
const CLEAN: &str = "tests/content/不动产转移登记服务指南.docx";

/// A folder with two documents of the same name, a text and a damaged document.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::create_dir_all(at("指南/甲")).unwrap();
    fs::create_dir_all(at("指南/乙")).unwrap();
    fs::copy(FAULTY, at("指南/甲/许可.docx")).unwrap();
    fs::copy(FAULTY, at("指南/乙/许可.docx")).unwrap();
    fs::write(at("指南/坏.docx"), &fs::read(FAULTY).unwrap()[..9_000]).unwrap();
    fs::copy("tests/content/sbk-buling.md", at("指南/社保卡.md")).unwrap();
    folder
}

fn lint(folder: &Path, into: &str, paths: &[&str]) -> Run {
    let into = folder.join(into).display().to_string();
    let paths = paths.iter().map(|path| folder.join(path).display().to_string());
    let arguments: Vec<String> = ["lint", "--as-of", "2026-11-01", "--format", "json", "--annotate", &*into]
        .map(str::to_owned)
        .into_iter()
        .chain(paths)
        .collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    guiju(&arguments)
}

/// What was said, with the folder's own name left out.
fn said(folder: &Path, run: &Run) -> Vec<String> {
    let own = format!("{}/", folder.display());
    run.stderr.lines().map(|line| line.replace(&own, "")).collect()
}

#[test]
fn copies_lie_as_the_documents_do_and_everything_else_is_named() {
    let folder = folder();
    let run = lint(folder.path(), "批注", &["指南"]);
    assert_eq!(run.code, 2, "a damaged file");
    let account = [
        "写了 批注/乙/许可.docx：批注 3 条",
        "写了 批注/甲/许可.docx：批注 3 条",
        "只给 .docx 加批注，没有动 指南/社保卡.md",
    ];
    assert_eq!(said(folder.path(), &run), account);
    assert!(run.stdout.contains("坏.docx") && !folder.path().join("批注/坏.docx").exists());
    assert_eq!(fs::read(folder.path().join("指南/甲/许可.docx")).unwrap(), fs::read(FAULTY).unwrap());
    // Once more over everything: the copies are no documents to check, and are written anew.
    let again = lint(folder.path(), "批注", &["."]);
    assert!(!again.stdout.contains("批注/"), "{}", again.stdout);
}

#[test]
fn only_an_untouched_copy_of_the_same_document_is_replaced() {
    let folder = folder();
    let (source, copy) = (folder.path().join("指南/甲/许可.docx"), folder.path().join("批注/许可.docx"));
    let first = lint(folder.path(), "批注", &["指南/甲/许可.docx"]);
    assert_eq!((first.code, said(folder.path(), &first).len()), (1, 1));
    assert_eq!(lint(folder.path(), "批注", &["指南/甲/许可.docx"]).code, 1);

    let before = fs::read(&copy).unwrap();
    let other = lint(folder.path(), "批注", &["指南/乙/许可.docx"]);
    assert_eq!(other.code, 2);
    assert!(other.stderr.contains("没有覆盖"), "{}", other.stderr);

    // Somebody has answered the comments: Word writes them without what is no comment.
    let comments = text_of(&before, "word/comments.xml").unwrap();
    let saved = comments.split("<!--").next().unwrap().to_owned() + comments.split("-->").last().unwrap();
    let edited = with_part(&before, "word/comments.xml", &saved);
    fs::write(&copy, &edited).unwrap();
    let refused = lint(folder.path(), "批注", &["指南/甲/许可.docx"]);
    assert_eq!(refused.code, 2);
    assert!(refused.stderr.contains("后来有人改过"), "{}", refused.stderr);
    assert_eq!(fs::read(&copy).unwrap(), edited);

    // Somebody has mended a word with a program that keeps what is no comment.
    let main = text_of(&before, "word/document.xml").unwrap();
    let edited = with_part(&before, "word/document.xml", &main.replacen("</w:t>", "（改）</w:t>", 1));
    fs::write(&copy, &edited).unwrap();
    let refused = lint(folder.path(), "批注", &["指南/甲/许可.docx"]);
    assert_eq!((refused.code, fs::read(&copy).unwrap() == edited), (2, true), "{}", refused.stderr);

    // Mended, it needs no copy, and an old one would say what is no longer so.
    fs::write(&copy, &before).unwrap();
    fs::copy(CLEAN, &source).unwrap();
    let clean = lint(folder.path(), "批注", &["指南/甲/许可.docx"]);
    assert_eq!(
        said(folder.path(), &clean),
        ["没有要批注的，删去了上次的副本 批注/许可.docx：指南/甲/许可.docx"]
    );
    assert!(!copy.exists());
}

#[test]
fn no_source_is_overwritten_and_no_file_taken_for_a_folder() {
    let folder = folder();
    let own = lint(folder.path(), "指南/甲", &["指南/甲/许可.docx"]);
    assert_eq!(own.code, 2);
    assert!(own.stderr.contains("会盖住正在检查的文件"), "{}", own.stderr);
    assert_eq!(fs::read(folder.path().join("指南/甲/许可.docx")).unwrap(), fs::read(FAULTY).unwrap());
    for into in ["指南/社保卡.md", "指南/社保卡.md/下面"] {
        let run = lint(folder.path(), into, &["指南/甲/许可.docx"]);
        assert_eq!(run.code, 2);
        assert!(run.stderr.contains("写的不是目录"), "{}", run.stderr);
    }
    let into = folder.path().join("批注").display().to_string();
    let input = fs::read(FAULTY).unwrap();
    let run = guiju_with(&["lint", "--annotate", &into, "--stdin-filename", "a.docx", "-"], &input);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("从标准输入来的没有地方写"), "{}", run.stderr);
}

#[test]
fn a_document_that_is_named_twice_is_annotated_once() {
    let folder = folder();
    let run = lint(folder.path(), "批注", &["指南/甲/许可.docx", "指南/../指南/甲/许可.docx"]);
    assert_eq!(said(folder.path(), &run), ["写了 批注/许可.docx：批注 3 条"]);
}
