//! One corpus file: front matter as written, then as meant.

use serde::Deserialize;
use toml::{Spanned, value::Datetime};

use crate::{
    law::{Address, Body, Edition, Regulation, Status, Variant, written_date},
    text::{Mistake, Source, SourceFile, Span},
};

/// The front matter, exactly as DESIGN has it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FrontMatter {
    id: Spanned<String>,
    title: Spanned<String>,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    category: String,
    #[serde(default)]
    issuer: String,
    number: Option<String>,
    adopted: Option<Spanned<Datetime>>,
    effective: Option<Spanned<Datetime>>,
    status: Option<Spanned<String>>,
    #[serde(default)]
    replaces: Vec<String>,
    #[serde(default)]
    references: Vec<String>,
    #[serde(default)]
    variants: Vec<WrittenVariant>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenVariant {
    at: Spanned<String>,
    value: String,
    origin: String,
}

/// Reads one regulation.
pub(super) fn regulation(file: &SourceFile) -> Result<Regulation, Box<Mistake>> {
    let (front, body) = split(file)?;
    let written: FrontMatter = file.toml(front)?;
    let place = |span: std::ops::Range<usize>| front.slice(span);
    let id = written.id.get_ref();
    if id.is_empty() || !id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-') {
        let advice = "只用小写字母、数字和连字符，如 time-limited-completion。";
        return Err(Box::new(file.mistake(place(written.id.span()), "id 写法不对", advice)));
    }
    if written.title.get_ref().trim().is_empty() {
        return Err(Box::new(file.mistake(
            place(written.title.span()),
            "title 是空的",
            "写上规章的名称，不加书名号。",
        )));
    }
    let date = |written: &Spanned<Datetime>| {
        written_date(written.get_ref()).ok_or_else(|| {
            Box::new(file.mistake(place(written.span()), "不是日期", "写成 2026-01-01，不加引号和时刻。"))
        })
    };
    // Without a word to the contrary a regulation is in force; what is not known is not made up.
    let status = written.status.as_ref().map_or(Ok(Status::InForce), |status| {
        Status::from_name(status.get_ref()).ok_or_else(|| {
            let names = Status::ALL.map(Status::name).join("、");
            Box::new(file.mistake(place(status.span()), "不认识的状态", format!("可用的有：{names}。")))
        })
    })?;
    let edition = Edition {
        adopted: written.adopted.as_ref().map(date).transpose()?,
        effective: written.effective.as_ref().map(date).transpose()?,
        status,
    };
    let variant = |v: &WrittenVariant| {
        let at: Address = v.at.get_ref().parse().map_err(|error| {
            Box::new(file.mistake(place(v.at.span()), format!("at {error}"), "写明与本规章的哪一条不同。"))
        })?;
        Ok(Variant { at, value: v.value.clone(), origin: v.origin.clone() })
    };
    let variants = written.variants.iter().map(variant).collect::<Result<_, Box<Mistake>>>()?;
    Ok(Regulation {
        id: written.id.into_inner(),
        title: written.title.into_inner(),
        aliases: written.aliases,
        category: written.category,
        issuer: written.issuer,
        number: written.number,
        edition,
        replaces: written.replaces,
        references: written.references,
        variants,
        body: Body::new(file.text.clone(), body),
    })
}

/// The front matter between two lines `+++`, and the byte at which the body begins.
fn split(file: &SourceFile) -> Result<(Span<Source>, usize), Box<Mistake>> {
    let advice = "文件以一行 +++ 开头，写明 id、title，以及知道的 issuer、effective 等，再以一行 +++ 结束。";
    let text: &str = &file.text;
    let bom = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    let mut at = bom;
    let mut open = None;
    for line in text.get(bom..).unwrap_or_default().split_inclusive('\n') {
        let end = at + line.len();
        match (line.trim_end() == "+++", open) {
            (true, None) => open = Some(end),
            (true, Some(start)) => return Ok((Span::new(start, at), end)),
            (false, None) => break,
            (false, Some(_)) => {}
        }
        at = end;
    }
    let message = if open.is_some() { "开头的说明没有结束" } else { "开头没有说明" };
    Err(Box::new(file.mistake(Span::empty(bom), message, advice)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "+++\nid = \"a-b\"\ntitle = \"限时办结制度\"\ncategory = \"服务制度\"\nissuer = \"政务服务中心\"\neffective = 2026-01-01\nstatus = \"现行\"\n+++\n\n# 限时办结制度\n\n第一条 甲。\n";

    fn mistake(text: &str) -> (String, String) {
        let mistake = regulation(&SourceFile::new("corpus/a.md", text)).unwrap_err();
        (mistake.at.of(text).to_owned(), mistake.message)
    }

    #[test]
    fn a_regulation_is_read_and_mistakes_are_placed() {
        let read = regulation(&SourceFile::new("corpus/a.md", GOOD)).unwrap();
        assert_eq!(read.words(read.articles().next().unwrap()), "甲。");
        assert_eq!(mistake(&GOOD.replace("现行", "有效")), ("\"有效\"".into(), "不认识的状态".into()));
        assert_eq!(mistake(&GOOD.replace("issuer", "isuer")), ("isuer".into(), "不认识的键 isuer".into()));
        assert_eq!(mistake(&GOOD.replace("2026-01-01", "2026-01-01T08:00:00")).1, "不是日期");
        assert_eq!(mistake(&GOOD.replace("title = \"限时办结制度\"\n", "")).1, "缺少必填的键 title");
        assert_eq!(mistake("# 限时办结制度\n").1, "开头没有说明");
        assert_eq!(mistake("+++\nid = \"a\"\n").1, "开头的说明没有结束");
        assert_eq!(mistake(&GOOD.replace("a-b", "甲")).1, "id 写法不对");
    }

    #[test]
    fn what_is_not_known_may_be_left_out() {
        let text = "+++\nid = \"a\"\ntitle = \"甲制度\"\n+++\n\n# 甲制度\n\n一、乙。\n";
        let read = regulation(&SourceFile::new("corpus/a.md", text)).unwrap();
        assert_eq!((read.edition.effective, read.edition.status), (None, Status::InForce));
        assert_eq!((&*read.issuer, read.body_text().trim()), ("", "# 甲制度\n\n一、乙。"));
    }
}
