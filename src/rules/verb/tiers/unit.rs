//! The units in which grades are counted: one name for each, and which of them make up another.

use crate::text::Amount;

/// One unit for 个工作日 and 工作日, 日 and 天, 岁 and 周岁, 周 and 星期, 名 and 人, 小时 and 分钟, 元 and 万元, and how many of it make
/// the one that is written.
pub(super) fn normal(unit: &str) -> (&str, u32) {
    match unit.strip_prefix('个').filter(|bare| !bare.is_empty()).unwrap_or(unit) {
        "日" => ("天", 1),
        "岁" => ("周岁", 1),
        "星期" => ("周", 1),
        "月" => ("个月", 1),
        "名" => ("人", 1),
        "小时" => ("分钟", 60),
        "千元" => ("元", 1_000),
        "万元" => ("元", 10_000),
        other => (other, 1),
    }
}

/// The amount so many times; `None` when it is too large to be exact.
pub(super) fn exact(amount: Amount, times: u32) -> Option<Amount> {
    (amount.hundredths() < u32::MAX).then(|| amount.times(times)).flatten()
}

/// Two amounts in the finer one of their units.
pub(super) fn in_one_unit(
    (first, lower): (&str, Amount),
    (second, upper): (&str, Amount),
) -> Option<(String, Amount, Amount)> {
    if first == second {
        return Some((second.to_owned(), lower, upper));
    }
    match (counted_out(first, second), counted_out(second, first)) {
        (Some(times), _) => Some((second.to_owned(), lower.times(times)?, upper)),
        (_, Some(times)) => Some((first.to_owned(), lower, upper.times(times)?)),
        _ => None,
    }
}

/// How many of the unit `fine` make one `coarse`.
pub(super) fn counted_out(coarse: &str, fine: &str) -> Option<u32> {
    match (coarse, fine) {
        ("周", "天") => Some(7),
        ("年", "个月") => Some(12),
        _ => None,
    }
}

/// Whether a unit is measured and not counted, so that there is some between one and two of it.
pub(super) fn is_measured(unit: &str) -> bool {
    ["米", "公里", "千米", "平方米", "立方米", "吨", "公斤", "千克", "亩", "公顷", "升"].contains(&unit)
}
