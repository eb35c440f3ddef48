//! Search: one box, and the articles that answer it.

use std::ops::RangeInclusive;

use axum::{
    extract::State,
    http::HeaderMap,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    Desk, Here, Shelf,
    page::{self, Look, marked, page},
    problem::{Params, Problem},
};
use crate::{
    corpus::Resolution,
    law::{Date, Status},
    search::{Answer, Filter, Hit, Matched, Options},
    show::{self, quotation},
};

/// How many articles a page lists.
const LISTED: usize = 20;
/// How many articles a program may ask for.
const LIMITS: RangeInclusive<usize> = 1..=200;
/// A longer query than this is none that somebody typed, in characters.
pub(super) const LONGEST_QUERY: usize = 2000;
/// What the empty page suggests.
const EXAMPLES: [&str; 6] =
    ["材料不全怎么办", "一次性告知", "限时办结制度第三条", "swfz", "材料 -复印件", "“容缺受理”"];

/// What is asked, as the address of the page has it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    pub(super) q: String,
    category: String,
    issuer: String,
    regulation: String,
    status: String,
    as_of: String,
    /// How many articles a program wants.
    limit: Option<String>,
    /// `no` when words are not to be stood for by others.
    synonyms: String,
    /// Whether only the results are wanted, for a page that is there already.
    part: Option<String>,
    /// What the button of the form says, which the key Enter presses: whoever typed a citation wants to be there.
    go: String,
}

impl Asked {
    /// What is asked, in the terms of the index.
    pub(super) fn options(&self, shelf: &Shelf, limit: usize) -> Result<Options, Problem> {
        let day = match self.as_of.trim() {
            "" => None,
            text => Some(text.parse::<Date>().map_err(|_| Problem::bad("日期看不懂，写法如 2026-01-01。"))?),
        };
        let status = match &*self.status {
            "" => vec![Status::InForce],
            "all" => Vec::new(),
            name => match Status::ALL.into_iter().find(|status| status.name() == name) {
                Some(status) => vec![status],
                None => {
                    let names = Status::ALL.map(Status::name).join("、");
                    return Err(Problem::bad(format!("没有“{name}”这种效力，只有{names}，或 all（全部）。")));
                }
            },
        };
        let in_force = status == [Status::InForce];
        let named = |name: &str| if name.is_empty() { Vec::new() } else { vec![name.to_owned()] };
        let regulation = match &*self.regulation {
            "" => Vec::new(),
            name => match shelf.index.named(name) {
                found if found.is_empty() => return Err(Problem::bad("规章库里没有这部规章。")),
                found => found,
            },
        };
        Ok(Options {
            limit,
            filter: Filter {
                as_of: day.or(in_force.then_some(shelf.as_of)),
                status,
                category: named(&self.category),
                issuer: named(&self.issuer),
                regulation,
                ..Filter::default()
            },
            synonyms: self.synonyms != "no",
            literal: true,
            day: Some(day.unwrap_or(shelf.as_of)),
        })
    }

    /// That there are regulations such as are asked for: to a program, a slip in a name must not look as if nothing were found.
    fn known(&self, shelf: &Shelf) -> Result<(), Problem> {
        let (categories, issuers) = shelf.index.shelves();
        for (what, name, known) in
            [("类别", &self.category, &categories), ("制定单位", &self.issuer, &issuers)]
        {
            if !name.is_empty() && !known.contains(name) {
                let known = known.iter().filter(|name| !name.is_empty());
                let known = known.map(String::as_str).collect::<Vec<_>>().join("、");
                return Err(Problem::bad(format!("规章库里没有“{name}”这个{what}，有的是：{known}。")));
            }
        }
        Ok(())
    }

    /// What is asked, without more than anybody types.
    pub(super) fn query(&self) -> String {
        self.q.trim().chars().take(LONGEST_QUERY).collect()
    }

    /// The address of the page for this with something else in one place.
    fn address(&self, with: &[(&str, &str)]) -> String {
        let own = [
            ("q", &*self.q),
            ("category", &self.category),
            ("issuer", &self.issuer),
            ("regulation", &self.regulation),
            ("status", &self.status),
            ("as_of", &self.as_of),
            ("synonyms", &self.synonyms),
        ];
        let pairs = own.map(|(key, value)| {
            (key, with.iter().find(|(other, _)| *other == key).map_or(value, |(_, value)| value))
        });
        let pairs: Vec<String> = pairs
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(key, value)| format!("{key}={}", page::encoded(value)))
            .collect();
        if pairs.is_empty() { "/".to_owned() } else { format!("/search?{}", pairs.join("&")) }
    }

    /// Where the button of the form leads: to the provision, when all that was typed is its citation, else to the results.
    fn destination(&self, shelf: &Shelf) -> String {
        let query = self.query();
        let results = self.address(&[]);
        // A question about a provision goes on behind its number.
        let is_citation =
            query.ends_with(|c: char| "条款项目一二三四五六七八九十".contains(c) || c.is_numeric());
        let day: Option<Date> = self.as_of.trim().parse().ok();
        let Resolution::One(regulation, provisions) =
            shelf.corpus.resolve(&query, day.unwrap_or(shelf.as_of))
        else {
            return results;
        };
        let [provision] = provisions[..] else { return results };
        if !is_citation {
            return results;
        }
        let edition = regulation.edition.effective.filter(|_| day.is_some()).map(|day| day.to_string());
        let address = page::path(&regulation.id, edition.as_deref(), &show::at(provision));
        let (path, mark) =
            address.split_once('#').map_or((&*address, None), |(path, mark)| (path, Some(mark)));
        let mark = mark.map_or(String::new(), |mark| format!("#{mark}"));
        format!("{path}?q={}{mark}", page::encoded(&query))
    }
}

/// A link to all that was found for what somebody typed who was led to one of them.
pub(super) fn back(query: &str) -> Markup {
    let asked = Asked { q: query.to_owned(), ..Asked::default() };
    html! {
        @if !query.trim().is_empty() { p.soft { a href=(asked.address(&[])) { "“" (asked.query()) "”的全部检索结果" } } }
    }
}

/// The page that everything begins with.
pub(super) async fn home(State(site): Here, headers: HeaderMap) -> Result<Response, Problem> {
    let look = Look::of(&headers);
    let main = site
        .ask(|_, shelf| {
            html! {
                h1.quiet { "检索规章，精确到条" }
                (form(&Asked::default(), shelf))
                div #results { (suggestions(shelf)) }
            }
        })
        .await?;
    Ok(page("检索", "/", &look, &main).into_response())
}

pub(super) async fn results(
    State(site): Here,
    headers: HeaderMap,
    Params(asked): Params<Asked>,
) -> Result<Response, Problem> {
    if !asked.go.is_empty() {
        let to = site.ask(move |_, shelf| asked.destination(shelf)).await?;
        return Ok(Redirect::to(&to).into_response());
    }
    let look = Look::of(&headers);
    let is_part = asked.part.is_some();
    let title = format!("{} · 检索", asked.query());
    let main = site
        .ask(move |desk, shelf| -> Result<Markup, Problem> {
            let found = found(&asked, desk, shelf)?;
            if is_part {
                return Ok(found);
            }
            Ok(html! {
                h1.quiet { "检索规章，精确到条" }
                (form(&asked, shelf))
                div #results { (found) }
            })
        })
        .await??;
    if is_part {
        return Ok(main.into_response());
    }
    Ok(page(&title, "/", &look, &main).into_response())
}

fn form(asked: &Asked, shelf: &Shelf) -> Markup {
    let (categories, issuers) = shelf.index.shelves();
    let choice = |name: &str, label: &str, all: &str, chosen: &str, own: Vec<(String, String)>| {
        html! {
            label { (label) " " select name=(name) {
                option value="" { (all) }
                @for (value, shown) in own { option value=(value) selected[value == chosen] { (shown) } }
            } }
        }
    };
    let same = |names: std::collections::BTreeSet<String>| {
        names.into_iter().filter(|name| !name.is_empty()).map(|name| (name.clone(), name)).collect()
    };
    let states = [Status::Amended, Status::Repealed];
    let states = states.map(|status| (status.name().to_owned(), status.name().to_owned())).into_iter();
    let states = states.chain([("all".to_owned(), "全部（含已废止的、旧的）".to_owned())]).collect();
    html! {
        form.search role="search" action="/search" method="get" {
            div.box {
                label.hidden for="q" { "要找的词语、问题、拼音或条款" }
                input #q name="q" type="search" value=(asked.q) maxlength=(LONGEST_QUERY) autocomplete="off" spellcheck="false"
                    placeholder="词语、问题、拼音，或条款，如 限时办结制度第三条" autofocus[asked.q.is_empty()];
                button name="go" value="1" { "检索" }
            }
            details.filters open[asked.is_narrowed()] {
                summary { "筛选" }
                div.row {
                    (choice("category", "类别", "全部", &asked.category, same(categories)))
                    (choice("issuer", "制定单位", "全部", &asked.issuer, same(issuers)))
                    (choice("status", "效力", "有效", &asked.status, states))
                    label { "哪一天的文本 " input type="date" name="as_of" value=(asked.as_of); }
                }
            }
        }
    }
}

impl Asked {
    fn is_narrowed(&self) -> bool {
        [&self.category, &self.issuer, &self.status, &self.as_of].iter().any(|value| !value.is_empty())
    }
}

/// What stands where the results will be.
fn suggestions(shelf: &Shelf) -> Markup {
    html! {
        p.soft { (shelf.index.regulations()) " 部规章，" (shelf.index.articles()) " 条。可以这样找：" }
        ul.chips {
            @for example in EXAMPLES {
                li { a href=(Asked { q: example.to_owned(), ..Asked::default() }.address(&[])) { (example) } }
            }
        }
    }
}

/// The results alone.
fn found(asked: &Asked, desk: &dyn Desk, shelf: &Shelf) -> Result<Markup, Problem> {
    let query = asked.query();
    if query.is_empty() {
        return Ok(suggestions(shelf));
    }
    let options = asked.options(shelf, LISTED)?;
    let started = desk.worked();
    let answer = shelf.index.search(&query, &options).map_err(|_| Problem::broken())?;
    let took = (desk.worked() - started).as_secs_f64() * 1000.0;
    let day = options.day.unwrap_or(shelf.as_of);
    let listed = answer.cited.iter().chain(&answer.hits).take(LISTED);
    Ok(html! {
        (said(asked, &answer, &query))
        @if !answer.hits.is_empty() || !answer.cited.is_empty() {
            p.soft.count {
                "共 " (answer.total) " 条"
                @if answer.total > LISTED { "，列出前 " (LISTED) " 条" }
                span.time { (format!("，用时 {took:.1} 毫秒")) }
            }
            (counts(asked, &answer, shelf))
            ol.hits { @for hit in listed { (entry(hit, day)) } }
            p { a href=(format!("/compare?q={}", page::encoded(&query))) { "几部规章怎么说这件事，并排比较" } }
        }
        @if answer.elsewhere > 0 && !asked.is_narrowed() {
            p { a href=(asked.address(&[("status", "all")])) {
                "另有 " (answer.elsewhere) " 条在已废止、旧的或还没有施行的文本里"
            } }
        } @else if answer.elsewhere > 0 {
            p.soft { "另有 " (answer.elsewhere) " 条不符合筛选条件。" }
        }
    })
}

/// What is to be said before the hits.
fn said(asked: &Asked, answer: &Answer, query: &str) -> Markup {
    let shown: String = query.chars().take(40).collect();
    html! {
        @for note in &answer.notes { p.note { (note) "。" } }
        @for (id, title) in &answer.named {
            p.note { "规章库里有 " a href=(page::path(id, None, &crate::law::Address::default())) { "《" (title) "》" } "，可看全文。" }
        }
        @if answer.hits.is_empty() && answer.cited.is_empty() {
            p.note { "没有找到与“" (shown) "”有关的条款。换个说法，或只写一两个关键词试试。" }
        } @else if answer.fallback {
            p.note { "没有条款原样写着“" (shown) "”，以下按词语相近的程度排列。" }
        } @else if answer.hits.iter().any(|hit| hit.matched == Matched::Pinyin) {
            p.note { "没有条款写着“" (shown) "”，以下是读音相符的。" }
        }
        @for synonym in &answer.synonyms {
            p.note {
                "同义：" (synonym.word) " → " (synonym.others.join("、")) " "
                a href=(asked.address(&[("synonyms", "no")])) { "不用同义词" }
            }
        }
    }
}

/// How many are filed where, as links that narrow the search.
fn counts(asked: &Asked, answer: &Answer, shelf: &Shelf) -> Markup {
    let mut groups = shelf.index.by_category(answer);
    groups.remove("");
    html! {
        @if groups.len() > 1 || !asked.category.is_empty() {
            ul.chips.counts aria-label="按类别" {
                @for (category, count) in groups {
                    @if asked.category == category {
                        li { a.on href=(asked.address(&[("category", "")])) { (category) " " (count) " ✕" } }
                    } @else {
                        li { a href=(asked.address(&[("category", &category)])) { (category) " " (count) } }
                    }
                }
            }
        }
    }
}

fn entry(hit: &Hit, day: Date) -> Markup {
    let edition = hit.until.is_some().then(|| hit.effective.map(|day| day.to_string())).flatten();
    let address = page::path(&hit.regulation, edition.as_deref(), &hit.at);
    let caution = hit.caution(day);
    let citation = quotation(&hit.title, caution.as_deref(), &hit.at, &hit.text);
    html! {
        li.hit data-cite=(citation) {
            h2 { a href=(address) { "《" (hit.title) "》" (hit.at) } }
            p.crumbs {
                @if !hit.breadcrumbs.is_empty() { span { (hit.breadcrumbs.join(" › ")) } }
                span.state.ended[caution.is_some()] { (caution.as_deref().unwrap_or(hit.status.name())) }
                span.why { (hit.matched.name()) }
            }
            p.words { (marked(&hit.text, &hit.highlights)) }
            @if !hit.rules.is_empty() {
                p.soft { "依据它的规则：" @for rule in &hit.rules { a href=(format!("/rules/{rule}")) { (rule) } " " } }
            }
        }
    }
}

/// The answer for programs.
pub(super) fn json(asked: &Asked, desk: &dyn Desk, shelf: &Shelf) -> Result<String, Problem> {
    let query = asked.query();
    if query.is_empty() {
        return Err(Problem::bad("没有写要找什么：在 q 里写词语、问题、拼音或条款。"));
    }
    let limit = asked.limit.as_deref().map(|text| text.parse().ok().filter(|limit| LIMITS.contains(limit)));
    let limit = limit.unwrap_or(Some(LISTED)).ok_or_else(|| {
        let (least, most) = (LIMITS.start(), LIMITS.end());
        Problem::bad(format!("limit 看不懂：写 {least} 到 {most} 的整数。"))
    })?;
    asked.known(shelf)?;
    let options = asked.options(shelf, limit)?;
    let started = desk.worked();
    let answer = shelf.index.search(&query, &options).map_err(|_| Problem::broken())?;
    let elapsed = ((desk.worked() - started).as_secs_f64() * 100_000.0).round() / 100.0;
    Ok(answer.json(&query, elapsed) + "\n")
}
