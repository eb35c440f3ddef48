//! Reading: a regulation with its tree, an article with all that is known of it, two texts side by side.

use std::fmt::Write as _;

use axum::{
    extract::{Path, State},
    http::HeaderMap,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use serde::Deserialize;
use similar::{ChangeTag, TextDiff};

use super::{
    Here, Shelf,
    page::{self, Look, mark, page},
    problem::{Params, Problem},
    search::{self, LONGEST_QUERY},
};
use crate::{
    corpus::Resolution,
    law::{Address, Date, Level, Provision, Regulation},
    search::{Column, Options, compare as rows},
    show::{self, Shown, at, breadcrumbs, preamble, quotation},
};

/// How many citing articles are named one by one.
const CITING: usize = 20;
/// How the address of an edition is written.
const EDITION: &str = "要看某一天的文本，日期写在规章后面，如 /id/time-limited-completion@2026-01-01/3。";
/// How many articles are looked at to compare what is said on a topic.
const LOOKED_AT: usize = 100;

/// A regulation, and whether its edition was named: `time-limited-completion@2026-01-01`.
struct Named<'s> {
    regulation: &'s Regulation,
    edition: Option<String>,
}

fn named<'s>(shelf: &'s Shelf, name: &str) -> Result<Named<'s>, Problem> {
    let (id, day) = match name.split_once('@') {
        Some((id, day)) => {
            let day: Date =
                day.parse().map_err(|_| Problem::bad(format!("网址里“@”后面的日期看不懂。{EDITION}")))?;
            (id, Some(day))
        }
        None => (name, None),
    };
    let regulation = match day {
        Some(day) => shelf.corpus.regulation(id, day),
        None => shelf.corpus.regulation(id, shelf.as_of).or_else(|| shelf.corpus.editions(id).next()),
    };
    let regulation = regulation.ok_or_else(|| {
        Problem::not_found(format!("规章库里没有这部规章，或这一天它还没有施行。{EDITION}"))
    })?;
    Ok(Named { regulation, edition: day.map(|day| day.to_string()) })
}

/// What somebody typed who was led here.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    q: String,
}

/// All of a regulation.
pub(super) async fn whole(
    State(site): Here,
    headers: HeaderMap,
    Path(name): Path<String>,
    Params(typed): Params<Typed>,
) -> Result<Response, Problem> {
    let look = Look::of(&headers);
    let (title, main) = site
        .ask(move |_, shelf| -> Result<_, Problem> {
            let named = named(shelf, &name)?;
            let shown = Shown::new(&shelf.corpus, &shelf.rules, shelf.as_of, named.regulation, Vec::new());
            let main = html! { (search::back(&typed.q)) (text(&shown, &named)) };
            Ok((named.regulation.title.clone(), main))
        })
        .await??;
    Ok(page(&title, "", &look, &main).into_response())
}

fn text(shown: &Shown<'_>, named: &Named<'_>) -> Markup {
    let regulation = shown.regulation;
    let edition = named.edition.as_deref();
    let units: Vec<&Provision> = regulation
        .provisions()
        .iter()
        .filter(|provision| provision.level() <= Some(Level::Article))
        .collect();
    html! {
        div.reading {
            nav.tree aria-label="目录" {
                details open { summary { "目录" }
                    ol {
                        @for unit in &units {
                            @if unit.level() < Some(Level::Article) {
                                li.chapter { a href={ "#" (mark(&unit.at)) } { (heading_of(unit, regulation)) } }
                            } @else {
                                li { a href={ "#" (mark(&unit.at.from_article())) } { span { (unit.at.from_article()) } " " span.soft { (beginning(unit, regulation)) } } }
                            }
                        }
                    }
                }
            }
            article.regulation {
                (head(shown, named))
                @for line in preamble(regulation) { p { (line) } }
                @for unit in &units {
                    @if unit.level() < Some(Level::Article) {
                        h2 #(mark(&unit.at)) { (heading_of(unit, regulation)) }
                    } @else {
                        (article(shown, unit, edition))
                    }
                }
                (known(shown, None))
                (other_editions(shown, named))
            }
        }
    }
}

/// The state, the dates and the origin of a regulation.
fn head(shown: &Shown<'_>, named: &Named<'_>) -> Markup {
    let regulation = shown.regulation;
    let edition = named.edition.as_deref();
    html! {
        h1 { a href=(page::path(&regulation.id, edition, &Address::default())) { "《" (regulation.title) "》" } }
        p.crumbs {
            @if let Some(number) = &regulation.number { span { (number) } }
            span { @if regulation.issuer.is_empty() { "制定单位不明" } @else { (regulation.issuer) } }
            span.state.ended[shown.ended.is_some()] { (regulation.edition.status) }
            span { @if let Some(day) = regulation.edition.effective { (day) " 起施行" } @else { "施行日期不明" } }
        }
        @if regulation.effective() > shown.as_of { p.note { "这个文本 " (regulation.effective()) " 起才施行。" } }
        @if let Some(ended) = &shown.ended { p.note { "注意：" (ended) "。" } }
    }
}

fn heading_of(unit: &Provision, regulation: &Regulation) -> String {
    let step = unit.at.steps().last().map(ToString::to_string).unwrap_or_default();
    format!("{step}　{}", unit.words.of(regulation.text()))
}

/// The first words of an article, for the tree.
fn beginning(unit: &Provision, regulation: &Regulation) -> String {
    regulation.words(unit).trim().lines().next().unwrap_or_default().chars().take(14).collect()
}

fn article(shown: &Shown<'_>, unit: &Provision, edition: Option<&str>) -> Markup {
    let regulation = shown.regulation;
    let own = unit.at.from_article();
    let words = regulation.words(unit);
    let mut lines = words.lines();
    html! {
        section.article #(mark(&own)) data-cite=(citation(shown, unit)) {
            p {
                a.number href=(page::path(&regulation.id, edition, &own)) { (own) } "　"
                (lines.next().unwrap_or_default())
            }
            @for line in lines { p { (line) } }
        }
    }
}

/// As an official document would cite it.
fn citation(shown: &Shown<'_>, unit: &Provision) -> String {
    let regulation = shown.regulation;
    let caution = if shown.ended.is_some() {
        Some("已不适用".to_owned())
    } else {
        Some(regulation.effective()).filter(|day| shown.as_of < *day).map(|day| format!("{day} 起才施行"))
    };
    quotation(&regulation.title, caution.as_deref(), &at(unit), &regulation.words(unit))
}

/// The rules that rest on it, and the articles that cite it.
fn known(shown: &Shown<'_>, provision: Option<&Provision>) -> Markup {
    let rules = shown.rules_of(provision);
    let citing = shown.citing_of(provision);
    html! {
        @if !rules.is_empty() {
            section.known { h2 { "依据它的规则" }
                ul { @for rule in &rules { li { a href=(format!("/rules/{}", rule.code)) { (rule.code) } " " (rule.title) } } }
            }
        }
        @if !citing.is_empty() {
            section.known { h2 { "引用它的条款" }
                ul {
                    @for citing in citing.iter().take(CITING) {
                        li { (page::article(&citing.regulation.id, &citing.regulation.title, None, citing.article)) }
                    }
                    @if citing.len() > CITING { li { "等 " (citing.len()) " 条" } }
                }
            }
        }
    }
}

fn other_editions(shown: &Shown<'_>, named: &Named<'_>) -> Markup {
    let id = &shown.regulation.id;
    let days: Vec<Date> = shown.editions.iter().flatten().copied().collect();
    html! {
        @if days.len() > 1 {
            section.known { h2 { "各个版本" }
                ul {
                    @for (i, day) in days.iter().enumerate() {
                        li {
                            a href=(page::path(id, Some(&day.to_string()), &Address::default())) { (day) " 起施行" }
                            @if named.regulation.edition.effective == Some(*day) { "（这个）" }
                            @if let Some(before) = i.checked_sub(1).and_then(|before| days.get(before)) {
                                " · " a href=(format!("/compare?left={id}@{before}&right={id}@{day}")) { "与前一版比较" }
                            }
                        }
                    }
                }
            }
        }
        form.row action="/compare" method="get" {
            input type="hidden" name="left" value=(format!("{id}{}", named.edition.as_ref().map_or(String::new(), |day| format!("@{day}"))));
            label { "与另一部规章并排看 " input name="right" placeholder="规章名称" required; }
            button { "比较" }
        }
        p { a href="/compare" { "同一件事，几部规章怎么说" } }
    }
}

/// One provision.
pub(super) async fn provision(
    State(site): Here,
    headers: HeaderMap,
    Path((name, path)): Path<(String, String)>,
    Params(typed): Params<Typed>,
) -> Result<Response, Problem> {
    // Where people write the day of an edition who know addresses as they are cited.
    if let Some((path, day)) = path.split_once('@').filter(|_| !name.contains('@')) {
        let to = format!(
            "/id/{}@{}/{path}",
            page::encoded(&name).replace("%2D", "-"),
            page::encoded(day).replace("%2D", "-")
        );
        return Ok(Redirect::to(&to).into_response());
    }
    let look = Look::of(&headers);
    let (title, main) = site
        .ask(move |_, shelf| -> Result<_, Problem> {
            let named = named(shelf, &name)?;
            let regulation = named.regulation;
            let wanted = page::address(&path).ok_or_else(|| {
                Problem::not_found(format!("条款的地址看不懂：第三条写成 /3，它的第二款写成 /3/2。{EDITION}"))
            })?;
            let provision = regulation
                .provision(&wanted)
                .ok_or_else(|| Problem::not_found(format!("《{}》没有{wanted}。", regulation.title)))?;
            let shown = Shown::new(&shelf.corpus, &shelf.rules, shelf.as_of, regulation, vec![provision]);
            let main = html! { (search::back(&typed.q)) (single(&shown, &named, provision)) };
            Ok((format!("《{}》{}", regulation.title, at(provision)), main))
        })
        .await??;
    Ok(page(&title, "", &look, &main).into_response())
}

fn single(shown: &Shown<'_>, named: &Named<'_>, provision: &Provision) -> Markup {
    let regulation = shown.regulation;
    let edition = named.edition.as_deref();
    let article = provision.at.article();
    let all: Vec<&Provision> = regulation.articles().collect();
    let place = all.iter().position(|other| other.at.article() == article);
    let near =
        |step: isize| place.and_then(|place| place.checked_add_signed(step)).and_then(|place| all.get(place));
    let whole = page::path(&regulation.id, edition, &Address::default());
    let own = at(provision);
    let words = regulation.words(provision);
    let cite = citation(shown, provision);
    html! {
        article.regulation.single {
            (head(shown, named))
            p.crumbs { a href=(format!("{whole}#{}", mark(&article.clone().unwrap_or_default()))) { "看全文" }
                @for crumb in breadcrumbs(regulation, provision) { span { (crumb) } }
            }
            section.article data-cite=(cite) {
                h2 { (own) }
                @for line in words.lines() { p { (line) } }
            }
            @if article.as_ref() != Some(&own) {
                @if let Some(article) = &article {
                    p { a href=(page::path(&regulation.id, edition, article)) { "看整个" (article) } }
                }
            }
            p.cite { label { "引用写法 " textarea.copy readonly rows="2" { (cite) } } button.copy type="button" hidden { "复制" } }
            (known(shown, Some(provision)))
            @for variant in regulation.variants.iter().filter(|variant| variant.at.article() == article) {
                p.note { "别处的规定（" (variant.origin) "）：" (variant.value) }
            }
            nav.near aria-label="相邻的条" {
                @if let Some(before) = near(-1) { a rel="prev" href=(page::path(&regulation.id, edition, &before.at.from_article())) { "← " (before.at.from_article()) } }
                @if let Some(after) = near(1) { a rel="next" href=(page::path(&regulation.id, edition, &after.at.from_article())) { (after.at.from_article()) " →" } }
            }
        }
    }
}

/// What is to be laid side by side: two texts, or what all regulations say on a topic.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Compared {
    left: String,
    right: String,
    q: String,
}

pub(super) async fn compare(
    State(site): Here,
    headers: HeaderMap,
    Params(compared): Params<Compared>,
) -> Result<Response, Problem> {
    let look = Look::of(&headers);
    let main = site
        .ask(move |_, shelf| -> Result<Markup, Problem> {
            if compared.left.is_empty() && compared.right.is_empty() {
                return topic(shelf, compared.q.trim());
            }
            let (left, right) = (either(shelf, &compared.left)?, either(shelf, &compared.right)?);
            Ok(beside(&left, &right))
        })
        .await??;
    Ok(page("比较", "", &look, &main).into_response())
}

/// A regulation by its id with or without an edition, or by the name that somebody typed.
fn either<'s>(shelf: &'s Shelf, name: &str) -> Result<Named<'s>, Problem> {
    if let Ok(named) = named(shelf, name) {
        return Ok(named);
    }
    match shelf.corpus.resolve(name, shelf.as_of) {
        Resolution::One(regulation, _) => Ok(Named { regulation, edition: None }),
        _ => Err(Problem::not_found(format!("规章库里没有“{name}”，请写规章的全名。"))),
    }
}

/// Two regulations or editions, article beside article of the same number, what differs marked.
fn beside(left: &Named<'_>, right: &Named<'_>) -> Markup {
    let same = left.regulation.id == right.regulation.id;
    let mut numbers: Vec<Address> = [left, right]
        .iter()
        .flat_map(|side| side.regulation.articles().filter_map(|a| a.at.article()))
        .collect();
    numbers.sort();
    numbers.dedup();
    let words =
        |side: &Named<'_>, at: &Address| side.regulation.provision(at).map(|p| side.regulation.words(p));
    let head = |side: &Named<'_>| {
        html! {
            a href=(page::path(&side.regulation.id, side.edition.as_deref(), &Address::default())) { "《" (side.regulation.title) "》" }
            @if let Some(day) = side.regulation.edition.effective { " " (day) " 起施行" }
        }
    };
    html! {
        h1 { "并排比较" }
        (page::sideways())
        div.scroll tabindex="0" role="region" aria-label="并排比较" {
            table.beside {
                thead { tr { th scope="col" { "条" } th scope="col" { (head(left)) } th scope="col" { (head(right)) } } }
                tbody {
                    @for at in &numbers {
                        @let (a, b) = (words(left, at), words(right, at));
                        tr.same[a == b] {
                            th scope="row" { (at) }
                            @if let (true, Some(a), Some(b)) = (same, &a, &b) {
                                td { (changed(a, b, ChangeTag::Delete)) } td { (changed(a, b, ChangeTag::Insert)) }
                            } @else {
                                td { (a.as_deref().unwrap_or("—")) } td { (b.as_deref().unwrap_or("—")) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// One side of two texts: what both have, and what only this one has.
fn changed(old: &str, new: &str, own: ChangeTag) -> Markup {
    let diff = TextDiff::from_chars(old, new);
    let mut pieces: Vec<(bool, String)> = Vec::new();
    for change in
        diff.iter_all_changes().filter(|change| change.tag() == ChangeTag::Equal || change.tag() == own)
    {
        let differs = change.tag() == own;
        match pieces.last_mut() {
            Some((was, piece)) if *was == differs => piece.push_str(change.value()),
            _ => pieces.push((differs, change.value().to_owned())),
        }
    }
    html! {
        @for (differs, piece) in &pieces {
            @if !differs { (piece) } @else if own == ChangeTag::Delete { del { (piece) } } @else { ins { (piece) } }
        }
    }
}

/// What several regulations say on a topic.
fn topic(shelf: &Shelf, query: &str) -> Result<Markup, Problem> {
    let query: String = query.chars().take(LONGEST_QUERY).collect();
    let options = Options {
        limit: LOOKED_AT,
        literal: false,
        synonyms: true,
        day: Some(shelf.as_of),
        filter: crate::search::Filter {
            as_of: Some(shelf.as_of),
            status: vec![crate::law::Status::InForce],
            ..Default::default()
        },
    };
    let answer = shelf.index.search(&query, &options).map_err(|_| Problem::broken())?;
    let rows = rows(&answer.hits, shelf.as_of);
    let mut heading = String::new();
    let _ = write!(heading, "{} 部规章说到“{query}”", rows.len());
    Ok(html! {
        h1 { "几部规章怎么说" }
        form.row action="/compare" method="get" role="search" {
            label { "同一件事 " input type="search" name="q" value=(query) maxlength=(LONGEST_QUERY) required; }
            button { "并排比较" }
        }
        @if !query.is_empty() {
            p.soft role="status" { @if rows.is_empty() { "没有规章说到“" (query) "”。" } @else { (heading) "：" } }
        }
        @if !rows.is_empty() {
            (page::sideways())
            div.scroll tabindex="0" role="region" aria-label="几部规章怎么说" {
                table.beside.topic {
                    thead { tr { th scope="col" { "规章" } @for column in Column::ALL { th scope="col" { (column.name()) } } } }
                    tbody {
                        @for row in &rows {
                            tr {
                                th scope="row" { "《" (row.title) "》" @if let Some(caution) = &row.caution { "（" (caution) "）" } }
                                @for cell in &row.cells {
                                    td {
                                        @if cell.is_empty() { "—" }
                                        @for quote in cell {
                                            p { a href=(page::path(&row.regulation, None, &quote.at)) { (quote.at) } "：“" (quote.words) "”" }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    })
}

/// What `show` says of that address, for programs: an object a line.
pub(super) fn json(shelf: &Shelf, wanted: &str) -> Result<String, Problem> {
    let (corpus, as_of) = (&shelf.corpus, shelf.as_of);
    if wanted.is_empty() {
        return Err(Problem::bad(
            "没有写要看什么：在 at 里写名称、编号或文号，可带条款，如 限时办结制度第三条。",
        ));
    }
    match corpus.resolve(wanted, as_of) {
        Resolution::One(regulation, provisions) => {
            Ok(show::shown(&Shown::new(corpus, &shelf.rules, as_of, regulation, provisions)))
        }
        Resolution::NotHeld(law, places) => Ok(show::not_held(corpus, law, &places, as_of)),
        unclear => Err(Problem::not_found(show::unclear(wanted, &unclear, corpus, as_of))),
    }
}
