//! The rules: all of them, and each with its reason, the articles behind it, its examples, and a box to try it on a text.

use axum::{
    extract::{Path, Request, State},
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use maud::{Markup, html};

use super::{
    Here, Sheet, Shelf,
    bench::Bench,
    check,
    page::{self, Look, page},
    problem::Problem,
    upload::Upload,
};
use crate::{finding::INSPECTION, law::Date, report::Located, rules::Rule};

pub(super) async fn list(State(site): Here, headers: HeaderMap) -> Result<Response, Problem> {
    let look = Look::of(&headers);
    let main = site.ask(|_, shelf| table(shelf)).await?;
    Ok(page("规则", "/rules", &look, &main).into_response())
}

fn table(shelf: &Shelf) -> Markup {
    let on = shelf.rules.rules.iter().filter(|rule| shelf.selection.has(rule)).count();
    html! {
        h1 { "规则" }
        p.soft { "共 " (shelf.rules.rules.len()) " 条，启用 " (on) " 条。地方的规则默认不启用，在 guiju.toml 的 profiles 里写明才用。" }
        (page::sideways())
        div.scroll tabindex="0" role="region" aria-label="规则表" {
            table.rules {
                thead { tr { th scope="col" { "编号" } th scope="col" { "查什么" } th scope="col" { "级别" } th scope="col" { "规则集" } th scope="col" { "适用" } th scope="col" { "依据" } th scope="col" { "例子" } } }
                tbody {
                    @for rule in &shelf.rules.rules {
                        tr.off[!shelf.selection.has(rule)] {
                            th scope="row" { a href=(format!("/rules/{}", rule.code)) { (rule.code) } }
                            td { (rule.title) }
                            td { span class=(format!("level {}", rule.level.word())) { (rule.level.name()) } }
                            td { (rule.profile.word()) @if !shelf.selection.has(rule) { "（未启用）" } }
                            td { (kinds(rule)) }
                            td { @if let Some(basis) = rule.basis.first() { "《" (basis.title) "》" (basis.at) @if rule.basis.len() > 1 { " 等" } } }
                            td.number { (rule.examples().len()) }
                        }
                    }
                }
            }
        }
    }
}

fn kinds(rule: &Rule) -> String {
    rule.applies_to.iter().map(|kind| kind.name()).collect::<Vec<_>>().join("、")
}

pub(super) async fn one(
    State(site): Here,
    headers: HeaderMap,
    Path(code): Path<String>,
) -> Result<Response, Problem> {
    let (code, main) = site.ask(move |_, shelf| answer(shelf, &code, None)).await??;
    Ok(page(&code, "/rules", &Look::of(&headers), &main).into_response())
}

/// The same, with what the rule finds in a text.
pub(super) async fn try_text(
    State(site): Here,
    headers: HeaderMap,
    Path(code): Path<String>,
    request: Request,
) -> Result<Response, Problem> {
    let tried = move |bench: &Bench<'_>, upload: Upload| {
        let text = upload.field("text");
        answer(bench.shelf, &code, Some((text, bench)))
    };
    let (code, main) = site.check(None, request, tried).await??;
    Ok(page::result(&code, "/rules", &Look::of(&headers), &main).into_response())
}

/// A text to try a rule on, and what to check it with.
type Tried<'t> = Option<(&'t str, &'t Bench<'t>)>;

/// The code of the rule that `code` names, and what stands on its page.
fn answer(shelf: &Shelf, code: &str, tried: Tried<'_>) -> Result<(String, Markup), Problem> {
    let rule = shelf.rules.rule(code).ok_or_else(|| Problem::not_found("没有这条规则。"))?;
    Ok((rule.code.to_string(), described(shelf, rule, tried)))
}

fn described(shelf: &Shelf, rule: &Rule, tried: Tried<'_>) -> Markup {
    let (from, until) = (*rule.in_force.start(), *rule.in_force.end());
    let day = |day: Date, none| if day == none { "不限".to_owned() } else { day.to_string() };
    html! {
        h1 { (rule.code) " " (rule.title) }
        p.crumbs {
            span class=(format!("level {}", rule.level.word())) { (rule.level.name()) }
            span { "规则集 " (rule.profile.word()) @if !shelf.selection.has(rule) { "（未启用）" } }
            span { "适用 " (kinds(rule)) }
            @if from != Date::MIN || until != Date::MAX { span { (day(from, Date::MIN)) " 至 " (day(until, Date::MAX)) } }
        }
        @if let Some(indicator) = rule.indicator {
            p.soft { "检查指标：" (indicator.part()) "·" (indicator.name()) "，见" (INSPECTION) }
        }
        h2 { "为什么" } p { (rule.why) }
        h2 { "怎么改" } p { (rule.advice) }
        h2 { "依据" }
        @for basis in rule.basis.iter() {
            blockquote { a href=(page::path(&basis.regulation, basis.edition.map(|day| day.to_string()).as_deref(), &basis.at)) { "《" (basis.title) "》" (basis.at) } "：“" (basis.quote) "”" }
        }
        h2 #try { "拿一段文字试试" }
        form.check method="post" action=(format!("/rules/{}#try", rule.code)) enctype="multipart/form-data" {
            label { "文字 " textarea name="text" rows="6" required { (tried.map_or("", |(text, _)| text)) } }
            button { "只用这一条规则查" }
        }
        @if let Some((text, bench)) = tried { (found(bench, rule, text)) }
        h2 { "例子" }
        @for example in rule.examples() {
            figure.example {
                figcaption {
                    @if example.finds.is_empty() { span.good { "不报" } }
                    @else { span.bad { "报" } " " (example.finds.join("、")) }
                }
                pre tabindex="0" { (example.text.trim()) }
                @if let Some(beside) = &example.beside { figcaption { "同一事项的另一份文件：" } pre tabindex="0" { (beside.trim()) } }
            }
        }
    }
}

fn found(bench: &Bench<'_>, rule: &Rule, text: &str) -> Markup {
    let sheet = Sheet::pasted(text.as_bytes());
    let report = bench.report(vec![sheet], Some(&rule.code));
    let applied = report.documents.iter().any(|document| document.rules > 0);
    let findings: Vec<&Located> =
        report.findings.iter().filter(|finding| finding.rule == rule.code).collect();
    html! {
        div.result role="status" {
            @if !applied { p.note { "这条规则不适用于这段文字：看不出是它查的那种文件，或者不在它有效的日子。" } }
            @else if findings.is_empty() { p.good { "没有查出问题。" } }
            @else { p { "查出 " (findings.len()) " 处：" } ol.findings { @for finding in findings { (check::finding(finding)) } } }
        }
    }
}
