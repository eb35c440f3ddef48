//! What a number looks like: styles.xml says how the numbers of a cell are written.

use std::collections::HashMap;

use jiff::{ToSpan as _, civil};

use crate::read::{
    Unreadable,
    package::Office,
    xml::{Node, Xml},
};

/// The formats of numbers, by the style of a cell.
#[derive(Debug, Default)]
pub(super) struct Formats {
    styles: Vec<Shape>,
}

/// How a number is written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Shape {
    is_day: bool,
    is_time: bool,
    is_percent: bool,
    /// Digits behind the point that are always written.
    decimals: usize,
    before: String,
    after: String,
}

impl Formats {
    pub(super) fn read(part: &str, text: &str) -> Result<Self, Unreadable> {
        let mut xml = Xml::new(Office::Excel, part, text);
        let mut own: HashMap<u32, Shape> = HashMap::new();
        let mut styles = Vec::new();
        // Cells use the styles of cellXfs; other lists hold elements of the same name.
        let (mut depth, mut inside) = (0, None);
        while let Some(node) = xml.next()? {
            match node {
                Node::Start(element) => {
                    depth += 1;
                    match element.name() {
                        "cellXfs" => inside = Some(depth),
                        "numFmt" => {
                            let id = element.number("numFmtId");
                            let shape = element.attribute("formatCode").map(|code| Shape::of(&code));
                            own.extend(id.zip(shape));
                        }
                        "xf" if inside == Some(depth - 1) => {
                            let id: u32 = element.number("numFmtId").unwrap_or(0);
                            styles.push(own.get(&id).cloned().unwrap_or_else(|| Shape::built_in(id)));
                        }
                        _ => {}
                    }
                }
                Node::End(_) => {
                    if inside == Some(depth) {
                        inside = None;
                    }
                    depth -= 1;
                }
                Node::Copy(_) | Node::Written(..) => {}
            }
        }
        Ok(Self { styles })
    }

    /// The number `value` as a cell of that style shows it; what is no number stays as it is.
    pub(super) fn write(&self, value: &str, style: usize, counts_from_1904: bool) -> String {
        let value = value.trim();
        let Some(number) = value.parse().ok().filter(|number: &f64| number.is_finite()) else {
            return value.to_owned();
        };
        let plain = Shape::default();
        let shape = self.styles.get(style).unwrap_or(&plain);
        if shape.is_day || shape.is_time {
            return shape.moment(number, counts_from_1904).unwrap_or_else(|| value.to_owned());
        }
        let number = if shape.is_percent { number * 100.0 } else { number };
        let digits = if number.fract() == 0.0 && number.abs() < 1e15 || shape.decimals > 0 {
            format!("{number:.*}", shape.decimals)
        } else {
            // 0.1 + 0.2 is written 0.30000000000000004 in the file, and 0.3 in the cell.
            let rounded = format!("{number:.9}");
            rounded.trim_end_matches('0').trim_end_matches('.').to_owned()
        };
        format!("{}{digits}{}{}", shape.before, if shape.is_percent { "%" } else { "" }, shape.after)
    }
}

impl Shape {
    /// The formats that every workbook has without naming them; those from 27 on are of Chinese editions.
    fn built_in(id: u32) -> Self {
        Self {
            is_day: matches!(id, 14..=17 | 22 | 27..=31 | 36 | 50..=54 | 57 | 58),
            is_time: matches!(id, 18..=22 | 32..=35 | 45..=47 | 55 | 56),
            is_percent: matches!(id, 9 | 10),
            decimals: usize::from(matches!(id, 2 | 4 | 10)) * 2,
            ..Self::default()
        }
    }

    /// A format as its code has it: 0"个工作日", yyyy"年"m"月"d"日", #,##0.00
    fn of(code: &str) -> Self {
        let mut shape = Self::default();
        let mut chars = code.chars().peekable();
        let (mut digits, mut point) = (false, false);
        while let Some(c) = chars.next() {
            let mut words = String::new();
            match c {
                // What follows is for negative numbers, zero and text.
                ';' => break,
                '"' => words.extend(chars.by_ref().take_while(|&c| c != '"')),
                '\\' => words.extend(chars.next()),
                // _x leaves a gap as wide as x, *x fills the cell with x.
                '_' | '*' => {
                    chars.next();
                }
                '[' => {
                    let inside: String = chars.by_ref().take_while(|&c| c != ']').collect();
                    shape.is_time |=
                        matches!(&*inside.to_ascii_lowercase(), "h" | "hh" | "m" | "mm" | "s" | "ss");
                    if let Some(currency) = inside.strip_prefix('$') {
                        words.push_str(currency.split('-').next().unwrap_or_default());
                    }
                }
                '0' | '#' | '?' => {
                    digits = true;
                    shape.decimals += usize::from(point && c == '0');
                }
                '.' if digits => point = true,
                '%' => shape.is_percent = true,
                'y' | 'Y' | 'd' | 'D' | 'e' | 'g' => shape.is_day = true,
                'h' | 'H' | 's' => shape.is_time = true,
                ',' | '.' | '@' | 'm' | 'M' | ' ' | '-' | '/' | ':' => {}
                'G' if code.starts_with("General") => {
                    digits = true;
                    chars.nth("eneral".len() - 1);
                }
                c if !c.is_ascii() || matches!(c, '(' | ')' | '+' | '$') => words.push(c),
                _ => {}
            }
            if digits { shape.after.push_str(&words) } else { shape.before.push_str(&words) }
        }
        shape
    }

    /// The day and the time of a number of days.
    fn moment(&self, days: f64, counts_from_1904: bool) -> Option<String> {
        let first = if counts_from_1904 { civil::date(1904, 1, 1) } else { civil::date(1899, 12, 30) };
        let minutes = (days * 1440.0).round();
        if !(0.0..=1440.0 * 2_958_466.0).contains(&minutes) {
            return None;
        }
        // In range of an i64 by the line above.
        let minutes = minutes as i64;
        let day = first.checked_add((minutes / 1440).days()).ok()?;
        let time = format!("{}:{:02}", minutes % 1440 / 60, minutes % 60);
        Some(match (self.is_day, self.is_time && minutes % 1440 > 0 || !self.is_day) {
            (true, true) => format!("{day} {time}"),
            (true, false) => day.to_string(),
            _ => time,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(code: &str, value: &str) -> String {
        Formats { styles: vec![Shape::of(code)] }.write(value, 0, false)
    }

    #[test]
    fn numbers_look_as_in_their_cells() {
        for (code, value, seen) in [
            ("General", "5", "5"),
            ("General", "0.30000000000000004", "0.3"),
            ("0\"个工作日\"", "5", "5个工作日"),
            ("0个工作日", "5", "5个工作日"),
            ("#,##0.00\"元\"", "35", "35.00元"),
            ("[$¥-804]0.00;[Red]-0.00", "35", "¥35.00"),
            ("0%", "0.5", "50%"),
            ("0_ ", "20", "20"),
            ("General\"天\"", "7", "7天"),
            ("@", "5", "5"),
            ("yyyy\"年\"m\"月\"d\"日\";@", "46083", "2026-03-02"),
            ("[$-804]yyyy-mm-dd", "45351", "2024-02-29"),
            ("h:mm", "0.375", "9:00"),
            ("yyyy/m/d h:mm", "46083.5", "2026-03-02 12:00"),
            ("yyyy-mm-dd", "-1", "-1"),
            ("0", "1e400", "1e400"),
            ("0", "见附件", "见附件"),
        ] {
            assert_eq!(shown(code, value), seen, "{code}");
        }
    }

    #[test]
    fn days_from_1904_and_built_in_formats() {
        let formats = Formats { styles: vec![Shape::built_in(14), Shape::built_in(0)] };
        assert_eq!(formats.write("44621", 0, true), "2026-03-02");
        assert_eq!(formats.write("46083", 0, false), "2026-03-02");
        assert_eq!(formats.write("46083", 1, false), "46083");
        assert_eq!(formats.write("46083", 99, false), "46083");
    }
}
