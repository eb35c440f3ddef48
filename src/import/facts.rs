//! What a text says about itself: who issued it, its number, its dates. Nothing that is not written there.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::pattern;
use crate::law::Date;

/// Facts for the front matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// Who issued it.
    pub issuer: Option<String>,
    /// 文号
    pub number: Option<String>,
    /// When it was adopted.
    pub adopted: Option<Date>,
    /// From when on it applies.
    pub effective: Option<Date>,
}

/// 【制定机关】某省人民政府•【公布日期】2012.12.04
static ATTRIBUTE: LazyLock<Regex> =
    LazyLock::new(|| pattern("【\\s*(\\p{Han}{2,6})\\s*】\\s*([^【•·\\n]{1,60})"));
/// 发文机关：某县政务办: a property on a line of its own.
static PROPERTY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "^(发文机关|发布机关|制定机关|发文单位|发布部门|文号|发文字号|成文日期|发文日期|发布日期|公布日期|施行日期|实施日期|生效日期|有效性|时效性|效力状态)\\s*[：:]\\s*([^，。；]{1,60})$",
    )
});
static DAY: LazyLock<Regex> =
    LazyLock::new(|| pattern("([0-9]{4})[-.年/]\\s*([0-9]{1,2})[-.月/]\\s*([0-9]{1,2})"));
static NUMBER: LazyLock<Regex> = LazyLock::new(|| pattern("^（?(\\p{Han}{2,12}〔[0-9]{4}〕[0-9]{1,5}号)）?"));
/// 本办法自2015年4月1日起施行
static IN_FORCE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "本\\p{Han}{2,8}自\\s*([0-9]{4})\\s*年\\s*([0-9]{1,2})\\s*月\\s*([0-9]{1,2})\\s*日起(?:正式)?(?:施行|实施|执行|生效)",
    )
});

impl Facts {
    /// The facts that a letter or the head of a web page says about the regulation that it carries.
    pub(super) fn of_letter(body: &[&str]) -> Self {
        let mut facts = Self::default();
        for line in body {
            for found in ATTRIBUTE.captures_iter(line) {
                facts.enter(&found);
            }
            for property in properties(line) {
                if let Some(found) = PROPERTY.captures(&property) {
                    facts.enter(&found);
                }
            }
            if let Some(number) = NUMBER.captures(line).and_then(|found| found.get(1)) {
                facts.number = Some(number.as_str().to_owned());
            }
        }
        facts
    }

    /// Enters a property: its name, and its value.
    fn enter(&mut self, property: &Captures<'_>) {
        let value = property.get(2).map_or("", |value| value.as_str().trim());
        let date = || DAY.captures(value).and_then(|found| day(&found));
        match property.get(1).map_or("", |name| name.as_str()) {
            "制定机关" | "发布机关" | "发文机关" | "发文单位" | "发布部门" => {
                self.issuer = Some(value.to_owned());
            }
            "字号" | "文号" | "发文字号" if value.ends_with('号') => {
                self.number = Some(brackets(value))
            }
            "公布日期" | "发布日期" | "成文日期" | "发文日期" => self.adopted = date(),
            "施行日期" | "实施日期" | "生效日期" => self.effective = date(),
            _ => {}
        }
    }

    /// The facts that a regulation says about itself.
    pub(super) fn of_text(body: &[&str]) -> Self {
        let effective =
            body.iter().rev().find_map(|line| IN_FORCE.captures(line).and_then(|found| day(&found)));
        Self { effective, ..Self::default() }
    }

    /// Whether a line is a property of the document and nothing else: 发文机关：某县政务办
    pub(super) fn is_property(line: &str) -> bool {
        PROPERTY.is_match(line)
    }

    /// These facts, and where they are silent those of `other`.
    pub(super) fn or(self, other: Self) -> Self {
        Self {
            issuer: self.issuer.or(other.issuer),
            number: self.number.or(other.number),
            adopted: self.adopted.or(other.adopted),
            effective: self.effective.or(other.effective),
        }
    }
}

/// The properties that a line may hold: itself, or in the row of a table each cell with the one behind it, 发文字号：| 甲政办〔2023〕3号.
fn properties(line: &str) -> Vec<String> {
    let Some(row) = line.strip_prefix('|') else { return vec![line.to_owned()] };
    let cells: Vec<&str> = row.split('|').map(str::trim).collect();
    let pair = |pair: &[&str]| match *pair {
        [name, value] => format!("{}：{value}", name.trim_end_matches(['：', ':'])),
        _ => String::new(),
    };
    cells.windows(2).map(pair).collect()
}

/// 甘政办发[2012]262号 is written with 〔〕.
fn brackets(number: &str) -> String {
    number.replace(['[', '【', '［'], "〔").replace([']', '】', '］'], "〕")
}

fn day(found: &Captures<'_>) -> Option<Date> {
    let part = |n: usize| found.get(n)?.as_str().parse::<i16>().ok();
    Date::new(part(1)?, i8::try_from(part(2)?).ok()?, i8::try_from(part(3)?).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_come_from_the_text_alone() {
        let facts = Facts::of_letter(&[
            "文章属性•【制定机关】某省人民政府•【公布日期】2012.12.04•【字号】某政办发[2012]262号•【时效性】现行有效",
        ]);
        assert_eq!(facts.issuer.as_deref(), Some("某省人民政府"));
        assert_eq!(facts.number.as_deref(), Some("某政办发〔2012〕262号"));
        assert_eq!((facts.adopted, facts.effective), (Some(Date::constant(2012, 12, 4)), None));
        let facts =
            Facts::of_letter(&["发文机关：县政务办", "成文日期：2023-05-01", "文号：某政办〔2023〕3号"]);
        assert_eq!(facts.issuer.as_deref(), Some("县政务办"));
        assert_eq!(facts.number.as_deref(), Some("某政办〔2023〕3号"));
        assert_eq!(facts.adopted, Some(Date::constant(2023, 5, 1)));
        let facts =
            Facts::of_letter(&["| 索引号： | 1-2 | 发文机关： | 县政务办 |", "| 文号 | 某政办〔2023〕3号 |"]);
        assert_eq!(facts.issuer.as_deref(), Some("县政务办"));
        assert_eq!(facts.number.as_deref(), Some("某政办〔2023〕3号"));
        assert!(!Facts::is_property("文号：由办公室统一编写。"));
        assert_eq!(
            Facts::of_text(&["本办法自2015年4月1日起施行，由中心解释。"]).effective,
            Some(Date::constant(2015, 4, 1))
        );
        assert_eq!(
            Facts::of_text(&["《乙办法》自2015年4月1日起施行。", "本办法自发布之日起施行。"]),
            Facts::default()
        );
    }
}
