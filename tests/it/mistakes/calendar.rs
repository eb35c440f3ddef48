//! Working days of 2026, from the notice of the State Council's office.

use guiju::law::Date;
use jiff::ToSpan as _;

/// Days of rest besides weekends: month, first day, last day.
const REST: [(i8, i8, i8); 7] =
    [(1, 1, 3), (2, 15, 23), (4, 4, 6), (5, 1, 5), (6, 19, 21), (9, 25, 27), (10, 1, 7)];
/// Weekends on which people work.
const WORK: [(i8, i8); 6] = [(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)];

pub(super) fn is_working_day(day: Date) -> bool {
    let rests =
        REST.iter().any(|&(month, from, to)| day.month() == month && (from..=to).contains(&day.day()));
    let works = WORK.contains(&(day.month(), day.day()));
    works || !rests && day.weekday().to_monday_one_offset() < 6
}

/// The day on which `count` working days end that begin after `start`.
pub(super) fn after(start: Date, count: usize) -> Date {
    let mut day = start;
    let mut left = count;
    while left > 0 {
        day = day.tomorrow().unwrap();
        left -= usize::from(is_working_day(day));
    }
    day
}

/// The working day that lies `days` calendar days after `day`, or the next one.
pub(super) fn working_day(day: Date, days: i64) -> Date {
    let day = day.checked_add(days.days()).unwrap();
    if is_working_day(day) { day } else { after(day, 1) }
}

/// 2026年3月2日
pub(super) fn written(day: Date) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}
