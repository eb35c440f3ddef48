//! What is loaded: the regulations, where they are from, whether they agree with each other, and what no rule looks after.

use axum::{
    extract::State,
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use maud::{Markup, html};

use super::{
    Desk, Here, Shelf, check,
    page::{self, Look, page},
    problem::Problem,
};
use crate::{law::Address, show};

pub(super) async fn library(State(site): Here, headers: HeaderMap) -> Result<Response, Problem> {
    let look = Look::of(&headers);
    let main = site.ask(contents).await?;
    Ok(page("规章库", "/library", &look, &main).into_response())
}

fn contents(desk: &dyn Desk, shelf: &Shelf) -> Markup {
    let corpus = &shelf.corpus;
    let report = desk.check_regulations(shelf);
    let duties = shelf.rules.all_duties(corpus, shelf.as_of);
    let (total, open) = duties
        .iter()
        .fold((0, 0), |(total, open), duties| (total + duties.total, open + duties.uncited.len()));
    let from = |folder: &Option<String>| folder.clone().unwrap_or_else(|| "内置".to_owned());
    html! {
        h1 { "规章库" }
        p.soft {
            "规章来自：" (from(&shelf.corpus_folder)) "；规则来自：" (from(&shelf.checks_folder)) "。" (corpus.regulations().len()) " 个文本，"
            (shelf.index.articles()) " 条；另登记 " (corpus.laws().len()) " 部国家法律、法规和文件。按 " (shelf.as_of) " 有效的计。改了规章或规则，重新启动才起作用。"
        }
        @for trouble in &shelf.troubles { p.note { (trouble) } }
        (page::sideways())
        div.scroll tabindex="0" role="region" aria-label="规章表" {
            table.rules {
                thead { tr { th scope="col" { "规章" } th scope="col" { "类别" } th scope="col" { "效力" } th scope="col" { "施行" } th scope="col" { "条数" } th scope="col" { "制定单位" } } }
                tbody {
                    @for regulation in corpus.regulations() {
                        @let day = regulation.edition.effective.map(|day| day.to_string());
                        @let several = corpus.editions(&regulation.id).count() > 1;
                        tr {
                            th scope="row" { a href=(page::path(&regulation.id, day.as_deref().filter(|_| several), &Address::default())) { (regulation.title) } }
                            td { (regulation.category) } td { (regulation.edition.status) } td { (day.as_deref().unwrap_or("不明")) }
                            td.number { (regulation.articles().count()) } td { (regulation.issuer) }
                        }
                    }
                }
            }
        }
        h2 { "前后一致" }
        @if report.findings.is_empty() { p.good { "规章之间和各部规章自身，没有查出矛盾、缺号或引错的条款。" } }
        @else { p { "查出 " (report.findings.len()) " 处：" } ol.findings { @for finding in &report.findings { (check::finding(finding)) } } }
        h2 { "哪些义务没有规则看着" }
        p.soft { "有义务的条款 " (total) " 条，其中 " (open) " 条没有规则引用；“关于文件”的，将来可以写成规则。" }
        @for duties in duties.iter().filter(|duties| !duties.uncited.is_empty()) {
            details {
                summary { "《" (duties.regulation.title) "》 " (duties.uncited.len()) " / " (duties.total) }
                ul {
                    @for uncited in &duties.uncited {
                        @let at = show::at(uncited.article);
                        li {
                            a href=(page::path(&duties.regulation.id, None, &at)) { (at) } "　"
                            (duties.regulation.words(uncited.article).chars().take(60).collect::<String>())
                            @if uncited.is_of_documents { " " span.state { "关于文件" } }
                        }
                    }
                }
            }
        }
    }
}
