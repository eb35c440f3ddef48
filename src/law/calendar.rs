//! The calendar of working days: weekends off, but for what the State Council arranges for the holidays of each year.

use std::collections::{BTreeMap, BTreeSet};

use super::edition::Date;

/// The arrangements of the years that are known. Of other years nothing is computed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WorkCalendar {
    years: BTreeMap<i16, Year>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Year {
    rest: BTreeSet<Date>,
    worked: BTreeSet<Date>,
}

impl WorkCalendar {
    /// Adds what is arranged for `year`: the days off, weekends among them, and the weekends that are worked.
    pub fn arrange(
        &mut self,
        year: i16,
        rest: impl IntoIterator<Item = Date>,
        worked: impl IntoIterator<Item = Date>,
    ) {
        let year = self.years.entry(year).or_default();
        year.rest.extend(rest);
        year.worked.extend(worked);
    }

    /// The first year from that of `from` to that of `to` that is not known.
    pub fn first_unknown(&self, from: Date, to: Date) -> Option<i16> {
        (from.year()..=to.year()).find(|year| !self.years.contains_key(year))
    }

    /// Whether `day` is a working day; `None` in a year that is not known.
    pub fn is_working(&self, day: Date) -> Option<bool> {
        let year = self.years.get(&day.year())?;
        let weekend = day.weekday().to_monday_zero_offset() >= 5;
        Some(if weekend { year.worked.contains(&day) } else { !year.rest.contains(&day) })
    }

    /// The day on which `count` working days from `start` on end. The day on which a time begins is not counted
    /// (民法典第二百零一条). `None` when it leads into a year that is not known.
    pub fn after(&self, start: Date, count: u32) -> Option<Date> {
        let mut day = start;
        let mut left = count;
        while left > 0 {
            day = day.tomorrow().ok()?;
            left -= u32::from(self.is_working(day)?);
        }
        Some(day)
    }

    /// How many working days lie after `start` up to and with `end`; 0 when `end` is not later. `None` when a year
    /// between them is not known.
    pub fn between(&self, start: Date, end: Date) -> Option<u32> {
        let (mut day, mut count) = (start, 0);
        while day < end {
            day = day.tomorrow().ok()?;
            count += u32::from(self.is_working(day)?);
        }
        Some(count)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn calendar() -> WorkCalendar {
        let mut calendar = WorkCalendar::default();
        let day = |month, day| Date::constant(2026, month, day);
        calendar.arrange(2026, (1..=7).map(|d| day(10, d)), [day(9, 20), day(10, 10)]);
        calendar
    }

    #[test]
    fn holidays_and_worked_weekends_count() {
        let (calendar, day) = (calendar(), |month, day| Date::constant(2026, month, day));
        // Monday, five working days: the day itself does not count.
        assert_eq!(calendar.after(day(3, 2), 5), Some(day(3, 9)));
        // Over the National Day holiday and the worked Saturday behind it.
        assert_eq!(calendar.after(day(9, 30), 3), Some(day(10, 10)));
        assert_eq!(calendar.between(day(9, 30), day(10, 10)), Some(3));
        assert_eq!(calendar.after(day(12, 31), 1), None, "2027 is not known");
        assert_eq!(calendar.is_working(day(9, 20)), Some(true));
    }

    /// The day of the week by Zeller's congruence, which shares nothing with the calendar: 0 is Saturday, 1 Sunday.
    fn zeller(day: Date) -> i32 {
        let (month, year) = match i32::from(day.month()) {
            early @ 1..=2 => (early + 12, i32::from(day.year()) - 1),
            month => (month, i32::from(day.year())),
        };
        let (k, j) = (year % 100, year / 100);
        (i32::from(day.day()) + 13 * (month + 1) / 5 + k + k / 4 + j / 4 + 5 * j) % 7
    }

    #[test]
    fn every_day_from_2000_to_2035() {
        let mut calendar = WorkCalendar::default();
        (2000..=2035).for_each(|year| calendar.arrange(year, [], []));
        let mut day = Date::constant(2000, 1, 1);
        let (mut days, mut leap_days) = (0, 0);
        while day.year() <= 2035 {
            assert_eq!(calendar.is_working(day), Some(zeller(day) > 1), "{day}");
            leap_days += u32::from((day.month(), day.day()) == (2, 29));
            days += 1;
            day = day.tomorrow().unwrap();
        }
        assert_eq!((days, leap_days), (36 * 365 + 9, 9));
        // From Friday the 28th of February over the leap day to Monday.
        assert_eq!(calendar.after(Date::constant(2020, 2, 28), 1), Some(Date::constant(2020, 3, 2)));
        assert_eq!(calendar.after(Date::constant(2024, 2, 28), 1), Some(Date::constant(2024, 2, 29)));
        assert_eq!(calendar.between(Date::constant(2000, 1, 1), Date::constant(2036, 1, 1)), None);
    }

    #[test]
    fn a_year_that_is_not_held_is_named() {
        let calendar = calendar();
        let unknown =
            |from: i16, to: i16| calendar.first_unknown(Date::constant(from, 5, 1), Date::constant(to, 5, 1));
        assert_eq!(
            [unknown(2026, 2026), unknown(2026, 2028), unknown(2024, 2026)],
            [None, Some(2027), Some(2024)]
        );
        for year in (2000..=2035).filter(|year| *year != 2026) {
            assert_eq!(calendar.is_working(Date::constant(year, 2, 28)), None, "{year}");
        }
    }

    proptest! {
        #[test]
        fn adding_and_counting_agree(offset in 0i32..250, count in 1u32..20) {
            let calendar = calendar();
            let start = Date::constant(2026, 1, 1).checked_add(jiff::ToSpan::days(i64::from(offset))).unwrap();
            if let Some(end) = calendar.after(start, count) {
                prop_assert_eq!(calendar.between(start, end), Some(count));
                prop_assert_eq!(calendar.is_working(end), Some(true));
            }
        }
    }
}
