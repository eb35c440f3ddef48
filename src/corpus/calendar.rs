//! calendar.toml: the arrangements of holidays, as they are published each year.

use serde::Deserialize;
use toml::{Spanned, value::Datetime};

use crate::{
    law::{Date, WorkCalendar, written_date},
    text::{Mistake, SourceFile, Span},
};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    year: Vec<WrittenYear>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenYear {
    year: i16,
    #[serde(rename = "source")]
    _source: String,
    rest: Vec<Stretch>,
    worked: Vec<Spanned<Datetime>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stretch {
    from: Spanned<Datetime>,
    to: Spanned<Datetime>,
}

/// Reads the calendar.
///
/// # Errors
/// A [`Mistake`] where a day is none, lies in another year, or a stretch ends before it begins.
pub(super) fn calendar(file: &SourceFile) -> Result<WorkCalendar, Box<Mistake>> {
    let written: Written = file.toml(Span::new(0, file.text.len()))?;
    let mut calendar = WorkCalendar::default();
    for year in &written.year {
        let day = |written: &Spanned<Datetime>| {
            let date = written_date(written.get_ref()).filter(|date| date.year() == year.year);
            date.ok_or_else(|| {
                let at = Span::new(written.span().start, written.span().end);
                Box::new(file.mistake(at, "不是这一年的日期", "写成 2026-01-01，不加引号，与 year 同年。"))
            })
        };
        let mut rest: Vec<Date> = Vec::new();
        for stretch in &year.rest {
            let (from, to) = (day(&stretch.from)?, day(&stretch.to)?);
            if to < from {
                let at = Span::new(stretch.to.span().start, stretch.to.span().end);
                return Err(Box::new(file.mistake(at, "止日早于起日", "from 写第一天，to 写最后一天。")));
            }
            rest.extend(from.series(jiff::ToSpan::day(1)).take_while(|day| *day <= to));
        }
        let worked = year.worked.iter().map(day).collect::<Result<Vec<Date>, _>>()?;
        calendar.arrange(year.year, rest, worked);
    }
    Ok(calendar)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_and_mistakes() {
        let text = "[[year]]\nyear = 2026\nsource = \"通知\"\nrest = [{ from = 2026-10-01, to = 2026-10-07 }]\nworked = [2026-10-10]\n";
        let read = |text: &str| calendar(&SourceFile::new("calendar.toml", text));
        let known = read(text).unwrap();
        assert_eq!(known.is_working(Date::constant(2026, 10, 7)), Some(false));
        assert_eq!(known.is_working(Date::constant(2026, 10, 8)), Some(true));
        assert_eq!(known.is_working(Date::constant(2026, 10, 10)), Some(true));
        let mistake = |from: &str, to: &str| read(&text.replace(from, to)).unwrap_err().message;
        assert_eq!(mistake("2026-10-10", "2025-10-10"), "不是这一年的日期");
        assert_eq!(mistake("to = 2026-10-07", "to = 2026-09-07"), "止日早于起日");
    }
}
