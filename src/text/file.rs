//! Files that people write for guiju (regulations, rules, guiju.toml): their text, mistakes in it, and TOML read
//! strictly, with every mistake at its place and in Chinese.

use std::{fmt::Write as _, sync::Arc};

use serde::de::DeserializeOwned;

use super::span::{Source, Span};

/// A text file and the path under which messages name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Its path, for messages.
    pub path: String,
    /// Its text.
    pub text: Arc<str>,
    /// Whether it is part of the program, whose tests have read every word of it.
    pub is_built_in: bool,
}

impl SourceFile {
    /// A file of that path and text.
    pub fn new(path: impl Into<String>, text: impl Into<Arc<str>>) -> Self {
        Self { path: path.into(), text: text.into(), is_built_in: false }
    }

    /// A file that is part of the program.
    pub fn built_in(path: impl Into<String>, text: impl Into<Arc<str>>) -> Self {
        Self { is_built_in: true, ..Self::new(path, text) }
    }

    /// A mistake at `at`.
    pub fn mistake(
        &self,
        at: Span<Source>,
        message: impl Into<String>,
        advice: impl Into<String>,
    ) -> Mistake {
        Mistake { file: self.clone(), at, message: message.into(), advice: advice.into() }
    }

    /// Reads the part `part` of the file as TOML, refusing unknown keys where `T` does.
    ///
    /// # Errors
    /// A [`Mistake`] at the place where the text is not what `T` wants.
    pub fn toml<T: DeserializeOwned>(&self, part: Span<Source>) -> Result<T, Box<Mistake>> {
        toml::from_str(part.of(&self.text)).map_err(|error| {
            let at = error.span().map_or(Span::empty(part.start()), |span| part.slice(span));
            let (message, advice) =
                in_chinese(error.message(), at.of(&self.text), line_of(&self.text, at.start()));
            Box::new(self.mistake(at, message, advice))
        })
    }
}

/// A mistake in a file that a user wrote: where, what, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}：{message}", file.path)]
pub struct Mistake {
    /// The file.
    pub file: SourceFile,
    /// The words that are wrong.
    pub at: Span<Source>,
    /// What is wrong, in one sentence.
    pub message: String,
    /// What to do.
    pub advice: String,
}

fn line_of(text: &str, at: usize) -> &str {
    let start = text.get(..at).and_then(|t| t.rfind('\n')).map_or(0, |i| i + 1);
    text.get(start..).and_then(|t| t.lines().next()).unwrap_or_default()
}

/// The words between the first pairs of backquotes in `message`.
fn quoted(message: &str) -> Vec<&str> {
    message.split('`').skip(1).step_by(2).collect()
}

/// What the TOML reader said in English, as message and advice.
fn in_chinese(message: &str, words: &str, line: &str) -> (String, String) {
    let names = quoted(message);
    let first = names.first().copied().unwrap_or(words);
    let others = names.get(1..).unwrap_or_default();
    let list = |names: &[&str]| names.join("、");
    if let Some(slip) = full_width_slip(line) {
        return slip;
    }
    if message.starts_with("unknown field") || message.starts_with("unknown variant") {
        let what = if message.contains("field") { "不认识的键" } else { "不认识的值" };
        let mut advice = format!("可用的有：{}。", list(others));
        if let Some(near) = nearest(first, others) {
            let _ = write!(advice, "是不是想写 {near}？");
        }
        return (format!("{what} {first}"), advice);
    }
    if message.starts_with("missing field") {
        return (format!("缺少必填的键 {first}"), format!("在这里补上一行：{first} = ……"));
    }
    if message.starts_with("duplicate") {
        return ("同一个键写了两次".to_owned(), "只保留一个，或合并成一个列表。".to_owned());
    }
    if is_date_like(words) {
        return (
            format!("{} 不是日历上的日期", words.trim()),
            "写成 2026-01-01，不加引号；月份从 01 到 12，日不超过这个月的天数。".to_owned(),
        );
    }
    if let Some(expected) = message.strip_prefix("invalid type: ").and_then(|m| m.split_once(", expected ")) {
        return ("值的类型不对".to_owned(), format!("这里应写{}。", type_name(expected.1)));
    }
    ("TOML 写法有误".to_owned(), "检查这一行的引号、等号和方括号是否成对、是否半角。".to_owned())
}

/// Whether words that TOML could not read are meant for a date: 2023-02-30, 2023-1-1, 2023/02/01.
fn is_date_like(words: &str) -> bool {
    let mut parts = words.trim().split(['-', '/', '.']);
    let mut number = |digits: std::ops::RangeInclusive<usize>| {
        parts
            .next()
            .is_some_and(|part| digits.contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()))
    };
    number(4..=4) && number(1..=2) && number(1..=2) && parts.next().is_none()
}

/// The slips that Chinese input methods make, which TOML itself cannot name.
fn full_width_slip(line: &str) -> Option<(String, String)> {
    let head = line.split(['"', '\'']).next().unwrap_or_default();
    if head.trim_start().starts_with('#') {
        return None;
    }
    let slip = head.chars().find(|c| "＝：“”‘’［］｛｝，".contains(*c))?;
    let ascii = match slip {
        '＝' | '：' => "=",
        '“' | '”' | '‘' | '’' => "\"",
        '［' => "[",
        '］' => "]",
        '｛' => "{",
        '｝' => "}",
        _ => ",",
    };
    Some((format!("用了全角的 {slip}"), format!("改成半角的 {ascii}。")))
}

fn type_name(expected: &str) -> &str {
    match expected {
        e if e.contains("sequence") => "列表，如 [\"甲\", \"乙\"]",
        e if e.contains("string") => "带半角引号的文字，如 \"甲\"",
        e if e.contains("bool") => "true 或 false",
        e if e.contains("integer") || e.contains("u32") || e.contains("usize") => "整数",
        e if e.contains("datetime") => "日期，如 2026-01-01（不加引号）",
        e if e.contains("map") || e.contains("struct") => "一节，如 [键] 或 { 键 = 值 }",
        other => other,
    }
}

/// The candidate nearest to `word`, if one differs by at most two letters in five.
pub fn nearest<'c>(word: &str, candidates: &[&'c str]) -> Option<&'c str> {
    let best = candidates.iter().map(|candidate| (distance(word, candidate), *candidate)).min()?;
    (best.0 * 5 <= best.1.chars().count().max(3) * 2).then_some(best.1)
}

/// How many insertions, deletions and replacements of characters lead from `a` to `b`.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (cell, &cb) in row.iter_mut().skip(1).zip(&b) {
            let replaced = diagonal + usize::from(ca != cb);
            diagonal = *cell;
            left = replaced.min(left + 1).min(*cell + 1);
            *cell = left;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Written {
        #[serde(rename = "title")]
        _title: String,
        #[serde(default, rename = "any")]
        _any: Vec<String>,
    }

    fn mistake(text: &str) -> (String, String, String) {
        let file = SourceFile::new("甲.toml", text);
        let mistake = file.toml::<Written>(Span::new(0, text.len())).unwrap_err();
        (mistake.at.of(text).to_owned(), mistake.message, mistake.advice)
    }

    #[test]
    fn mistakes_are_said_in_chinese_at_their_place() {
        assert_eq!(
            mistake("tilte = \"甲\"\n"),
            ("tilte".into(), "不认识的键 tilte".into(), "可用的有：title、any。是不是想写 title？".into())
        );
        assert_eq!(mistake("any = []\n").1, "缺少必填的键 title");
        for date in ["2023-02-30", "2021-13-01", "2021-1-5", "2021/01/05"] {
            let (_, message, advice) = mistake(&format!("title = {date}\n"));
            assert_eq!(message, format!("{date} 不是日历上的日期"));
            assert!(advice.contains("2026-01-01"), "{advice}");
        }
        assert_eq!(mistake("title = 3\n").2, "这里应写带半角引号的文字，如 \"甲\"。");
        assert_eq!(mistake("title = “甲”\n").1, "用了全角的 “");
        assert_eq!(mistake("title = \"甲\"\nany ＝ []").1, "用了全角的 ＝");
        assert_eq!(mistake("title = \"甲\"\ntitle = \"乙\"").1, "同一个键写了两次");
    }

    #[test]
    fn the_nearest_word_is_offered_only_when_it_is_near() {
        assert_eq!(nearest("forbd", &["forbid", "require"]), Some("forbid"));
        assert_eq!(nearest("xyz", &["forbid", "require"]), None);
    }
}
