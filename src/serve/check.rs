//! Checking: what somebody pasted or dropped, and what was found in it.

use axum::{
    extract::{Request, State},
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use maud::{Markup, html};

use super::{
    Here, Sheet,
    page::{self, Look, page},
    problem::Problem,
    upload::Upload,
};
use crate::report::{Located, Region, Report};

pub(super) async fn form(headers: HeaderMap) -> Markup {
    page("检查", "/check", &Look::of(&headers), &html! { h1 { "检查办事指南和告知文书" } (boxes("")) })
}

/// Where text is pasted and files are chosen.
fn boxes(text: &str) -> Markup {
    html! {
        form.check #check method="post" action="/check" enctype="multipart/form-data" {
            label for="text" { "粘贴文字" }
            textarea #text name="text" rows="10" { (text) }
            label for="files" { "或选择文件（可以几个一起；Word、网页、Markdown、文本，以及 Excel 的事项清单）" }
            input #files type="file" name="file" multiple accept=".docx,.html,.htm,.md,.txt,.xlsx,.csv";
            button { "检查" }
            p.soft { "文件只在这台电脑的内存里检查，不联网，不保存。" }
        }
    }
}

pub(super) async fn check(
    State(site): Here,
    headers: HeaderMap,
    request: Request,
) -> Result<Response, Problem> {
    let look = Look::of(&headers);
    let upload = Upload::read(&site.room, None, request).await?;
    let text = upload.field("text").to_owned();
    let main = site
        .ask(move |desk, shelf| -> Result<Markup, Problem> {
            let mut files = upload.files.clone();
            if !text.trim().is_empty() {
                files.insert(0, Sheet { name: "粘贴的文字.md".into(), bytes: text.as_bytes().into() });
            }
            if files.is_empty() {
                return Err(Problem::bad("请先粘贴文字或选择文件。"));
            }
            let report = desk.check(shelf, files, None);
            Ok(html! { h1 { "检查结果" } (results(&report)) h2 { "再查一份" } (boxes(&text)) })
        })
        .await??;
    Ok(page("检查结果", "/check", &look, &main).into_response())
}

fn results(report: &Report) -> Markup {
    html! {
        p role="status" { "文件 " (report.documents.len()) " 个，问题 " (report.summary.findings()) " 处。" }
        @for unread in &report.unreadable { p.note { (unread.path) "：" (unread.reason) } }
        ol.findings { @for found in &report.findings { (finding(found)) } }
    }
}

/// A finding: what, why in the words of the article, what to do.
pub(super) fn finding(found: &Located) -> Markup {
    html! {
        li class=(format!("finding {}", found.level.word())) {
            p.what {
                span class=(format!("level {}", found.level.word())) { (found.level.name()) } " " (found.message) " "
                a.code href=(format!("/rules/{}", found.rule)) { (found.rule) }
            }
            (place(&found.primary))
            @for related in &found.related { (place(related)) }
            p { "怎么改：" (found.advice) }
            @for basis in found.basis.iter() {
                blockquote { a href=(page::path(&basis.regulation, basis.edition.map(|day| day.to_string()).as_deref(), &basis.at)) { "《" (basis.title) "》" (basis.at) } "：“" (basis.quote) "”" }
            }
        }
    }
}

fn place(region: &Region) -> Markup {
    html! {
        p.soft {
            (region.path) " "
            @if let Some(anchor) = &region.anchor { (anchor) } @else { "第 " (region.start.line) " 行" }
            "：" (crate::text::masked(&region.text))
        }
    }
}
